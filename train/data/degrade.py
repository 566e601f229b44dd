"""Random degradations for training: every kind and strength, alone and together.

Everything is drawn on the CPU from a seed, so that a step is the same on every device. Noise and rectangular holes are
made for all faces of a batch at once.
"""

from __future__ import annotations

import torch
from torch import Tensor

from facevae import damage
from facevae.damage import Damaged, masks

MAX_SIGMA = 160 / 255
"""A little above the strongest noise that is evaluated, so that it is no edge case."""

_NOISE, _HOLE, _BOTH = 0.45, 0.70, 0.85
"""Shares of faces up to which there is noise, a hole, and both; the rest is altered."""

_BLOCK, _CENTRE, _HALF = 0.35, 0.5, 0.7
"""Shares of holes up to which it is a square anywhere, one in the middle, and half of the face; strokes are the
rest."""


def degrade(faces: Tensor, seed: int) -> Damaged:
    """Damage each face of a batch in its own way.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        seed: of everything random.
    Returns:
        Of the faces, 45 % are noisy, 25 % have a hole, 15 % both, 15 % are blurred, pixelated or compressed.
    """
    generator = torch.Generator().manual_seed(seed)
    kind = torch.rand(len(faces), generator=generator)
    sigma = MAX_SIGMA * torch.rand(len(faces), generator=generator)
    degraded = _add_noise(
        faces.cpu(), torch.where((kind < _NOISE) | ((kind >= _HOLE) & (kind < _BOTH)), sigma, 0.0), generator
    )
    mask = torch.zeros_like(degraded.mask)
    holed = (kind >= _NOISE) & (kind < _BOTH)
    mask[holed] = _holes(int(holed.sum()), faces.shape[-1], generator)
    error = torch.zeros(len(faces))
    for index in (kind >= _BOTH).nonzero()[:, 0].tolist():
        altered = _altered(degraded.faces[index : index + 1], generator)
        degraded.faces[index], error[index] = altered.faces[0], altered.error[0]
    return Damaged(degraded.faces, degraded.mask, degraded.sigma, error).hide(mask).to(faces.device)


def degrade_with_noise(faces: Tensor, sigma: float, seed: int) -> Damaged:
    """Add noise of one level to every face of a batch.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        sigma: standard deviation on the [0, 1] scale.
        seed: of the noise.
    Returns:
        The noisy faces; nothing is missing.
    """
    generator = torch.Generator().manual_seed(seed)
    return damage.apply(faces, "gaussian-noise", generator=generator, sigma=sigma)


def degrade_with_noises(faces: Tensor, seed: int) -> Damaged:
    """Add noise of its own level to each face of a batch, up to `MAX_SIGMA`.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        seed: of the levels and the noise.
    Returns:
        The noisy faces; nothing is missing.
    """
    generator = torch.Generator().manual_seed(seed)
    sigma = MAX_SIGMA * torch.rand(len(faces), generator=generator)
    return _add_noise(faces.cpu(), sigma, generator).to(faces.device)


def _add_noise(faces: Tensor, sigma: Tensor, generator: torch.Generator) -> Damaged:
    """Noise of (N,) levels; none is drawn for faces whose level is 0."""
    noisy = sigma > 0
    noise = torch.randn(int(noisy.sum()), *faces.shape[1:], generator=generator)
    degraded = faces.clone()
    degraded[noisy] = (faces[noisy] + sigma[noisy, None, None, None] * noise).clamp(0, 1)
    return Damaged(degraded, torch.zeros_like(faces[:, :1]), sigma)


def _holes(count: int, size: int, generator: torch.Generator) -> Tensor:
    """Masks of `count` faces, (count, 1, S, S)."""
    kind, extent, x, y = torch.rand(4, count, generator=generator)
    centred = kind >= _BLOCK
    side = (size * torch.where(centred, 0.3 + 0.4 * extent, 0.15 + 0.6 * extent)).round()
    left, top = ((size * torch.where(centred, 0.5, middle) - side / 2).round() for middle in (x, y))
    edges = torch.stack([left, top, left + side, top + side], 1)
    halves = (kind >= _CENTRE) & (kind < _HALF)
    edges[halves] = _half_edges(size)[torch.randint(4, (int(halves.sum()),), generator=generator)]
    mask = masks.rectangles(size, edges)
    for index in (kind >= _HALF).nonzero()[:, 0].tolist():
        area = 0.05 + 0.5 * float(extent[index]) ** 2
        mask[index] = masks.random_strokes(size, area, generator=generator)[0]
    return mask


def _half_edges(size: int) -> Tensor:
    """Edges of the left, right, upper and lower half, (4, 4) as for `masks.rectangles`."""
    short, long = size // 2, size - size // 2
    return torch.tensor(
        [[0, 0, short, size], [long, 0, size, size], [0, 0, size, short], [0, long, size, size]]
    ).float()


def _altered(face: Tensor, generator: torch.Generator) -> Damaged:
    kind, strength = torch.rand(2, generator=generator).tolist()
    if kind < 0.4:
        return damage.apply(face, "blur", generator=generator, sd=6 * strength)
    if kind < 0.75:
        return damage.apply(face, "pixelate", generator=generator, block=2 + int(15 * strength))
    return damage.apply(face, "jpeg", generator=generator, quality=2 + int(38 * strength))
