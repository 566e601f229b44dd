"""The learned prior: a flow from Gaussian noise to the codes of faces.

A VAE promises that codes of faces are spread like the standard normal prior; numbers of a code nearly are, but how they
go together is not, and a face decoded from a normal draw is a blur between faces. This network learns the velocity that
carries noise to codes; following it from a normal draw ends at a code as faces have them.

Source: Lipman et al. 2023, "Flow matching for generative modeling"; Liu et al. 2023, "Flow straight and fast". That the
codes of a VAE's faces are not its prior's: Tomczak and Welling 2018, "VAE with a VampPrior"; a second model for them:
Dai and Wipf 2019, "Diagnosing and enhancing VAE models".
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.models.layers import start_at_zero

FREQUENCIES = 32
"""Waves by which a time is described, as sine and cosine."""

FASTEST = 200.0
"""The fastest of them in radians over the whole way; the slowest has 1."""

SCALES = 12
"""Sizes of codes that the closed form tells apart: some faces are farther from the mean in all their numbers."""

TIME_WIDTH = 128
"""Features that describe a time."""


@dataclass(frozen=True)
class PriorConfig:
    """The shape of a `PriorFlow`.

    Attributes:
        latent_dim: D, numbers in a code.
        width: features between the blocks.
        blocks: residual blocks.
        dropout: share of features left out while training.
        steps: midpoint steps from noise to a code.
    """

    latent_dim: int = 256
    width: int = 512
    blocks: int = 3
    dropout: float = 0.05
    steps: int = 16

    def __post_init__(self) -> None:
        if min(self.latent_dim, self.width, self.blocks, self.steps) < 1:
            raise ValueError("latent_dim, width, blocks and steps must be positive.")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout is {self.dropout}; give a share from 0 to below 1.")


class TimedBlock(nn.Module):
    """Two linear layers beside an identity, scaled and shifted by the time; starts as the identity.

    Args:
        width: features in and out.
        dropout: share of the hidden features left out while training.
    Source: Peebles and Xie 2023, "Scalable diffusion models with transformers" (adaptive layer norm).
    """

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.scale_and_shift = nn.Linear(TIME_WIDTH, 2 * width)
        self.first, self.second = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)
        start_at_zero(self.scale_and_shift)
        start_at_zero(self.second)

    def forward(self, features: Tensor, time: Tensor) -> Tensor:
        """Map (N, width) features and (N, `TIME_WIDTH`) of a time to (N, width)."""
        scale, shift = self.scale_and_shift(time).chunk(2, dim=1)
        hidden = F.silu(self.first(self.norm(features) * (1 + scale) + shift))
        return features + self.second(self.dropout(hidden))


class PriorFlow(nn.Module):
    """Velocity on the way from noise, at time 0, to codes of faces, at time 1.

    Codes of faces are nearly Gaussian but for their length, which differs five times as much from face to face. The
    velocity for a Gaussian scale mixture of the same mean, covariance and lengths is known in closed form (Andrews and
    Mallows 1974); what is learned is added to it. A new one draws such codes.

    Args:
        config: sizes.

    Attributes:
        mean: (D,) of the codes.
        basis: (D, D), columns the principal directions of the codes.
        variance: (D,) along them.
        scales: (`SCALES`,) equally likely lengths, as multiples of the usual one.
    """

    mean: Tensor
    basis: Tensor
    variance: Tensor
    scales: Tensor
    frequencies: Tensor

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.register_buffer("mean", torch.zeros(config.latent_dim))
        self.register_buffer("basis", torch.eye(config.latent_dim))
        self.register_buffer("variance", torch.ones(config.latent_dim))
        self.register_buffer("scales", torch.ones(SCALES))
        waves = torch.exp(torch.linspace(0, math.log(FASTEST), FREQUENCIES))
        self.register_buffer("frequencies", waves, persistent=False)
        self.time = nn.Sequential(
            nn.Linear(2 * FREQUENCIES, TIME_WIDTH), nn.SiLU(), nn.Linear(TIME_WIDTH, TIME_WIDTH), nn.SiLU()
        )
        self.look = nn.Linear(2 * config.latent_dim, width)
        self.blocks = nn.ModuleList(TimedBlock(width, config.dropout) for _ in range(config.blocks))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, config.latent_dim)
        start_at_zero(self.head)

    @torch.no_grad()
    def fit_mixture(self, codes: Tensor) -> None:
        """Take mean, covariance and lengths from codes, (N, D)."""
        variance, basis = torch.linalg.eigh((codes - codes.mean(0)).T.cov())
        self.mean.copy_(codes.mean(0))
        self.basis.copy_(basis)
        self.variance.copy_(variance.clamp(min=1e-6))
        lengths = ((codes - self.mean) @ self.basis).square().div(self.variance).mean(1).sqrt()
        middles = (torch.arange(SCALES, device=codes.device) + 0.5) / SCALES
        scales = torch.quantile(lengths, middles)
        self.scales.copy_(scales / scales.square().mean().sqrt())

    def forward(self, places: Tensor, time: Tensor) -> Tensor:
        """Return the velocity.

        Args:
            places: (N, D), on the way from noise to codes.
            time: (N,) from 0 to 1.
        Returns:
            (N, D), what is to be added in a time of 1.
        """
        waves = time[:, None] * self.frequencies
        known = self.time(torch.cat([waves.sin(), waves.cos()], dim=1))
        with torch.autocast(places.device.type, enabled=False):
            velocity, along = self._mixture(places.float(), time[:, None])
        # Squares, because what else there is between the numbers of a code is mostly of the second degree.
        features = self.look(torch.cat([along, along.square() - 1], dim=1))
        for block in self.blocks:
            features = block(features, known)
        return velocity + self.head(self.norm(features)) @ self.basis.T

    def _mixture(self, places: Tensor, time: Tensor) -> tuple[Tensor, Tensor]:
        """E[code - noise | place] for the Gaussian scale mixture, (N, D), and how far the place is along each principal
        direction, in standard deviations for a code of the usual length.

        1. For a scale s, a place is Gaussian around t times the mean, of variance (1 - t)^2 + t^2 s^2 v along a
           direction of variance v: that tells how likely each scale is.
        2. Given the scale, the expected velocity is the mean plus (t s^2 v - (1 - t)) / variance times the distance.
        """
        away = (places - time * self.mean) @ self.basis
        late, early = time[:, None], 1 - time[:, None]
        own = self.scales[:, None].square() * self.variance
        variance = early.square() + late.square() * own
        likely = (-0.5 * (variance.log() + away[:, None].square() / variance).sum(2)).softmax(1)
        gain = (likely[:, :, None] * (late * own - early) / variance).sum(1)
        usual = (1 - time).square() + time.square() * self.variance
        return self.mean + (gain * away) @ self.basis.T, away / usual.sqrt()

    @torch.no_grad()
    def draw(self, noise: Tensor) -> Tensor:
        """Follow the velocity from noise to codes, by the midpoint rule.

        Args:
            noise: (N, D), of standard deviation 1 for codes as faces have them; smaller for more ordinary ones.
        Returns:
            (N, D), in units of the standard normal prior's standard deviation.
        """
        places, length = noise, 1 / self.config.steps
        for step in range(self.config.steps):
            start = places.new_full((len(places),), step * length)
            half_way = places + length / 2 * self(places, start)
            places = places + length * self(half_way, start + length / 2)
        return places
