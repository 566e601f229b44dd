"""Radial power spectra of faces: a blur lacks high frequencies, and a grid has a peak at its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from facevae.conventions import check_faces
from train.evaluation.harness.bootstrap import CONFIDENCE, DIGITS, RESAMPLES, SEED


def radial(faces: Tensor, mask: Tensor | None = None) -> Tensor:
    """Return the power of faces at each frequency, whatever its direction.

    Args:
        faces: (N, 3, S, S) RGB in [0, 1].
        mask: (1, 1, S, S); only the rectangle around what it marks is looked at. None looks at all of the faces.
    Returns:
        (N, F): the mean power at 1, 2 ... F waves over the shorter side, the last of 2 pixels each, so that F is half
        of that side; of the mean of the colours, less its own mean, faded out towards the edges by a Hann window.
    Raises:
        ValueError: another shape or range.
    """
    grey = check_faces(faces).mean(1)
    if mask is not None:
        rows, columns = (mask[0, 0].amax(axis).nonzero().flatten() for axis in (1, 0))
        grey = grey[:, int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]
    height, width = grey.shape[1:]
    side = min(height, width)
    down, across = (torch.hann_window(length, periodic=False) for length in (height, width))
    grey = (grey - grey.mean((1, 2), keepdim=True)) * down[:, None] * across
    power = torch.fft.fft2(grey).abs().square().flatten(1)
    waves = torch.fft.fftfreq(height, 1 / side)[:, None].hypot(torch.fft.fftfreq(width, 1 / side))
    ring = waves.round().long().flatten()
    sums = power.new_zeros(len(faces), int(ring.max()) + 1).index_add(1, ring, power)
    return (sums / ring.bincount())[:, 1 : side // 2 + 1]


def extremes(spectra: Tensor, others: Tensor) -> dict[str, Any]:
    """Describe where the mean spectrum of faces is lowest and highest, as a multiple of that of others.

    Args:
        spectra: (N, F), as ``radial`` returns them.
        others: (N, F), of as many other faces, or of the same ones as they truly are.
    Returns:
        least and most, each with ratio, low and high (95 % percentile bootstrap interval over the faces) and pixels,
        the length of the wave that it is found at; and n.
    Raises:
        ValueError: other shapes.
    """
    if spectra.ndim != 2 or spectra.shape != others.shape or not len(spectra):
        raise ValueError(f"The spectra have shapes {tuple(spectra.shape)} and {tuple(others.shape)}; expected (N, F).")
    own, theirs = spectra.double().numpy(), others.double().numpy()
    count = len(own)
    drawn = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), RESAMPLES).astype(np.float64)
    resampled, ratio = drawn @ own / (drawn @ theirs), own.sum(0) / theirs.sum(0)
    outside = 50 * (1 - CONFIDENCE)
    found: dict[str, Any] = {}
    for name, extreme, place in (("least", np.min, np.argmin), ("most", np.max, np.argmax)):
        low, high = np.percentile(extreme(resampled, axis=1), (outside, 100 - outside))
        figures = {"ratio": extreme(ratio), "low": low, "high": high}
        rounded = {key: round(float(value), DIGITS) for key, value in figures.items()}
        found[name] = {**rounded, "pixels": round(2 * len(ratio) / (1 + int(place(ratio))), 1)}
    return {**found, "n": count}
