"""The colour of skin in CIELAB, where aligned faces have their cheeks."""

from __future__ import annotations

import numpy as np
import torch
from skimage.color import deltaE_ciede2000, rgb2lab
from torch import Tensor

CHEEKS = ((0.20, 0.45, 0.36, 0.62), (0.64, 0.45, 0.80, 0.62))
"""Left, top, right and bottom, as fractions of the side."""

UNDER_EYES = ((0.22, 0.375, 0.38, 0.435), (0.62, 0.375, 0.78, 0.435))
"""The upper ends of the cheeks, which lie inside the hole over the eyes."""


def colour(faces: Tensor, boxes: tuple[tuple[float, float, float, float], ...]) -> np.ndarray:
    """Return the mean colour of faces, (N, 3, S, S) sRGB in [0, 1], in boxes: (N, 3) of CIELAB, D65.

    L* is 0 to 100, a* and b* about -100 to 100.
    """
    side = faces.shape[-1]
    lab = rgb2lab(faces.movedim(1, -1).numpy(force=True))
    pieces = []
    for box in boxes:
        left, top, right, bottom = (round(edge * side) for edge in box)
        pieces.append(lab[:, top:bottom, left:right].reshape(len(lab), -1, 3))
    return np.concatenate(pieces, axis=1).mean(1)


def difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """CIEDE2000 of two sets of colours, (N, 3) of CIELAB: (N,), about 1 where one can just see it."""
    return deltaE_ciede2000(one, other)


def tone(lab: np.ndarray) -> np.ndarray:
    """The individual typology angle of colours, (N, 3) of CIELAB: (N,) degrees, larger for lighter skin.

    Only its change says something: of a photo whose light is not known it measures the light.
    Source: Chardon, Cretois and Hourseau 1991.
    """
    return np.degrees(np.arctan2(lab[:, 0] - 50, lab[:, 2]))


def hue(lab: np.ndarray) -> np.ndarray:
    """The hue of colours, (N, 3) of CIELAB: (N,) degrees, 0 is red and 90 yellow."""
    return np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))


def light(faces: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean lightness of faces, (N, 3, S, S), and its standard deviation over each, (N,) of L* both."""
    lightness = torch.from_numpy(rgb2lab(faces.movedim(1, -1).numpy(force=True))[..., 0]).flatten(1)
    return lightness.mean(1).numpy(), lightness.std(1).numpy()
