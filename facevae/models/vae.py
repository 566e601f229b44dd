"""Convolutional VAE with a linear path, started at probabilistic PCA, and a calibrated Gaussian likelihood.

The best linear autoencoder of a set of faces is known in closed form (probabilistic principal components).
Both halves therefore carry a linear path that starts there, and the convolutions start at zero: training
begins at the linear optimum and can only add to it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.models.layers import DownPath, UpPath, check_side, start_at_zero

MIN_LOG_STD = -6.0

DIRECTIONS = 16
"""Leading directions of the latent space that a model carries."""


@dataclass(frozen=True)
class Posterior:
    """A diagonal Gaussian over latents: what a face (or what is left of it) says about its code.

    Attributes:
        mean: (N, D), in units of the prior's standard deviation.
        std: (N, D), positive, same units.
    """

    mean: Tensor
    std: Tensor

    def sample(self, generator: torch.Generator | None = None) -> Tensor:
        """Draw one code of each face, (N, D), with a generator of any device."""
        device = self.mean.device if generator is None else generator.device
        noise = torch.randn(self.mean.shape, generator=generator, device=device, dtype=self.mean.dtype)
        return self.mean + self.std * noise.to(self.mean.device)

    def kl(self) -> Tensor:
        """Kullback-Leibler divergence from the standard normal prior of each latent, (N, D) in nats."""
        return 0.5 * (self.mean.square() + self.std.square() - 1) - self.std.log()


@dataclass(frozen=True)
class VaeConfig:
    """The shape of a VAE.

    Attributes:
        image_size: side of a face in pixels, divisible by patch * 2 ** (len(widths) - 1).
        latent_dim: numbers in a code.
        linear_size: side of the picture that the linear path sees; divides image_size, a multiple of `grid`.
        patch: side of the pixel blocks that the convolutions see as one.
        widths: channels at image_size / patch, half that, a quarter ...
        blocks: residual blocks at each size.
    """

    image_size: int = 128
    latent_dim: int = 256
    linear_size: int = 64
    patch: int = 4
    widths: tuple[int, ...] = (32, 64, 128, 256)
    blocks: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        if not self.widths or min(*self.widths, self.latent_dim, self.linear_size, self.patch, self.blocks) < 1:
            raise ValueError("widths, latent_dim, linear_size, patch and blocks must be positive.")
        check_side(self.image_size, self.patch, self.widths)
        if self.image_size % self.linear_size or self.linear_size % self.grid:
            raise ValueError(
                f"linear_size is {self.linear_size}; give a divisor of {self.image_size} that {self.grid} divides."
            )

    @property
    def grid(self) -> int:
        """Side of the map of patches, the finest that convolutions work on."""
        return self.image_size // self.patch


class Encoder(nn.Module):
    """(N, 3, S, S) faces to a `Posterior`."""

    def __init__(self, config: VaeConfig) -> None:
        super().__init__()
        self.config = config
        self.linear = nn.Linear(3 * config.linear_size**2, config.latent_dim)
        self.path = DownPath(3, config.image_size, config.patch, config.widths, config.blocks)
        self.head = nn.Linear(self.path.features, 2 * config.latent_dim)
        start_at_zero(self.head)

    def forward(self, faces: Tensor) -> Posterior:
        small = F.adaptive_avg_pool2d(faces, self.config.linear_size).flatten(1)
        shift, log_std = self.head(self.path(faces - 0.5)).chunk(2, dim=1)
        return Posterior(self.linear(small) + shift, log_std.float().clamp(min=MIN_LOG_STD, max=0.5).exp())


class Decoder(nn.Module):
    """(N, D) latents to (N, 3, S, S) faces, the mean of the likelihood, not clipped."""

    def __init__(self, config: VaeConfig) -> None:
        super().__init__()
        self.config = config
        self.linear = nn.Linear(config.latent_dim, 3 * config.linear_size**2)
        self.path = UpPath(config.image_size, config.patch, config.widths, config.blocks)
        self.expand = nn.Linear(config.latent_dim, self.path.features)
        self.fold = nn.PixelUnshuffle(config.linear_size // config.grid)
        self.look = nn.Conv2d(3 * self.fold.downscale_factor**2, config.widths[0], 3, padding=1)
        self.head = nn.Conv2d(config.widths[0], 3 * config.patch**2, 3, padding=1)
        start_at_zero(self.head)

    def forward(self, latents: Tensor) -> Tensor:
        side = self.config.linear_size
        sketch = self.linear(latents).view(-1, 3, side, side)
        features = self.path(self.expand(latents)) + self.look(self.fold(sketch - 0.5))
        detail = F.pixel_shuffle(self.head(F.silu(features)), self.config.patch)
        return _resize(sketch, self.config.image_size) + detail


class Vae(nn.Module):
    """Encoder, decoder and the learned noise level of a Gaussian likelihood.

    Source: Kingma and Welling 2014, "Auto-encoding variational Bayes"; Rybkin et al. 2021, "Simple and effective VAE
    training with calibrated decoders" (the learned noise level); Tipping and Bishop 1999, "Probabilistic principal
    component analysis" (the linear path's start).
    """

    likelihood_is_density = True
    """Whether `log_likelihood` is a density over pixels in [0, 1], so that it can be turned into bits a pixel."""

    directions: Tensor

    def __init__(self, config: VaeConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)
        self.log_sigma = nn.Parameter(torch.tensor(-3.0))
        self.register_buffer("directions", torch.eye(config.latent_dim)[:DIRECTIONS])

    def log_likelihood(self, latents: Tensor, faces: Tensor) -> Tensor:
        """log p(x | z), a Gaussian of the learned noise level.

        Args:
            latents: (N, D).
            faces: (N, 3, S, S) in [0, 1].
        Returns:
            (N,) in nats, of a density, so that it may well be above 0.
        """
        sigma = self.log_sigma.exp()
        error = (self.decoder(latents) - faces) / sigma
        return -(0.5 * error.square() + sigma.log() + 0.5 * math.log(2 * math.pi)).flatten(1).sum(1)

    def principal_directions(self, count: int) -> Tensor:
        """The leading directions, (count, D) orthonormal.

        Raises:
            ValueError: more than it carries.
        """
        if not 1 <= count <= len(self.directions):
            raise ValueError(f"count is {count}; this model carries {len(self.directions)} directions.")
        return self.directions[:count]

    @torch.no_grad()
    def find_directions(self, latents: Tensor) -> None:
        """Find the orthonormal directions that change the picture most, on average around some codes.

        Args:
            latents: (N, D) codes to look around.
        """
        identity = torch.eye(self.config.latent_dim, device=latents.device)
        gram = torch.zeros_like(identity)
        for latent in latents:
            change = self.decoder(latent + 0.5 * identity) - self.decoder(latent - 0.5 * identity)
            change = F.avg_pool2d(change, 2).flatten(1)
            gram += change @ change.T
        _, vectors = torch.linalg.eigh(gram)
        leading = vectors.flip(1)[:, : len(self.directions)].T
        self.directions.copy_(leading * leading.sum(1, keepdim=True).sign())

    @torch.no_grad()
    def start_from_components(self, mean: Tensor, components: Tensor, variances: Tensor, noise: float) -> None:
        """Set the linear paths to probabilistic principal components.

        Args:
            mean: (P,) the mean face at `linear_size`, flattened, P = 3 L L.
            components: (D, P) orthonormal rows, by falling variance.
            variances: (D,) the variance along each, above `noise`.
            noise: variance per pixel that the components leave over.
        """
        gain = (variances - noise).clamp(min=1e-8).sqrt()
        self.decoder.linear.weight.copy_((components * gain[:, None]).T)
        self.decoder.linear.bias.copy_(mean)
        encode = components * (gain / variances)[:, None]
        self.encoder.linear.weight.copy_(encode)
        self.encoder.linear.bias.copy_(-encode @ mean)
        latent_dim = self.config.latent_dim
        self.encoder.head.bias[latent_dim:].copy_((0.5 * (noise / variances).log()).clamp(min=MIN_LOG_STD + 1))
        self.log_sigma.fill_(0.5 * torch.tensor(noise).log())


def _resize(picture: Tensor, side: int) -> Tensor:
    if picture.shape[-1] == side:
        return picture
    return F.interpolate(picture, size=(side, side), mode="bicubic", align_corners=False)
