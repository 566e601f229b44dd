"""Wiener gain for the residual y - D(z) of a noisy face: one for each frequency and noise level.

A code of a few hundred numbers leaves out pores and hair. The residual of a noisy photo holds them, buried in noise.
For each frequency and noise level there is one best gain, found by least squares on training faces: near 1 where faces
vary more than the noise, near 0 where they do not.

Source: Wiener 1949, "Extrapolation, interpolation, and smoothing of stationary time series".
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.damage.clipped_noise import QUIET, mean_of_noisy

LEVELS = tuple(level / 255 for level in (5, 10, 25, 50, 75, 100, 125, 150, 175))
"""Noise levels at which gains are stored; between them they are interpolated."""

_SMOOTHING = 5
"""Neighbouring frequencies over which a gain is fitted, in each direction."""


class WienerGain(nn.Module):
    """A gain in [0, 1] for each noise level, brightness or colour, and frequency.

    Args:
        image_size: side S of a face in pixels.
    Attributes:
        shares: (levels, 2, S, S), the gains.
    """

    shares: Tensor
    transform: Tensor

    def __init__(self, image_size: int) -> None:
        super().__init__()
        self.register_buffer("shares", torch.zeros(len(LEVELS), 2, image_size, image_size))
        self.register_buffer("transform", cosine_transform(image_size), persistent=False)

    @torch.no_grad()
    def fit(self, level: int, target: Tensor, residual: Tensor) -> None:
        """Set the gains of one level by least squares.

        Args:
            level: index into `LEVELS`.
            target: (N, 3, S, S) clean face minus decoded face.
            residual: (N, 3, S, S), as `residual_of` returns it.
        """
        target, residual = self._spectrum(target), self._spectrum(residual)
        across, own = _by_colour((target * residual).sum(0)), _by_colour(residual.square().sum(0))
        self.shares[level] = (_smooth(across) / _smooth(own).clamp(min=1e-12)).clamp(0, 1)

    def forward(self, residual: Tensor, sigma: Tensor) -> Tensor:
        """Filter residuals.

        Args:
            residual: (N, 3, S, S), as `residual_of` returns it.
            sigma: (N,) noise level on the [0, 1] scale; below `QUIET` all of the residual is kept.
        Returns:
            (N, 3, S, S), to be added to the decoded face.
        """
        luma, chroma = self._gain_at(sigma).unbind(1)
        kept = self._spectrum(residual) * torch.stack([luma, chroma, chroma], dim=1)
        filtered = mix(self.transform.T @ kept @ self.transform, opponent().T)
        return torch.where(sigma[:, None, None, None] < QUIET, residual, filtered)

    def _spectrum(self, picture: Tensor) -> Tensor:
        return self.transform @ mix(picture, opponent()) @ self.transform.T

    def _gain_at(self, sigma: Tensor) -> Tensor:
        """Linear between stored levels, (N, 2, S, S); all is kept at no noise, the last level holds beyond it."""
        levels = sigma.new_tensor((0.0, *LEVELS))
        gains = torch.cat([torch.ones_like(self.shares[:1]), self.shares])
        upper = torch.searchsorted(levels, sigma.contiguous()).clamp(1, len(LEVELS))
        weight = ((sigma - levels[upper - 1]) / (levels[upper] - levels[upper - 1])).clamp(max=1)
        return torch.lerp(gains[upper - 1], gains[upper], weight[:, None, None, None])


def residual_of(noisy: Tensor, decoded: Tensor, sigma: Tensor) -> Tensor:
    """Residual of noisy faces beside decoded ones.

    Args:
        noisy, decoded: (N, 3, S, S) in [0, 1].
        sigma: (N,) noise level.
    Returns:
        (N, 3, S, S): the noisy face minus the average noisy picture of the decoded face, of mean zero where that is
        right.
    """
    return noisy - mean_of_noisy(decoded, sigma)


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
