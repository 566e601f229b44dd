"""Whether a face that was drawn is still the same person's."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import torch
from torch import Tensor

from train.data.examples import to_float
from train.evaluation.harness.bootstrap import share, summarise_median
from train.evaluation.harness.heldout_faces import BATCH, HeldoutFaces
from train.evaluation.harness.subject import Subject
from train.evaluation.measures.drawn_faces import USES
from train.evaluation.methods.identity import THRESHOLD

MEASURED = ("decoded", "denoised-25", "denoised-50", "denoised-75", "denoised-100", "eyes", "eyes-plausible")
"""Uses measured."""

MOST = 300
"""Faces drawn, the first ones."""

STRANGERS = "strangers"
"""Key of what the nearest other photo gets."""


def measure(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure how far drawn faces are from their photos, in numbers that tell people apart.

    Args:
        subject: a flagship with a restorer and a detail stage, and the recogniser.
        heldout: the faces; all of them are there to be taken for the right one.
    Returns:
        use -> style -> distance, its median; same, the share that is near enough to be the same person; and found, the
        share whose nearest photo of all is the right one. ``STRANGERS`` has the first two of each photo and the nearest
        other one. And photos, how many there are.
    """
    embed = subject.recogniser.embed
    photos = torch.cat([embed(to_float(some)) for some in heldout.faces.split(BATCH)])
    found: dict[str, Any] = {"photos": len(photos)}
    if len(photos) > 1:
        apart = _apart(photos[:MOST], photos).fill_diagonal_(torch.inf)
        found[STRANGERS] = _described(apart.amin(1))
    for name in MEASURED:
        drawn: dict[str, list[Tensor]] = defaultdict(list)
        for batch in USES[name].batches(subject.model, heldout, MOST):
            for style, faces in batch.styles.items():
                drawn[style].append(embed(faces))
        found[name] = {style: _recognised(torch.cat(own), photos) for style, own in drawn.items()}
    return found


def _recognised(drawn: Tensor, photos: Tensor) -> dict[str, Any]:
    distances = _apart(drawn, photos)
    own = distances.diagonal()
    return {**_described(own), "found": share((distances.amin(1) == own).numpy())}


def _apart(drawn: Tensor, photos: Tensor) -> Tensor:
    # A matrix product would be quicker and lose the small distances.
    return torch.cdist(drawn, photos, compute_mode="donot_use_mm_for_euclid_dist")


def _described(distances: Tensor) -> dict[str, Any]:
    return {"distance": summarise_median(distances.numpy()), "same": share((distances < THRESHOLD).numpy())}
