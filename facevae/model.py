"""The public model: a VAE, its restorer and the parts beside them, loaded from a folder of weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from facevae import checkpoints
from facevae.checkpoints.locations import locate
from facevae.conventions import check_faces, check_latents, check_mask, check_sigma
from facevae.models.attributes import AttributeNet
from facevae.models.detail import DetailNet
from facevae.models.dncnn import DnCnn
from facevae.models.eigenfaces import Eigenfaces
from facevae.models.face_reader import FaceReader
from facevae.models.latent_atlas import LatentAtlas
from facevae.models.linear_gaussian import LinearPosterior
from facevae.models.local_wiener import LocalWiener
from facevae.models.prior import PriorFlow
from facevae.models.restorer import Restorer
from facevae.models.small_vae import SmallVae
from facevae.models.vae import Posterior, Vae

STYLES = ("faithful", "real")
"""How faces are drawn: as the mean, which errs least and is blurred, or with invented details that look real."""

PARTS = ("restorer", "detail", "prior", "local_wiener", "eigenfaces", "dncnn", "atlas")
"""Kinds of weights that may lie beside a flagship's; each is an argument and an attribute of `FaceVae`."""


class FaceVae:
    """A trained VAE with the encoder that reads damaged faces.

    Args:
        vae: the flagship, or one of the study.
        restorer: its encoder for damaged faces; None where it has none.
        detail: draws what a mean leaves blurred; None where there is none.
        prior: what codes of faces are like; None draws random codes from the standard normal prior.
        local_wiener: the filter of residuals that knows the place; None filters every place alike.
        eigenfaces: the linear model of the same faces, to compare with and to fill holes together with; None where
            there is none.
        dncnn: a denoiser without a latent space, to compare with; None where there is none.
        atlas: statistics of its latents; None if not computed.

    Attributes:
        image_size: side S of its faces in pixels.
        latent_dim: numbers D in a code.
        styles: those of `STYLES` that it can draw in.
    """

    def __init__(
        self,
        vae: Vae | SmallVae,
        *,
        restorer: Restorer | None = None,
        detail: DetailNet | None = None,
        prior: PriorFlow | None = None,
        local_wiener: LocalWiener | None = None,
        eigenfaces: Eigenfaces | None = None,
        dncnn: DnCnn | None = None,
        atlas: LatentAtlas | None = None,
    ) -> None:
        self.vae = vae
        self.restorer = restorer
        self.detail = detail
        self.prior = prior
        self.local_wiener = local_wiener
        self.eigenfaces = eigenfaces
        self.dncnn = dncnn
        self.atlas = atlas
        self.styles = STYLES if detail else STYLES[:1]
        self.image_size = vae.config.image_size
        self.latent_dim = vae.config.latent_dim
        if restorer and (restorer.config.image_size, restorer.config.latent_dim) != (self.image_size, self.latent_dim):
            raise ValueError("The restorer was trained for a flagship of another size.")
        if prior and prior.config.latent_dim != self.latent_dim:
            raise ValueError("The prior was trained on codes of another length.")
        if any(part and part.config.image_size != self.image_size for part in (detail, local_wiener, eigenfaces)):
            raise ValueError(
                "The detail stage, the local Wiener filter or the eigenfaces were trained for faces of another size."
            )

    @property
    def device(self) -> torch.device:
        """Where its weights are, and where its faces and codes have to be."""
        return next(self.vae.parameters()).device

    def to(self, device: torch.device | str) -> FaceVae:
        """Move all its parts to a device, and return it; generators stay on the CPU."""
        for part in (self.vae, *(getattr(self, name) for name in PARTS)):
            if part is not None:
                part.to(device)
        return self

    def encode(self, faces: Tensor) -> Posterior:
        """Encode undamaged faces: q(z | x).

        Args:
            faces: (N, 3, S, S) float32 RGB in [0, 1].
        Returns:
            The posterior, mean and std (N, D) in units of the prior's standard deviation.
        Raises:
            ValueError: another shape or range.
        """
        return self.vae.encoder(check_faces(faces, size=self.image_size))

    def decode(self, latents: Tensor, style: str = "faithful", *, generator: torch.Generator | None = None) -> Tensor:
        """Decode latents: the mean of p(x | z), and on demand the details that it leaves out.

        Args:
            latents: (N, D), in units of the prior's standard deviation.
            style: "faithful", the likelihood's mean, differentiable in `latents`; or "real", with drawn details.
            generator: of the details, for the style "real"; as for `add_detail`.
        Returns:
            (N, 3, S, S) in [0, 1].
        Raises:
            ValueError: another shape, values that are not finite, or a style that this model does not have.
        """
        self.check_style(style)
        decoded = self.vae.decoder(check_latents(latents, self.latent_dim)).clamp(0, 1)
        return self.add_detail(decoded, generator=generator) if style == "real" else decoded

    @torch.no_grad()
    def add_detail(
        self,
        soft: Tensor,
        mask: Tensor | None = None,
        *,
        generator: torch.Generator | None = None,
        strength: float = 1.0,
    ) -> Tensor:
        """Draw the details that a mean leaves out: from the faces that err least to faces that look real.

        Args:
            soft: (N, 3, S, S) float32 RGB in [0, 1]: decoded, filled, denoised or repaired faces.
            mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; 1 = invented. None for faces drawn as a whole.
            generator: CPU generator; another seed draws other details. None draws those of one fixed noise for each
                face, so that they stay in their places from frame to frame of a film.
            strength: from 0, the soft face, which errs least, to 1, the face that looks real.
        Returns:
            (N, 3, S, S) in [0, 1]; pixels with mask 0 come back bit-identical.
        Raises:
            ValueError: shapes or ranges, or a model without a detail stage.
        Source: on the straight line from the posterior's mean to a perfect sample every point errs as little as a face
        that looks that real can, Freirich et al. 2021, "A theory of the distortion-perception tradeoff in Wasserstein
        space".
        """
        check_faces(soft, size=self.image_size, name="soft")
        mask = torch.ones_like(soft[:, :1]) if mask is None else check_mask(mask, soft)
        if not 0 <= strength <= 1:
            raise ValueError(f"strength is {strength}; give a number from 0, faithful, to 1, real.")
        network = self.require("detail")
        if generator is None:
            noise = torch.randn(soft.shape[1:], generator=torch.Generator().manual_seed(0)).expand_as(soft)
        else:
            noise = torch.randn(soft.shape, generator=generator)
        real = network(soft, mask, noise.to(soft.device)).clamp(0, 1)
        return torch.where(mask > 0, torch.lerp(soft, real, strength), soft)

    def check_style(self, style: str) -> None:
        """Check that this model can draw in a style.

        Raises:
            ValueError: it cannot; names those there are.
        """
        if style not in self.styles:
            raise ValueError(f"style is {style!r}; this model has {', '.join(self.styles)}.")

    def restore_encode(self, faces: Tensor, mask: Tensor, sigma: float | Tensor) -> Posterior:
        """Encode degraded faces: q(z | y, mask, sigma).

        Args:
            faces: (N, 3, S, S) in [0, 1]; what stands where the mask is 1 does not matter.
            mask: (N, 1, S, S) in [0, 1]; 1 = missing.
            sigma: standard deviation of the noise on the [0, 1] scale, one for all or (N,).
        Returns:
            The posterior, mean and std (N, D).
        Raises:
            ValueError: another shape or range, or no restorer was trained.
        """
        check_faces(faces, size=self.image_size)
        return self.require("restorer")(faces, check_mask(mask, faces), check_sigma(sigma, faces))

    @property
    def linear(self) -> LinearPosterior:
        """The restorer's linear Gaussian posterior.

        Raises:
            ValueError: no restorer was trained.
        """
        return self.require("restorer").linear

    def require(self, part: str) -> Any:
        """Return one of the parts that a model may lack.

        Args:
            part: one of `PARTS`.
        Returns:
            The network, of the class that `__init__` takes.
        Raises:
            ValueError: this model has none.
        """
        found = getattr(self, part)
        if found is None:
            raise ValueError(f"This model has no {part}; train one with `python -m train fit {part}`.")
        return found


