"""Frechet distances of what is drawn to real faces, to the very faces that it is of and to others."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from train.data.examples import to_float
from train.evaluation.harness.bootstrap import DIGITS
from train.evaluation.harness.heldout_faces import BATCH, HeldoutFaces
from train.evaluation.methods import frechet
from train.evaluation.methods.pretrained import Judge

PARTS = ("face", "strip")
"""What is compared: all of a face, and the strip around its eyes, seen closer."""

STRIP = (8 / 128, 72 / 128)
"""First row of the strip, and the one after its last, as fractions of the side."""


class RealFaces:
    """Features of test faces and of other real faces, each computed when it is first needed.

    Args:
        judge: the network that describes them.
        heldout: the test faces; its validation faces, which no weights were fitted to either, are the others. With
            fewer than two of them there are none.
    """

    def __init__(self, judge: Judge, heldout: HeldoutFaces) -> None:
        self.judge = judge
        self.pixels = {"same": heldout.faces}
        if heldout.val is not None and len(heldout.val) > 1:
            self.pixels["others"] = heldout.val.faces
        self._known: dict[tuple[str, str], Tensor] = {}

    def embed(self, faces: Tensor, part: str) -> Tensor:
        """Describe one of ``PARTS`` of (N, 3, S, S) faces in [0, 1] by vectors, (N, F)."""
        if part == "face":
            return self.judge.embed(faces)
        return self.judge.embed_strip(faces, *(round(row * faces.shape[-1]) for row in STRIP))

    def compare(self, drawn: dict[str, Tensor], part: str) -> dict[str, Any]:
        """Return how far drawn faces are from real ones.

        Args:
            drawn: style -> features of what was drawn of the first test faces, (N, F), N at least 2.
            part: one of ``PARTS``, which they describe.
        Returns:
            faces, how many are on either side of each comparison: N, or as many as there are others; style -> Frechet
            distance to the "same" faces, and to "others" where there are any; and then floor, of the same to the
            others: what is above that sets drawn faces apart from real ones. No intervals: resampled faces come twice,
            and that alone makes a distance larger.
        """
        count = min([len(next(iter(drawn.values()))), *map(len, self.pixels.values())])
        real = {whose: self._features(whose, part, count) for whose in self.pixels}
        found: dict[str, Any] = {"faces": count}
        for style, features in drawn.items():
            found[style] = {whose: _distance(features[:count], theirs) for whose, theirs in real.items()}
        if "others" in real:
            found["floor"] = _distance(real["same"], real["others"])
        return found

    def _features(self, whose: str, part: str, count: int) -> Tensor:
        known = self._known.get((whose, part), torch.empty(0))
        missing = self.pixels[whose][len(known) : count]
        if len(missing):
            added = [self.embed(to_float(some), part) for some in missing.split(BATCH)]
            known = self._known[whose, part] = torch.cat([known, *added] if len(known) else added)
        return known[:count]


def _distance(one: Tensor, other: Tensor) -> float:
    return round(frechet.distance(one, other), DIGITS)
