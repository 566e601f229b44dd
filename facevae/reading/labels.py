"""Which labels a network gives to one face or to several pictures of it, and by how much it prefers them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from facevae.models.attributes import ETHNICITIES, GENDERS, Attributes

SUREST = 1e-4
"""Probabilities nearer to 0 or 1 than this are taken for this near: a network is never surer than its softmax."""


@dataclass(frozen=True)
class LabelReading:
    """How some pictures are read, one kind of label at a time.

    Attributes:
        names: of the L labels.
        shares: their mean probabilities over the pictures, adding up to 1.
        counts: of how many pictures each label is the most probable one.
    """

    names: tuple[str, ...]
    shares: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def pictures(self) -> int:
        """How many were read."""
        return sum(self.counts)

    @property
    def likeliest(self) -> int:
        """Which label most pictures are read as; of labels that tie, the one with the greater mean probability."""
        return max(range(len(self.names)), key=lambda index: (self.counts[index], self.shares[index]))

    @property
    def margin(self) -> float:
        """By how much the mean probability of the greatest label exceeds that of the second, 0 to 1."""
        first, second = sorted(self.shares, reverse=True)[:2]
        return first - second


def label_reading(names: Sequence[str], probabilities: Tensor) -> LabelReading:
    """Sum up what pictures are read as.

    Args:
        names: of L labels.
        probabilities: (K, L), one row a picture, each adding up to 1.
    Raises:
        ValueError: another shape.
    """
    if probabilities.ndim != 2 or not len(probabilities) or probabilities.shape[1] != len(names):
        raise ValueError(f"probabilities are {tuple(probabilities.shape)}; give (K, {len(names)}), K at least 1.")
    counts = probabilities.argmax(1).bincount(minlength=len(names))
    return LabelReading(tuple(names), tuple(probabilities.mean(0).tolist()), tuple(counts.tolist()))


@dataclass(frozen=True)
class Readings:
    """All that is read of some pictures of one face.

    Attributes:
        gender, ethnicity: labels as UTKFace names them.
        age: the mean over the pictures, in years.
    """

    gender: LabelReading
    ethnicity: LabelReading
    age: float


def sum_up(found: Attributes) -> Readings:
    """Sum up what `FaceReader.predict` says of K pictures of one face."""
    gender, ethnicity = label_reading(GENDERS, found.gender), label_reading(ETHNICITIES, found.ethnicity)
    return Readings(gender, ethnicity, float(found.age.mean()))


def log_odds(share: float) -> float:
    """Return the log-odds of a probability, ln(p / (1 - p)), in nats; within those of `SUREST`.

    Raises:
        ValueError: no probability.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}; give a probability from 0 to 1.")
    held = min(max(share, SUREST), 1 - SUREST)
    return math.log(held / (1 - held))
