"""Small convolutional beta-VAE with a Bernoulli likelihood, for the study of latent size and beta.

There is no linear start here: what the models of a study know, they learned in the same number of steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.models.layers import DownPath, UpPath, check_side
from facevae.models.vae import MIN_LOG_STD, Posterior


@dataclass(frozen=True)
class SmallVaeConfig:
    """The shape of a small VAE.

    Attributes:
        image_size: side of a face in pixels, divisible by patch * 2 ** (len(widths) - 1).
        latent_dim: numbers in a code.
        patch: side of the pixel blocks that the convolutions see as one.
        widths: channels at image_size / patch, half that, a quarter ...
        blocks: residual blocks at each size.
    """

    image_size: int = 64
    latent_dim: int = 32
    patch: int = 4
    widths: tuple[int, ...] = (32, 64, 64)
    blocks: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        if not self.widths or min(*self.widths, self.latent_dim, self.patch, self.blocks) < 1:
            raise ValueError("widths, latent_dim, patch and blocks must be positive.")
        check_side(self.image_size, self.patch, self.widths)


class SmallEncoder(nn.Module):
    """(N, 3, S, S) faces to a `Posterior`."""

    def __init__(self, config: SmallVaeConfig) -> None:
        super().__init__()
        self.path = DownPath(3, config.image_size, config.patch, config.widths, config.blocks)
        self.head = nn.Linear(self.path.features, 2 * config.latent_dim)

    def forward(self, faces: Tensor) -> Posterior:
        mean, log_std = self.head(self.path(faces - 0.5)).chunk(2, dim=1)
        return Posterior(mean, log_std.float().clamp(min=MIN_LOG_STD, max=2.0).exp())


class SmallDecoder(nn.Module):
    """(N, D) latents to (N, 3, S, S) faces in [0, 1], the mean of a Bernoulli likelihood."""

    def __init__(self, config: SmallVaeConfig) -> None:
        super().__init__()
        self.path = UpPath(config.image_size, config.patch, config.widths, config.blocks)
        self.expand = nn.Linear(config.latent_dim, self.path.features)
        self.head = nn.Sequential(
            nn.SiLU(), nn.Conv2d(config.widths[0], 3 * config.patch**2, 3, padding=1), nn.PixelShuffle(config.patch)
        )

    def logits(self, latents: Tensor) -> Tensor:
        """The faces before the sigmoid, (N, 3, S, S)."""
        return self.head(self.path(self.expand(latents)))

    def forward(self, latents: Tensor) -> Tensor:
        return self.logits(latents).sigmoid()


class SmallVae(nn.Module):
    """Encoder and decoder.

    Source: Kingma and Welling 2014, "Auto-encoding variational Bayes"; beta: Higgins et al. 2017, "beta-VAE".
    """

    likelihood_is_density = False
    """Of a Bernoulli likelihood; as for `Vae`."""

    def __init__(self, config: SmallVaeConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = SmallEncoder(config)
        self.decoder = SmallDecoder(config)

    def log_likelihood(self, latents: Tensor, faces: Tensor) -> Tensor:
        """log p(x | z), a Bernoulli of every pixel: (N,) in nats; arguments as for `Vae.log_likelihood`."""
        logits = self.decoder.logits(latents)
        return -F.binary_cross_entropy_with_logits(logits, faces, reduction="none").flatten(1).sum(1)

    def principal_directions(self, count: int) -> Tensor:
        """It carries none; ValueError whatever the count."""
        raise ValueError(f'Only the flagship carries directions, not {count} here; load("face") has them.')

    def start_from_mean(self, mean: Tensor) -> None:
        """Let every code mean about the mean face's colour at first.

        Args:
            mean: (3,) RGB in (0, 1).
        """
        with torch.no_grad():
            bias = self.decoder.get_parameter("head.1.bias").view(3, -1)
            bias.copy_(torch.logit(mean)[:, None].expand_as(bias))
