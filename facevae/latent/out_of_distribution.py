"""Out-of-distribution pictures: perturbed faces, and pictures without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import photos
from facevae.conventions import check_faces

CAT = Path(__file__).with_name("cat.webp")

SHIFT = 0.25
"""Share of the width by which a badly cropped face is off."""


@dataclass(frozen=True)
class Perturbation:
    """One way to spoil a face without damaging a pixel.

    Attributes:
        label: what it is called on the screen.
        spoil: takes faces (N, 3, S, S), returns as many.
    """

    label: str
    apply: Callable[[Tensor], Tensor]


def badly_cropped(faces: Tensor) -> Tensor:
    """Move faces to the right by ``SHIFT``; what comes in from the left is their mirror image.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
    Returns:
        (N, 3, S, S).
    Raises:
        ValueError: another shape or range.
    """
    side = check_faces(faces).shape[-1]
    return F.pad(faces, (round(SHIFT * side), 0, 0, 0), mode="reflect")[..., :side]


def turned(faces: Tensor) -> Tensor:
    """Turn faces by 90 degrees, anticlockwise; Args, Returns, Raises: as for `badly_cropped`."""
    return check_faces(faces).rot90(1, (2, 3))


def upside_down(faces: Tensor) -> Tensor:
    """Turn faces by 180 degrees; Args, Returns, Raises: as for `badly_cropped`."""
    return check_faces(faces).rot90(2, (2, 3))


PERTURBATIONS = {
    "cropped": Perturbation("Badly cropped", badly_cropped),
    "turned": Perturbation("Lying on its side", turned),
    "upside-down": Perturbation("Upside down", upside_down),
}
"""Every way, by name."""


def cat(size: int) -> Tensor:
    """Return the face of a cat, (1, 3, size, size) in [0, 1]; its credit is in LICENSES.md beside it."""
    return photos.to_faces(photos.open(CAT), size)


def grey(size: int) -> Tensor:
    """Return a picture with nothing on it, (1, 3, size, size)."""
    return torch.full((1, 3, size, size), 0.5)


NOT_FACES: dict[str, tuple[str, Callable[[int], Tensor]]] = {
    "cat": ("A cat", cat),
    "grey": ("A plain grey square", grey),
}
"""Pictures without a face: label, and what makes them at a size."""
