"""The model that the app and other programs use: flagship and restorer behind one small surface."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from facevae import checkpoints
from facevae.conventions import check_faces, check_latents, check_mask, check_sigma
from facevae.models.restorer import Restorer
from facevae.models.vae import Posterior, Vae

CHECKPOINTS = Path(__file__).resolve().parent.parent / "checkpoints"

STYLES = ("faithful",)
"""Decoders that `decode` knows."""


class FaceVae:
    """A trained VAE with the encoder that reads damaged faces.

    Args:
        vae: the flagship.
        restorer: its encoder for damaged faces; None where only the flagship is trained.

    Attributes:
        image_size: side S of its faces in pixels.
        latent_dim: numbers D in a code.
    """

    def __init__(self, vae: Vae, restorer: Restorer | None = None) -> None:
        self.vae, self.restorer = vae, restorer
        self.image_size = vae.config.image_size
        self.latent_dim = vae.config.latent_dim
        if restorer and (restorer.config.image_size, restorer.config.latent_dim) != (self.image_size, self.latent_dim):
            raise ValueError("The restorer was trained for a flagship of another size.")

    def encode(self, faces: Tensor) -> Posterior:
        """Tell which codes undamaged faces have.

        Args:
            faces: (N, 3, S, S) float32 RGB in [0, 1].
        Returns:
            The posterior, mean and std (N, D) in units of the prior's standard deviation.
        Raises:
            ValueError: another shape or range.
        """
        return self.vae.encoder(check_faces(faces, size=self.image_size))

    def decode(self, latents: Tensor, style: str = "faithful") -> Tensor:
        """Draw the faces of some codes. Differentiable in `latents`.

        Args:
            latents: (N, D), in units of the prior's standard deviation.
            style: "faithful", the likelihood's mean.
        Returns:
            (N, 3, S, S) in [0, 1].
        Raises:
            ValueError: another shape, values that are not finite, or an unknown style.
        """
        if style not in STYLES:
            raise ValueError(f"style is {style!r}; this model has {', '.join(STYLES)}.")
        return self.vae.decoder(check_latents(latents, self.latent_dim)).clamp(0, 1)

    def restore_encode(self, faces: Tensor, mask: Tensor, sigma: float) -> Posterior:
        """Tell which codes the undamaged faces could have had.

        Args:
            faces: (N, 3, S, S) in [0, 1]; what stands where the mask is 1 does not matter.
            mask: (N, 1, S, S) in [0, 1]; 1 = missing.
            sigma: standard deviation of the noise on the [0, 1] scale.
        Returns:
            The posterior given what is known.
        Raises:
            ValueError: another shape or range, or no restorer was trained.
        """
        check_faces(faces, size=self.image_size)
        mask, sigma = check_mask(mask, faces), check_sigma(sigma)
        return self._trained_restorer()(faces, mask, torch.full((len(faces),), sigma))

    def believe(self, seen: Tensor, sigma: float) -> Tensor:
        """Keep what can be believed of the difference between a noisy photo and the model's face.

        Args:
            seen: (N, 3, S, S), as `facevae.models.residual.difference` returns it.
            sigma: standard deviation of the noise on the [0, 1] scale; without noise all of it is kept.
        Returns:
            (N, 3, S, S), to be added to the model's face.
        Raises:
            ValueError: no noise level, or no restorer was trained.
        Source: Wiener 1949, frequency by frequency.
        """
        return self._trained_restorer().residual(seen, check_sigma(sigma))

    def _trained_restorer(self) -> Restorer:
        if self.restorer is None:
            raise ValueError("This model has no restorer; train one with `python -m train fit restorer`.")
        return self.restorer


def load(name: str | Path = "face", revision: str | None = None) -> FaceVae:
    """Load a trained model, ready for inference on the CPU.

    Args:
        name: a folder, the name of a folder under checkpoints/, or a Hub repository ("user/name").
        revision: branch, tag or commit of the Hub repository.
    Returns:
        The model; the restorer is included where its weights are there.
    Raises:
        CheckpointError: no weights, weights of another kind, truncated, corrupted or from a newer version.
    """
    folder = locate(str(name), revision)
    vae = checkpoints.load_vae(folder)
    has_restorer = "restorer" in checkpoints.kinds(folder)
    return FaceVae(vae, checkpoints.load_restorer(folder) if has_restorer else None)


def locate(name: str, revision: str | None = None) -> Path:
    """The folder that a model's name means; fetched from the Hub if it is one of the Hub's.

    Args, Raises: as for `load`.
    """
    for folder in (CHECKPOINTS / name, Path(name)):
        if folder.is_dir():
            return folder
    if name.count("/") != 1 or name.startswith((".", "/")):
        raise checkpoints.CheckpointError(f"There is no folder {name} with weights, neither here nor in checkpoints/.")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=["*.safetensors", "README.md"]))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise checkpoints.CheckpointError(f"The Hub has no model {name} that could be fetched: {error}") from error
