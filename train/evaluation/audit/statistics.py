"""Intervals, tests and corrections for figures of faces some of which show one photograph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np

from train.evaluation.harness.bootstrap import CONFIDENCE, DIGITS, RESAMPLES, SEED

Statistic = Callable[[np.ndarray], np.ndarray]
"""Weights of the faces, (R, N), how often each was drawn, to R values; nan where a draw has none."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % percentile interval.

    Attributes:
        mean: of the faces as they are.
        low, high: ends of the interval.
        n: faces that have a part in it.
        p: that chance alone brings the figure as far from 0, both sides; 1 / resamples at the least.
    """

    mean: float
    low: float
    high: float
    n: int
    p: float

    def summary(self) -> dict[str, float | int | None]:
        """mean, low, high and n, rounded as in results.json; None where there is no such figure."""
        figures = {"mean": self.mean, "low": self.low, "high": self.high}
        rounded = {name: round(value, DIGITS) if isfinite(value) else None for name, value in figures.items()}
        return {**rounded, "n": self.n}

    def within(self, margin: float) -> bool:
        """Whether the figure is known to lie within `margin` of 0.

        With a 95 % interval that is the test for equivalence at 2.5 %. Source: Schuirmann 1987.
        """
        return -margin < self.low and self.high < margin


@dataclass(frozen=True)
class Bootstrap:
    """Draws of faces, whole near-copy groups at a time.

    Faces of one group show one photograph, so that they are no two witnesses.

    Attributes:
        groups: (N,) integers, the near-copy group of each face.
        resamples: draws.
        seed: of the draws; the same draws serve all figures.
    Source: Cameron, Gelbach and Miller 2008, "Bootstrap-based improvements for inference with clustered errors".
    """

    groups: np.ndarray
    resamples: int = RESAMPLES
    seed: int = SEED

    @cached_property
    def weights(self) -> np.ndarray:
        """How often each face is drawn, (R, N) float32."""
        numbers, member = np.unique(self.groups, return_inverse=True)
        rng, count = np.random.default_rng(self.seed), len(numbers)
        drawn = rng.multinomial(count, np.full(count, 1 / count), size=self.resamples)
        return drawn[:, member].astype(np.float32)

    def estimate(self, statistic: Statistic, n: int) -> Estimate:
        """Describe a figure of `n` faces; what draws leave it undefined are not counted."""
        return described(statistic(np.ones((1, len(self.groups)), np.float32)), statistic(self.weights), n)

    def mean(self, values: np.ndarray, chosen: np.ndarray | None = None) -> Estimate:
        """Describe the mean of values, (N,), over chosen faces, (N,) bool; those with nan are left out."""
        return self.estimate(*_mean(values, chosen))

    def difference(self, values: np.ndarray, one: np.ndarray, other: np.ndarray) -> Estimate:
        """Describe how much larger the mean is over the faces marked in `one`, (N,) bool, than in `other`."""
        (first, count), (second, others) = _mean(values, one), _mean(values, other)
        return self.estimate(lambda weights: first(weights) - second(weights), count + others)

    def ratio(self, above: np.ndarray, below: np.ndarray) -> Estimate:
        """Describe the mean of one set of values, (N,), as a share of that of another."""
        (first, count), (second, _) = _mean(above, None), _mean(below, None)
        return self.estimate(lambda weights: first(weights) / second(weights), count)


def described(once: np.ndarray, drawn: np.ndarray, n: int) -> Estimate:
    """Describe a figure of `n` faces by itself, (1,), and by what draws of the faces make of it, (R,)."""
    mean, drawn = float(once[0]), drawn[np.isfinite(drawn)]
    if not len(drawn):
        return Estimate(mean, mean, mean, n, 1.0)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    below, above = float((drawn <= 0).mean()), float((drawn >= 0).mean())
    return Estimate(mean, float(low), float(high), n, float(np.clip(2 * min(below, above), 1 / len(drawn), 1)))


def _mean(values: np.ndarray, chosen: np.ndarray | None) -> tuple[Statistic, int]:
    known = np.isfinite(values) if chosen is None else np.isfinite(values) & chosen
    held = np.where(known, values, 0).astype(np.float32)
    counted = known.astype(np.float32)

    def statistic(weights: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore", divide="ignore"):
            return (weights @ held) / (weights @ counted)

    return statistic, int(known.sum())


@dataclass(frozen=True)
class Spread:
    """How far groups of people are apart in one figure.

    Attributes:
        between: standard deviation of the groups' means, less what faces drawn by chance make of it; at least 0.
        band: what chance alone keeps 95 of 100 uncorrected deviations below.
        found: the uncorrected deviation.
        p: share of the shuffles that are as far apart.
        n: faces.
    """

    between: float
    band: float
    found: float
    p: float
    n: int

    def summary(self) -> dict[str, float | int]:
        """All of them, rounded as in results.json."""
        return {name: round(value, DIGITS) if name != "n" else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class Shuffles:
    """Faces in random order, whole near-copy groups at a time.

    Attributes:
        groups: (N,) integers, the near-copy group of each face.
        count: orders.
    """

    groups: np.ndarray
    count: int = 5000

    @cached_property
    def _member(self) -> np.ndarray:
        return np.unique(self.groups, return_inverse=True)[1]

    @cached_property
    def _orders(self) -> np.ndarray:
        keys = np.random.default_rng(SEED).random((self.count, self._member.max() + 1), np.float32)
        return np.argsort(keys[:, self._member], axis=1, kind="stable")

    def spread(self, values: np.ndarray, labels: np.ndarray) -> Spread:
        """Tell how far groups of people are apart, and how far chance alone would put them.

        The distance between the best and the worst of several small groups is large by chance, so that it is no
        measure.

        Args:
            values: (N,), nan where unknown.
            labels: (N,) integers from 0, the group of people of each face; -1 is none. A group with fewer than two
                known values has no part in it.
        Sources: Lum, Zhang and Bower 2022, "De-biasing 'bias' measurement"; Good 2005, "Permutation, parametric, and
        bootstrap tests of hypotheses".
        """
        known = np.isfinite(values)
        counts = np.bincount(labels[known & (labels >= 0)], minlength=1)
        if (counts > 1).sum() < 2:
            return Spread(0.0, 0.0, 0.0, 1.0, int(counts[counts > 1].sum()))
        marked = (labels[:, None] == np.flatnonzero(counts > 1)).astype(np.float32)
        values = np.where(known, values - values[known].mean(), 0).astype(np.float32)
        both = np.stack([values, known.astype(np.float32)])
        found = float(_apart(both[:, None], marked)[0])
        # Values move to other labels with all copies of their photograph beside them.
        by_photo = marked[np.argsort(self._member, kind="stable")]
        shuffled = _apart(both[:, self._orders], by_photo)
        members = [values[known & (labels == one)] for one in np.flatnonzero(counts > 1)]
        by_chance = float(np.mean([own.var(ddof=1) / len(own) for own in members]))
        return Spread(
            between=float(np.sqrt(max(0.0, found**2 - by_chance))),
            band=float(np.nanquantile(shuffled, CONFIDENCE)),
            found=found,
            p=(1 + float((shuffled >= found - 1e-6).sum())) / (1 + self.count),
            n=sum(map(len, members)),
        )


def _apart(both: np.ndarray, marked: np.ndarray) -> np.ndarray:
    """The standard deviation between groups, (N, G), of the means of values, where known: both (2, R, N)."""
    sums, counts = both @ marked
    with np.errstate(invalid="ignore", divide="ignore"):
        return (sums / counts).std(axis=1, ddof=1)


def holm(chances: list[float]) -> list[float]:
    """Adjust the p of a family of tests so that at most one in twenty families has a false alarm below 0.05.

    Source: Holm 1979, "A simple sequentially rejective multiple test procedure".
    """
    order = np.argsort(chances)
    factors = len(chances) - np.arange(len(chances))
    raised = np.maximum.accumulate(np.asarray(chances)[order] * factors).clip(max=1)
    return _back(raised, order)


def benjamini_hochberg(chances: list[float]) -> list[float]:
    """Adjust the p of many tests so that of those below 0.05 one in twenty is a false alarm.

    Source: Benjamini and Hochberg 1995, "Controlling the false discovery rate".
    """
    order = np.argsort(chances)
    raised = np.asarray(chances)[order] * len(chances) / np.arange(1, len(chances) + 1)
    return _back(np.minimum.accumulate(raised[::-1])[::-1].clip(max=1), order)


def log_odds(chances: np.ndarray, least: float) -> np.ndarray:
    """Return the log-odds of chances, in nats; those nearer to 0 or 1 than `least` are taken for that near."""
    held = chances.astype(np.float64).clip(least, 1 - least)
    return np.log(held / (1 - held))


def _back(sorted_values: np.ndarray, order: np.ndarray) -> list[float]:
    back = np.empty_like(sorted_values)
    back[order] = sorted_values
    return [float(value) for value in back]


def regression(outcome: np.ndarray, terms: dict[str, np.ndarray], bootstrap: Bootstrap) -> dict[str, Estimate]:
    """Explain an outcome by several things at once, each with the others held equal.

    Args:
        outcome: (N,), nan where unknown.
        terms: name -> (N,), nan where unknown; a constant is added.
        bootstrap: of the same faces.
    Returns:
        name -> by how much one more of it changes the outcome.
    Source: least squares, with intervals by the pairs bootstrap (Freedman 1981).
    """
    design = np.column_stack([np.ones(len(outcome)), *terms.values()]).astype(np.float64)
    known = np.isfinite(outcome) & np.isfinite(design).all(1)
    rows, target = np.where(known[:, None], design, 0), np.where(known, outcome, 0)
    products = (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)
    size = rows.shape[1]

    def fit(weights: np.ndarray) -> np.ndarray:
        squares = (weights @ products).reshape(-1, size, size)
        return np.einsum("rij,rj->ri", np.linalg.pinv(squares, hermitian=True), weights @ (rows * target[:, None]))

    once, drawn, n = fit(np.ones((1, len(rows)))), fit(bootstrap.weights), int(known.sum())
    return {name: described(once[:, place], drawn[:, place], n) for place, name in enumerate(terms, start=1)}
