"""Ridges in place and direction over a whole photo: how much each place looks like a piece of a thin line."""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

ANGLES = 16

PROBES = ((0.5, 2.0), (0.8, 3.0), (1.3, 4.5))
"""For lines of three widths, in pixels: standard deviation of the blur, and how far the two sides are from the line."""

_FAINT = 0.02
"""Height at which a ridge counts half on a plain ground; none counts more than one, or a glint would outweigh a long
faint line."""

_AROUND = 41
"""Side of the square whose mean ridge is added to `_FAINT`, in pixels: among many lines one has to stand out."""

_DOUBLINGS = 5
"""Ridges are averaged over 2 to the power of this many pixels along the line."""


def evidence(grey: np.ndarray) -> np.ndarray:
    """Say how much each place and direction looks like a piece of a line.

    Args:
        grey: (H, W) float32 in [0, 1].
    Returns:
        (`ANGLES`, H, W) float32 in [-1, 1]: above 0 for lines brighter than both their sides, below for darker ones.
        Direction k runs along (cos, sin) of k / `ANGLES` of half a turn, x to the right and y down.
    Source: orientation scores, Duits et al. 2007; rods by doubling, Brandt and Dym 1999, "Fast calculation of multiple
        line integrals".
    """
    probes = [(_blur(grey, sd), _blur(grey, 1.2 * sd), distance) for sd, distance in PROBES]
    found = np.empty((ANGLES, *grey.shape), np.float32)
    for k in range(ANGLES):
        along = direction(k)
        best = np.zeros_like(grey)
        for centre, aside, distance in probes:
            ridge = _ridge(centre, aside, -distance * along[1], distance * along[0])
            np.copyto(best, ridge, where=np.abs(ridge) > np.abs(best))
        size = np.abs(best)
        found[k] = _averaged(best / (size + ndimage.uniform_filter(size, _AROUND, mode="nearest") + _FAINT), along)
    return found


def direction(k: int) -> tuple[float, float]:
    """Return (x, y) of length 1 along direction k."""
    return math.cos(math.pi * k / ANGLES), math.sin(math.pi * k / ANGLES)


def _blur(grey: np.ndarray, sd: float) -> np.ndarray:
    return ndimage.gaussian_filter(grey, sd, mode="nearest", truncate=3)


def _ridge(centre: np.ndarray, aside: np.ndarray, x: float, y: float) -> np.ndarray:
    """Height above the higher side, or below the lower one; 0 between them, so that an edge is no ridge."""
    x, y = round(x), round(y)
    one, other = centre - _shifted(aside, x, y), centre - _shifted(aside, -x, -y)
    return np.minimum(one, other).clip(min=0) + np.maximum(one, other).clip(max=0)


def _averaged(plane: np.ndarray, along: tuple[float, float]) -> np.ndarray:
    """Average over a rod centred at each place."""
    length = 1
    for _ in range(_DOUBLINGS):
        plane = plane + _shifted(plane, round(length * along[0]), round(length * along[1]))
        length *= 2
    back = -(length - 1) / 2
    return _shifted(plane, round(back * along[0]), round(back * along[1])) / length


def _shifted(plane: np.ndarray, x: int, y: int) -> np.ndarray:
    """Return what stands x to the right and y down of each place; beyond the edges the edges go on."""
    height, width = plane.shape
    padded = np.pad(plane, ((max(-y, 0), max(y, 0)), (max(-x, 0), max(x, 0))), mode="edge")
    top, left = max(y, 0), max(x, 0)
    return padded[top : top + height, left : left + width]