def load(name: str | Path = "face", revision: str | None = None) -> FaceVae:
    """Load a trained model, ready for inference on the CPU.

    Args:
        name: a folder, the name of a folder under checkpoints/, or a Hub repository ("user/name").
        revision: branch, tag or commit of a Hub repository; with one, no folder is looked for.
    Returns:
        The model, with those of `PARTS` whose weights are there.
    Raises:
        CheckpointError: no weights, weights of another kind, truncated, corrupted or from a newer version; or the Hub
            cannot be reached and they are not in its cache.
    """
    folder = locate(str(name), revision)
    there = checkpoints.kinds(folder)
    vae = checkpoints.load_network(folder, "study" if "study" in there else "vae")
    return FaceVae(vae, **{kind: checkpoints.load_network(folder, kind) for kind in PARTS if kind in there})


def load_attributes(name: str | Path = "attributes", revision: str | None = None) -> AttributeNet:
    """Load the network that reads age, gender and ethnicity, ready for inference on the CPU.

    Args, Raises: as for `load`.
    Returns:
        The network; its `predict` takes faces of any size.
    """
    return checkpoints.load_network(locate(str(name), revision), "attributes")


def load_reader(name: str | Path = "face_reader", revision: str | None = None) -> FaceReader:
    """Load the network that reads faces on the screen, ready for inference on the CPU.

    Args, Raises: as for `load`.
    Returns:
        The network; its `predict` takes faces of any size.
    """
    return checkpoints.load_network(locate(str(name), revision), "face_reader")
