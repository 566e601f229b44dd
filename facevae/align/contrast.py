"""Local contrast stretch: faces in the dark, in fog and against the light."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

DULL = 0.6
"""Distance between a photo's dark and light below which it has few tones."""

_FLAT = 0.1
"""Least distance between dark and light that is stretched to all; what has less is no picture, and would be noise."""

_CELLS = 6
"""Cells, across and down, in which a square photo's dark and light are looked up; as large in one of another shape."""

_DARK, _LIGHT = 0.01, 0.99
"""Shares of the pixels that are darker than what counts as dark, and than what counts as light."""

_SAMPLES = 32
"""Pixels of a cell, across and down, among which these are told."""

_MOST_SAMPLES = 80
"""Of a whole picture, in the longer direction."""


def has_few_tones(picture: Tensor) -> bool:
    """Tell whether a picture, (1, 3, H, W) in [0, 1], has little contrast as a whole, as one taken in the dark."""
    low, high = _range(picture)
    return high - low <= DULL


def stretch_if_dull(picture: Tensor) -> Tensor:
    """Stretch the tones of a picture, (N, 3, H, W) in [0, 1], from its dark to its light, if it has few."""
    low, high = _range(picture)
    return picture if high - low > DULL else ((picture - low) / max(high - low, _FLAT)).clamp(0, 1)


def _range(picture: Tensor) -> tuple[float, float]:
    step = max(1, max(picture.shape[-2:]) // _MOST_SAMPLES)
    dark, light = torch.quantile(picture[..., ::step, ::step], picture.new_tensor([_DARK, _LIGHT])).tolist()
    return dark, light


def stretch_locally(picture: Tensor) -> Tensor:
    """Stretch the contrast of each part of a picture by itself.

    A face that is a small part of a photo has its own light, which the darkest and lightest places of the photo say
    nothing about.

    Args:
        picture: (1, 3, H, W) in [0, 1].
    Returns:
        (1, 3, H, W) in [0, 1]: around each place dark is 0 and light is 1; where there is hardly any contrast, less.
    Source: contrast by the neighbourhood's own range, as Pizer et al. 1987, "Adaptive histogram equalization and its
    variations", with a straight line in place of the histogram.
    """
    side = math.sqrt(picture.shape[-1] * picture.shape[-2]) / _CELLS
    rows, columns = (max(1, round(length / side)) for length in picture.shape[-2:])
    samples = F.interpolate(picture, (rows * _SAMPLES, columns * _SAMPLES), mode="nearest")
    cells = samples.view(3, rows, _SAMPLES, columns, _SAMPLES).permute(1, 3, 0, 2, 4).flatten(2)
    low, high = torch.quantile(cells, picture.new_tensor([_DARK, _LIGHT]), dim=2)
    # A face may lie across the edges of cells, so that each also counts its neighbours.
    low = -F.max_pool2d(-low[None, None], 3, 1, 1)
    high = F.max_pool2d(high[None, None], 3, 1, 1)
    low, high = (F.interpolate(edge, picture.shape[-2:], mode="bilinear") for edge in (low, high))
    return ((picture - low) / (high - low).clamp(min=_FLAT)).clamp(0, 1)
