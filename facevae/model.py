"""The public model: a VAE, its restorer and the parts beside them, loaded from a folder of weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import Tensor

from facevae import checkpoints
from facevae.checkpoints.locations import locate
from facevae.conventions import check_faces, check_latents, check_mask, check_sigma
from facevae.models.attributes import AttributeNet
from facevae.models.dncnn import DnCnn
from facevae.models.eigenfaces import Eigenfaces
from facevae.models.latent_atlas import LatentAtlas
from facevae.models.linear_gaussian import LinearPosterior
from facevae.models.local_wiener import LocalWiener
from facevae.models.restorer import Restorer
from facevae.models.sharp_decoder import SharpDecoder
from facevae.models.small_vae import SmallVae
from facevae.models.vae import Posterior, Vae

STYLES = ("faithful", "sharp")
"""Decoders that `decode` knows: the likelihood's mean, and the one tuned for looks."""


PARTS = ("restorer", "sharp", "local_wiener", "eigenfaces", "dncnn", "atlas")
"""Kinds of weights that may lie beside a flagship's; each is an argument and an attribute of `FaceVae`."""


class FaceVae:
    """A trained VAE with the encoder that reads damaged faces.

    Args:
        vae: the flagship, or one of the study.
        restorer: its encoder for damaged faces; None where it has none.
        sharp: its second decoder; None where it has none.
        local_wiener: the filter of residuals that knows the place; None filters every place alike.
        eigenfaces: the linear model of the same faces, to compare with and to fill holes together with; None where
            there is none.
        dncnn: a denoiser without a latent space, to compare with; None where there is none.
        atlas: statistics of its latents; None if not computed.

    Attributes:
        image_size: side S of its faces in pixels.
        latent_dim: numbers D in a code.
        styles: those of `STYLES` that it can decode in.
    """

    def __init__(
        self,
        vae: Vae | SmallVae,
        *,
        restorer: Restorer | None = None,
        sharp: SharpDecoder | None = None,
        local_wiener: LocalWiener | None = None,
        eigenfaces: Eigenfaces | None = None,
        dncnn: DnCnn | None = None,
        atlas: LatentAtlas | None = None,
    ) -> None:
        self.vae = vae
        self.restorer = restorer
        self.sharp = sharp
        self.local_wiener = local_wiener
        self.eigenfaces = eigenfaces
        self.dncnn = dncnn
        self.atlas = atlas
        self.styles = STYLES if sharp else STYLES[:1]
        self.image_size = vae.config.image_size
        self.latent_dim = vae.config.latent_dim
        if restorer and (restorer.config.image_size, restorer.config.latent_dim) != (self.image_size, self.latent_dim):
            raise ValueError("The restorer was trained for a flagship of another size.")
        if sharp and sharp.config != vae.config:
            raise ValueError("The sharp decoder was trained for a flagship of another shape.")
        if any(part and part.config.image_size != self.image_size for part in (local_wiener, eigenfaces)):
            raise ValueError("The local Wiener filter or the eigenfaces were trained for faces of another size.")

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

    def decode(self, latents: Tensor, style: str = "faithful") -> Tensor:
        """Decode latents: the mean of p(x | z). Differentiable in `latents`.

        Args:
            latents: (N, D), in units of the prior's standard deviation.
            style: "faithful", the likelihood's mean, or "sharp", tuned for looks.
        Returns:
            (N, 3, S, S) in [0, 1].
        Raises:
            ValueError: another shape, values that are not finite, or a style that this model does not have.
        """
        if style not in self.styles:
            raise ValueError(f"style is {style!r}; this model has {', '.join(self.styles)}.")
        check_latents(latents, self.latent_dim)
        if self.sharp and isinstance(self.vae, Vae) and style == "sharp":
            return self.sharp(latents, self.vae.decoder.sketch(latents)).clamp(0, 1)
        return self.vae.decoder(latents).clamp(0, 1)

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
