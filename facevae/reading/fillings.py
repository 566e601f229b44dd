"""What stands where a part of a face is hidden: a grey bar, the linear model's filling, or the VAE's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_faces
from facevae.damage import Damaged, masks
from facevae.model import FaceVae
from facevae.reading.patches import cover
from facevae.restore import add_detail, complete, inpaint

HOLES: dict[str, Callable[[int], Tensor]] = {"eyes": masks.eyes, "left-half": masks.half}
"""Part of a face that can be hidden -> its mask at a size. Those are the holes of the audit, too."""

FILLS = ("restorer", "eigenfaces")
"""The parts of a model without which there is nothing to compare."""


def can_fill(model: FaceVae) -> bool:
    """Tell whether a model has all that this module needs."""
    return all(getattr(model, part) is not None for part in FILLS)


def bar_and_linear(model: FaceVae, face: Tensor, hole: str) -> tuple[Tensor, Tensor]:
    """Hide a part of one face, and let the linear model fill it.

    Args:
        model: as `facevae.load` returns it, with eigenfaces.
        face: (1, 3, S, S) RGB in [0, 1].
        hole: a key of `HOLES`.
    Returns:
        Two (1, 3, S, S): with a grey bar, and with the likeliest filling of the best linear method.
    Raises:
        ValueError: another shape or range, an unknown hole, or the model has no eigenfaces.
    """
    mask = _mask(face, hole)
    hidden = cover(model, face, mask, "grey")
    with torch.inference_mode():
        return hidden, inpaint(model, hidden, mask, method="eigenfaces")[:, 0]


@dataclass(frozen=True)
class Fillings:
    """What the VAE puts into a hole.

    Attributes:
        faces: (K, 3, S, S) RGB in [0, 1], the likeliest first; (0, 3, S, S) as long as there are none.
        step: what is done next: "filling", "details" where those that are there are faithful and shall be real, or ""
            at the end.
    """

    faces: Tensor
    step: str


def fill(model: FaceVae, face: Tensor, hole: str, count: int, style: str, seed: int) -> Iterator[Fillings]:
    """Let the VAE fill a hole in one face, and tell of each step.

    Args:
        model: as `facevae.load` returns it, with a restorer; with a detail stage for the style "real".
        face: (1, 3, S, S) RGB in [0, 1]; what is hidden is not looked at.
        hole: a key of `HOLES`.
        count: K; 1 is the most plausible filling.
        style: "faithful" or "real".
        seed: of what is drawn by chance.
    Yields:
        Before each step what there is; at last the filled faces.
    Raises:
        ValueError: shapes, ranges, an unknown hole, or what the model does not have.
    """
    mask = _mask(face, hole)
    model.check_style(style)
    hidden = cover(model, face, mask, "grey")
    chance = torch.Generator().manual_seed(seed)
    yield Fillings(face[:0], "filling")
    with torch.inference_mode():
        found = complete(model, hidden, mask, count, chance)
    if style == "real":
        yield Fillings(found.faces[0], "details")
        with torch.inference_mode():
            # The seed begins anew here: the most plausible filling has the same details alone and as the first of nine.
            found = add_detail(model, found, Damaged(hidden, mask), torch.Generator().manual_seed(seed))
    yield Fillings(found.faces[0], "")


def _mask(face: Tensor, hole: str) -> Tensor:
    check_faces(face)
    check_choice(hole, HOLES, "hole")
    return HOLES[hole](face.shape[-1])
