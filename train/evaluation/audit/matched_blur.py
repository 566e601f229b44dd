"""A blur that costs a face exactly as much as a restoration did: what loss of detail alone does to a reading."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae import metrics

WIDEST = 1.0
"""Largest standard deviation tried, as a fraction of the side: little more than a flat colour is left."""

STEPS = 12
"""Halvings of the interval; the last is finer than a hundredth of a pixel at 128."""


def matched_blur(faces: Tensor, target: Tensor, mask: Tensor) -> Tensor:
    """Blur each face, inside a mask, until its PSNR there has fallen to a target.

    Args:
        faces: (N, 3, S, S) RGB in [0, 1].
        target: (N,) dB. Where no blur falls so low, the widest is taken.
        mask: (N, 1, S, S); 1 = blurred.
    Returns:
        (N, 3, S, S) in [0, 1]; equal to the faces outside the mask.
    """
    low = torch.zeros(len(faces))
    high = torch.full_like(low, WIDEST * faces.shape[-1])
    spectrum, frequencies = _spectrum(faces)
    for _ in range(STEPS):
        middle = (low + high) / 2
        blurred = _through(spectrum, frequencies, middle, faces, mask)
        too_good = metrics.psnr(blurred, faces, mask) > target
        low, high = torch.where(too_good, middle, low), torch.where(too_good, high, middle)
    return _through(spectrum, frequencies, high, faces, mask)


def _spectrum(faces: Tensor) -> tuple[Tensor, Tensor]:
    """The spectrum of faces that are mirrored at their edges, and the squared frequency of each of its values."""
    side = faces.shape[-1]
    wide = torch.cat([faces, faces.flip(-1)], dim=-1)
    mirrored = torch.cat([wide, wide.flip(-2)], dim=-2)
    down, across = torch.fft.fftfreq(2 * side), torch.fft.rfftfreq(2 * side)
    return torch.fft.rfft2(mirrored), down[:, None].square() + across.square()


def _through(spectrum: Tensor, frequencies: Tensor, deviation: Tensor, faces: Tensor, mask: Tensor) -> Tensor:
    side = faces.shape[-1]
    passed = torch.exp(-2 * torch.pi**2 * deviation.square()[:, None, None, None] * frequencies)
    blurred = torch.fft.irfft2(spectrum * passed, s=(2 * side, 2 * side))[..., :side, :side]
    return torch.lerp(faces, blurred.clamp(0, 1), mask)
