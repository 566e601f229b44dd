"""One number a pixel, shown as a colour."""

from __future__ import annotations

import torch
from matplotlib import colormaps
from matplotlib.colors import to_hex
from torch import Tensor

COLOURS = "inferno"
"""From black through red to pale yellow: equal steps of a number are equal steps to the eye, in grey print as well."""


def heatmap(values: Tensor, top: float) -> Tensor:
    """Draw values as colours.

    Args:
        values: (N, 1, S, S), 0 or above.
        top: the value, above 0, that gets the last colour; so does what lies above it.
    Returns:
        (N, 3, S, S) float32 RGB in [0, 1]: a batch of pictures like faces are.
    Raises:
        ValueError: another shape, values that are negative or not finite, or no `top` above 0.
    Source: the colours of Smith and van der Walt 2015, as Matplotlib has them.
    """
    if values.ndim != 4 or values.shape[1] != 1 or values.shape[2] != values.shape[3]:
        raise ValueError(f"values has shape {tuple(values.shape)}; expected (N, 1, S, S).")
    if not torch.isfinite(values).all() or (values < 0).any():
        raise ValueError("values holds some that are negative or not finite; give numbers from 0.")
    if not top > 0:
        raise ValueError(f"top is {top}; give a value above 0.")
    shares = (values[:, 0] / top).clamp(0, 1)
    colours = colormaps[COLOURS](shares.numpy(force=True))[..., :3]
    return torch.from_numpy(colours).permute(0, 3, 1, 2).to(values.device, torch.float32).contiguous()


def legend(count: int = 9) -> list[str]:
    """Return colours from 0 to `top` in equal steps, as "#rrggbb", for a scale beside the picture.

    Args:
        count: how many, at least 2.
    Raises:
        ValueError: fewer.
    """
    if count < 2:
        raise ValueError(f"count is {count}; give at least 2.")
    return [to_hex(colormaps[COLOURS](index / (count - 1))) for index in range(count)]
