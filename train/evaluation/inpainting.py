"""How well holes are filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from facevae import FaceVae, masks, restore
from train.evaluation.faces import Unseen
from train.evaluation.scores import Tally


@dataclass(frozen=True)
class Hole:
    """A shape of hole: ``label`` in words, ``make(size, number)`` -> (1, 1, S, S) mask for the face of that number."""

    label: str
    make: Callable[[int, int], Tensor]


def _strokes(size: int, number: int) -> Tensor:
    return masks.random_strokes(size, 0.25, generator=torch.Generator().manual_seed(number))


HOLES: dict[str, Hole] = {
    "centre-box": Hole("Centre box, half the side", lambda size, number: masks.centre_box(size)),
    "left-half": Hole("Left half", lambda size, number: masks.half(size)),
    "strokes": Hole("Random strokes, 25 % of the face", _strokes),
}


def measure(model: FaceVae, unseen: Unseen, hole: str) -> dict[str, Any]:
    """Measure filling one shape of hole with the mean face and with the model.

    Args:
        model: as `facevae.load` returns it; without a restorer only the mean face is measured.
        unseen: faces to cut the hole into.
        hole: a key of ``HOLES``.
    Returns:
        method -> "inside" (the hole) and "whole" (the face) -> metric -> figures.
    """
    methods = ("mean-face",) if model.restorer is None else ("mean-face", "vae")
    tallies = {(method, part): Tally() for method in methods for part in ("inside", "whole")}
    mean, _ = unseen.mean_face(model)
    for first, clean in unseen.batches(f"Inpainting, {hole}"):
        mask = torch.cat([HOLES[hole].make(model.image_size, first + number) for number in range(len(clean))])
        known = clean * (1 - mask)
        filled = {"mean-face": known + mean * mask}
        if "vae" in methods:
            filled["vae"] = restore.inpaint(model, known, mask)[:, 0]
        for method, picture in filled.items():
            tallies[method, "inside"].add(picture, clean, mask)
            tallies[method, "whole"].add(picture, clean)
    return {method: {part: tallies[method, part].summary() for part in ("inside", "whole")} for method in methods}
