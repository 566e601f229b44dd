"""Diversity of inpainting samples: their standard deviation inside holes of growing size."""

from __future__ import annotations

from typing import Any

import torch

from facevae import FaceVae, restore
from facevae.damage import masks
from facevae.restore.completions import diversity
from train.evaluation.harness.bootstrap import summarise
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures.inpainting import NINE

SIDES = (0.2, 0.4, 0.6, 0.8, 1.0)
"""Sides of a box in the middle, as fractions of the face's; the last leaves nothing to see."""

FEW = 30
"""Faces measured on, at most."""


def measure(model: FaceVae, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure the standard deviation between completions inside the hole, as the app shows it.

    Args:
        model: as `facevae.load` returns it, with a restorer.
        heldout: faces to cut holes into.
    Returns:
        side of the hole -> figures, out of 255.
    """
    return {f"{side:g}": _spread(model, heldout, side) for side in SIDES}


def _spread(model: FaceVae, heldout: HeldoutFaces, side: float) -> dict[str, Any]:
    mask = masks.centre_box(model.image_size, side)
    spreads = []
    for first, clean in heldout.batches(f"Diversity, box of {side:g}", FEW):
        for number, face in enumerate(clean.split(1), start=first):
            generator = torch.Generator().manual_seed(number)
            found = restore.complete(model, face * (1 - mask), mask, NINE, generator)
            spreads.append(255 * float(diversity(found, mask)))
    return summarise(spreads)
