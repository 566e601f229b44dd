"""PSNR and SSIM of many faces, gathered batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor

from facevae import metrics
from train.evaluation.harness.bootstrap import summarise

METRICS = ("psnr", "ssim")

ABOVE = "above"
"""Key, beside a method's metrics, of how much higher it scores than others on the same faces."""

MAX_PSNR = 100.0
"""What a face restored perfectly counts; at infinity it alone would decide the mean."""


class Tally:
    """The scores of one method, face by face."""

    def __init__(self) -> None:
        self.values: dict[str, list[float]] = {name: [] for name in METRICS}

    def add(self, restored: Tensor, clean: Tensor, mask: Tensor | None = None) -> None:
        """Score a batch.

        Args:
            restored: (N, 3, S, S) float32 RGB in [0, 1].
            clean: the same shape and range.
            mask: (N, 1, S, S); only what it marks is compared. None compares everything.
        """
        self.values["psnr"] += metrics.psnr(restored, clean, mask).clamp(max=MAX_PSNR).tolist()
        self.values["ssim"] += metrics.ssim(restored, clean, mask).tolist()

    def mean(self, metric: str) -> float:
        """Return the mean of one of ``METRICS`` over the faces so far, as ``summary`` has it."""
        return torch.tensor(self.values[metric], dtype=torch.float64).nanmean().item()

    def summary(self) -> dict[str, dict[str, Any]]:
        """Describe each metric over the faces, as ``bootstrap.summarise`` does."""
        return {name: summarise(values) for name, values in self.values.items()}

    def above(self, other: Tally) -> dict[str, dict[str, Any]]:
        """Describe by how much this method scores higher than another, face by face.

        Faces differ far more than methods do, so these intervals are much narrower than those of the two means.

        Args:
            other: of the same faces in the same order; where one of them has fewer, these are compared.
        Returns:
            metric -> figures as ``bootstrap.summarise`` makes them; below 0 where the other is better.
        """
        pairs = {name: zip(values, other.values[name], strict=False) for name, values in self.values.items()}
        return {name: summarise([own - its for own, its in both]) for name, both in pairs.items()}


def compare(tallies: Mapping[str, Tally], pairs: Mapping[str, Iterable[str]]) -> dict[str, dict[str, Any]]:
    """Describe methods, and by how much some of them score higher than others.

    Args:
        tallies: method -> its scores, on the same faces in the same order.
        pairs: method -> others to compare it with; those without scores are left out.
    Returns:
        method -> metric -> figures; where there is a pair, also ``ABOVE`` -> other -> metric -> figures.
    """
    found: dict[str, dict[str, Any]] = {name: tally.summary() for name, tally in tallies.items()}
    for name, others in pairs.items():
        present = [other for other in others if other in tallies]
        if name in tallies and present:
            found[name][ABOVE] = {other: tallies[name].above(tallies[other]) for other in present}
    return found
