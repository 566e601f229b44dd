"""Means with 95 % percentile bootstrap intervals over the faces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy import stats

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 0

_BATCH = 200
"""Resamples held in memory at once."""

DIGITS = 4
"""What figures are rounded to."""


def interval(*values: np.ndarray, statistic: Callable[..., Any] = np.mean) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of a statistic over resampled faces.

    Args:
        values: one or several arrays, (N,) with one value for each face, at least one, all finite.
        statistic: takes the arrays, resampled alike, and an ``axis`` to work along.
    Returns:
        Its ends; the same values always give the same ones. With a single face both are what that face gives.
    Source: Efron 1979, "Bootstrap methods: another look at the jackknife"; SciPy's implementation.
    """
    if len(values[0]) == 1:
        only = float(statistic(*values, axis=-1))
        return only, only
    found = stats.bootstrap(
        values,
        statistic,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        vectorized=True,
        paired=len(values) > 1,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def summarise(values: Sequence[float] | np.ndarray) -> dict[str, float | int]:
    """Describe one figure over the faces.

    Args:
        values: one for each face; nan where the figure is not defined for a face.
    Returns:
        mean, low and high (see ``interval``), median, and n, the faces that have a value.
    Raises:
        ValueError: no face has a value, or one has an infinite one.
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not len(known):
        raise ValueError("There is no value to summarise; give that of at least one face.")
    if not np.isfinite(known).all():
        raise ValueError("One of the values is infinite; their mean would say nothing.")
    low, high = interval(known)
    figures = {"mean": known.mean(), "low": low, "high": high, "median": np.median(known)}
    return {**{name: round(float(value), DIGITS) for name, value in figures.items()}, "n": len(known)}


def summarise_median(values: Sequence[float] | np.ndarray, others: np.ndarray | None = None) -> dict[str, float | int]:
    """Describe the median of one figure over the faces, where a few that are far off are not to decide.

    Args:
        values: one for each face, at least one, all finite.
        others: as many of the same figure; then the ratio of the two medians is described.
    Returns:
        median, low and high (see ``interval``), and n.
    """
    sets = [np.asarray(some, dtype=np.float64) for some in (values, others) if some is not None]
    low, high = interval(*sets, statistic=_median_ratio)
    figures = {"median": _median_ratio(*sets, axis=-1), "low": low, "high": high}
    return {**{name: round(float(value), DIGITS) for name, value in figures.items()}, "n": len(sets[0])}


def _median_ratio(*sets: np.ndarray, axis: int) -> np.ndarray:
    """The median of one set, or the ratio of those of two."""
    first, *second = (np.median(values, axis) for values in sets)
    return first / second[0] if second else first


def share(marked: np.ndarray) -> dict[str, float | int]:
    """Describe what part of the faces is marked.

    Args:
        marked: (N,) bool, at least one.
    Returns:
        mean, low, high and n, as ``summarise`` has them.
    """
    figures = summarise(marked.astype(np.float64))
    return {name: figures[name] for name in ("mean", "low", "high", "n")}
