"""PSNR and SSIM of every inpainter, inside the hole and over the face."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import torch
from torch import Tensor

from facevae import FaceVae, restore
from facevae.damage import masks
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.scores import Tally, compare


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

PARTS = ("inside", "whole")
"""What is scored: the hole alone, and the face with it."""

MOST = 120
"""Faces that ways are measured on, the first ones; see ``denoising.MOST``."""

FEWER = {"biharmonic": 20}
"""Slow way -> on how many."""

COMPLETED = 60
"""Faces that are completed nine times."""

NINE = 9
"""Completions of a face."""

MEAN_COMPLETION, ONE_COMPLETION, BEST_COMPLETION = "vae-mean-of-9", "vae-one-of-9", "vae-best-of-9"
"""Their weighted mean; one of them, on average; and, chosen with the clean face at hand, the best by each metric."""

PAIRS = {MEAN_COMPLETION: ("eigenfaces",), BEST_COMPLETION: (ONE_COMPLETION, MEAN_COMPLETION)}
"""Method -> those that it is compared with face by face."""

_Tallies = dict[str, dict[str, Tally]]


def measure(model: FaceVae, heldout: HeldoutFaces, hole: str) -> dict[str, Any]:
    """Measure every way to fill one shape of hole.

    Args:
        model: as `facevae.load` returns it; ways that need a part it has not got are left out.
        heldout: faces to cut the hole into.
        hole: a key of ``HOLES``.
    Returns:
        method -> one of ``PARTS`` -> metric -> figures.
    """
    mean, _ = heldout.mean_face(model)
    tallies: _Tallies = {part: defaultdict(Tally) for part in PARTS}
    for first, clean in heldout.batches(f"Inpainting, {hole}", MOST):
        known, mask = cut(clean, hole, first)
        for name in methods(model):
            count = max(0, FEWER.get(name, MOST) - first)
            if count:
                filled = _fill(model, name, known[:count], mask[:count], mean)
                for part in PARTS:
                    tallies[part][name].add(filled, clean[:count], mask[:count] if part == "inside" else None)
        if model.restorer is not None and first < COMPLETED:
            _complete(model, known, mask, clean, first, tallies)
    found = {part: compare(tallies[part], PAIRS) for part in PARTS}
    return {name: {part: found[part][name] for part in PARTS} for name in found["whole"]}


def methods(model: FaceVae) -> list[str]:
    """Return the keys of ``restore.INPAINTERS`` that a model can run, and "mean-face", for which faces suffice."""
    return [name for name, method in restore.INPAINTERS.items() if name == "mean-face" or method.runs_on(model)]


def cut(faces: Tensor, hole: str, first: int) -> tuple[Tensor, Tensor]:
    """Cut a hole into faces.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        hole: a key of ``HOLES``.
        first: number of the first face.
    Returns:
        The faces with zeros in the hole, and the mask, (N, 1, S, S).
    """
    numbers = range(first, first + len(faces))
    mask = torch.cat([HOLES[hole].make(faces.shape[-1], number) for number in numbers])
    return faces * (1 - mask), mask


def _fill(model: FaceVae, name: str, known: Tensor, mask: Tensor, mean: Tensor) -> Tensor:
    if name == "mean-face":
        return known + mean * mask
    return restore.inpaint(model, known, mask, method=name)[:, 0]


def _complete(model: FaceVae, known: Tensor, mask: Tensor, clean: Tensor, first: int, tallies: _Tallies) -> None:
    """Score nine completions of each face, which depend on its number and not on its batch."""
    faces = zip(known.split(1), mask.split(1), clean.split(1), strict=True)
    for number, (seen, missing, truth) in enumerate(faces, start=first):
        nine = restore.complete(model, seen, missing, NINE, torch.Generator().manual_seed(number))
        for part in PARTS:
            where = missing if part == "inside" else None
            tallies[part][MEAN_COMPLETION].add(nine.mean, truth, where)
            each = Tally()
            each.add(nine.faces[0], truth.expand(NINE, -1, -1, -1), where)
            for metric, values in each.values.items():
                tallies[part][ONE_COMPLETION].values[metric].append(fmean(values))
                tallies[part][BEST_COMPLETION].values[metric].append(max(values))
