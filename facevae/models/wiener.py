"""What a code cannot hold: how much of the rest of a noisy photo to believe, frequency by frequency.

A code of a few hundred numbers leaves out pores and hair. The difference between a noisy photo and the model's face
holds them, buried in noise. For each frequency and noise level there is one best share of that difference to keep,
found by least squares on training faces: near 1 where faces vary more than the noise, near 0 where they do not.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.damage.clipped_noise import clipped_mean

LEVELS = tuple(level / 255 for level in (5, 10, 25, 50, 75, 100, 125, 150, 175))
"""Noise levels at which shares are stored; between them they are interpolated."""

_SMOOTHING = 5
QUIET = 0.5 / 255
"""Below this noise level a picture counts as having none: it is half a step of its 8 bits."""


class WienerGain(nn.Module):
    """A share in [0, 1] for each noise level, brightness or colour, and frequency.

    Args:
        image_size: side S of a face in pixels.
    """

    shares: Tensor
    transform: Tensor

    def __init__(self, image_size: int) -> None:
        super().__init__()
        self.register_buffer("shares", torch.zeros(len(LEVELS), 2, image_size, image_size))
        self.register_buffer("transform", cosine_transform(image_size), persistent=False)

    @torch.no_grad()
    def fit(self, level: int, wanted: Tensor, seen: Tensor) -> None:
        """Set the shares of one level by least squares.

        Args:
            level: index into `LEVELS`.
            wanted: (N, 3, S, S) clean face minus model's face.
            seen: (N, 3, S, S) noisy photo minus what the model's face would look like as a noisy photo, on average.
        """
        wanted, seen = self._spectrum(wanted), self._spectrum(seen)
        across, own = _by_colour((wanted * seen).sum(0)), _by_colour(seen.square().sum(0))
        self.shares[level] = (_smooth(across) / _smooth(own).clamp(min=1e-12)).clamp(0, 1)

    def forward(self, seen: Tensor, sigma: float) -> Tensor:
        """Keep the believable part of a difference.

        Args:
            seen: (N, 3, S, S), as for `fit`.
            sigma: noise level on the [0, 1] scale; without noise all of it is kept.
        """
        if sigma < QUIET:
            return seen
        luma, chroma = self._shares_at(sigma)
        kept = self._spectrum(seen) * torch.stack([luma, chroma, chroma])
        return mix(self.transform.T @ kept @ self.transform, opponent().T)

    def _spectrum(self, picture: Tensor) -> Tensor:
        return self.transform @ mix(picture, opponent()) @ self.transform.T

    def _shares_at(self, sigma: float) -> Tensor:
        """Linear between stored levels; all is kept at no noise, the last level holds beyond it."""
        levels = (0.0, *LEVELS)
        sigma = min(sigma, levels[-1])
        upper = next(index for index, level in enumerate(levels) if level >= sigma)
        weight = (sigma - levels[upper - 1]) / (levels[upper] - levels[upper - 1])
        below = self.shares[upper - 2] if upper > 1 else torch.ones_like(self.shares[0])
        return below.lerp(self.shares[upper - 1], weight)


def difference(noisy: Tensor, generated: Tensor, sigma: float) -> Tensor:
    """Noisy photo minus the average noisy photo of the model's face, which clipping dulls. Same shape as `noisy`."""
    return noisy - (clipped_mean(generated, sigma) if sigma >= QUIET else generated)


def _by_colour(spectrum: Tensor) -> Tensor:
    return torch.stack([spectrum[0], spectrum[1] + spectrum[2]])


def _smooth(spectrum: Tensor) -> Tensor:
    pad = _SMOOTHING // 2
    padded = F.pad(spectrum[None], (pad, pad, pad, pad), mode="replicate")
    return F.avg_pool2d(padded, _SMOOTHING, stride=1)[0]


def mix(picture: Tensor, matrix: Tensor) -> Tensor:
    """Change the colour axes of (N, 3, S, S) pictures by a (3, 3) matrix."""
    return torch.einsum("ij,njhw->nihw", matrix.to(picture), picture)


def opponent() -> Tensor:
    """Orthonormal: brightness, red against blue, green against both."""
    rows = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0], [1.0, -2.0, 1.0]])
    return rows / rows.norm(dim=1, keepdim=True)


def cosine_transform(size: int) -> Tensor:
    """Orthonormal DCT-II as a matrix, (size, size): its rows are the waves, the constant one first."""
    position = torch.arange(size, dtype=torch.float64)
    matrix = torch.cos(math.pi / size * (position[None] + 0.5) * position[:, None]) * math.sqrt(2 / size)
    matrix[0] /= math.sqrt(2)
    return matrix.float()
