"""Attribute measurements on faces, for directions and their side effects.

Age, gender and ethnicity are read by the attributes network, in the words of its training labels. The others are plain
measurements of pixels where the aligned faces have their cheeks, mouth and nose: crude, but they need no labels,
and averaged over thousands of faces they are enough to find a direction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.color import brightness
from facevae.conventions import check_faces
from facevae.models.attributes import ETHNICITIES, GENDERS, AttributeNet, Attributes

_LEFT_CHEEK, _RIGHT_CHEEK = (0.20, 0.45, 0.36, 0.62), (0.64, 0.45, 0.80, 0.62)
_MOUTH = (0.40, 0.66, 0.60, 0.74)
_BRIDGE = (0.45, 0.24, 0.55, 0.36)
_SIDES = ((0.0, 0.0, 0.08, 0.3), (0.92, 0.0, 1.0, 0.3))
_MOUTH_FOLLOWS_SKIN = 0.6
"""How much lighter mouths are where the skin is lighter, over training faces; the rest is teeth."""

_PERCENT, _LEVELS = 100.0, 255.0


@dataclass(frozen=True)
class Measurement:
    """Something measured on faces.

    Attributes:
        name: its key in `MEASUREMENTS`.
        label: what the screen calls it.
        low, high: what it is to have little and much of it.
        unit: of the measurement.
        slider: whether it may have a direction of its own. Ethnicities may not: they are measured only to show
            when another slider changes them.
        measure: (faces (N, 3, S, S), their luma (N, S, S), what the network reads) -> (N,).
    """

    name: str
    label: str
    low: str
    high: str
    unit: str
    slider: bool
    measure: Callable[[Tensor, Tensor, Attributes], Tensor]


def measure(faces: Tensor, attribute_net: AttributeNet) -> Tensor:
    """Measure every trait.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        attribute_net: reads age, gender and ethnicity.
    Returns:
        (N, T), a column for each of `MEASUREMENTS`, in its unit.
    Raises:
        ValueError: another shape or range.
    """
    luma = brightness(check_faces(faces))[:, 0]
    read = attribute_net.predict(faces)
    return torch.stack([measurement.measure(faces, luma, read) for measurement in MEASUREMENTS.values()], dim=1)


def _box(luma: Tensor, box: tuple[float, float, float, float]) -> Tensor:
    side = luma.shape[-1]
    left, top, right, bottom = (round(edge * side) for edge in box)
    return luma[:, top:bottom, left:right]


def _level(luma: Tensor, box: tuple[float, float, float, float]) -> Tensor:
    return _LEVELS * _box(luma, box).mean((1, 2))


def _skin(luma: Tensor) -> Tensor:
    return (_level(luma, _LEFT_CHEEK) + _level(luma, _RIGHT_CHEEK)) / 2


def _bridge(luma: Tensor) -> Tensor:
    return _LEVELS * _box(luma, _BRIDGE).diff(dim=1).abs().mean((1, 2))


def _ethnicity(index: int) -> Measurement:
    name = ETHNICITIES[index]

    def measure(faces: Tensor, luma: Tensor, read: Attributes) -> Tensor:
        return _PERCENT * read.ethnicity[:, index]

    return Measurement(name.lower(), f"Labelled {name}", "less likely", "more likely", "points", False, measure)


_FEMALE = GENDERS.index("female")

MEASUREMENTS: dict[str, Measurement] = {
    measurement.name: measurement
    for measurement in (
        Measurement("age", "Age", "younger", "older", "years", True, lambda faces, luma, read: read.age),
        Measurement(
            "gender",
            "Gender, as labelled",
            "masculine",
            "feminine",
            "points",
            True,
            lambda faces, luma, read: _PERCENT * read.gender[:, _FEMALE],
        ),
        Measurement(
            "smile",
            "Smile",
            "lips closed",
            "teeth showing",
            "levels",
            True,
            lambda faces, luma, read: _level(luma, _MOUTH) - _MOUTH_FOLLOWS_SKIN * _skin(luma),
        ),
        Measurement("glasses", "Glasses", "none", "glasses", "levels", True, lambda faces, luma, read: _bridge(luma)),
        Measurement("skin", "Skin tone", "darker", "lighter", "levels", True, lambda faces, luma, read: _skin(luma)),
        Measurement(
            "light",
            "Where the light comes from",
            "from the right",
            "from the left",
            "levels",
            True,
            lambda faces, luma, read: _level(luma, _LEFT_CHEEK) - _level(luma, _RIGHT_CHEEK),
        ),
        Measurement(
            "background",
            "Background",
            "dark",
            "light",
            "levels",
            True,
            lambda faces, luma, read: torch.stack([_level(luma, side) for side in _SIDES]).mean(0),
        ),
        *(_ethnicity(index) for index in range(len(ETHNICITIES))),
    )
}
"""Everything that is measured, those with a slider first."""
