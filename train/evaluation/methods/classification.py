"""Accuracy, confusion and calibration of a classifier, and errors of estimated ages."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from train.evaluation.harness.bootstrap import DIGITS, interval, share, summarise

UNKNOWN = -1
"""The class of a face without a label."""

BINS = 15
"""Of confidence, equally wide."""

BANDS = (0, 10, 20, 30, 40, 50, 60)
"""The youngest age, in years, of each band; the last one has no end."""

CLOSE = 5
"""Years that an age may be off and still count as close."""


def describe(probabilities: ArrayLike, truth: ArrayLike, names: Sequence[str]) -> dict[str, Any]:
    """Describe how well the most probable class is the true one, and how far the probabilities can be trusted.

    Args:
        probabilities: (N, C) in [0, 1], each row with sum 1.
        truth: (N,) integers from 0 to C - 1; -1 where unknown, and those faces are left out.
        names: the C classes in words.
    Returns:
        What JSON can hold: accuracy, a ``share``; balanced_accuracy, the mean of the recalls of the classes that have
        faces, with mean, low, high and n likewise; recall, name -> ``share`` of the faces of that class, a class
        without faces left out; names; confusion, C lists of C counts, a row for each true class and a column for each
        predicted one; calibration_error in [0, 1]; and confidence, the mean probability of the predicted class.
    Raises:
        ValueError: other shapes or values, or no face whose class is known.
    Source: the calibration error: Guo et al. 2017, "On calibration of modern neural networks".
    """
    chances, actual = _known(np.asarray(probabilities), np.asarray(truth), names)
    predicted, confidence = chances.argmax(1), chances.max(1)
    correct = predicted == actual
    confusion = np.zeros((len(names), len(names)), dtype=np.int64)
    np.add.at(confusion, (actual, predicted), 1)
    of_class = {name: correct[actual == index] for index, name in enumerate(names)}
    return {
        "accuracy": share(correct),
        "balanced_accuracy": _balanced(correct, actual),
        "recall": {name: share(found) for name, found in of_class.items() if len(found)},
        "names": list(names),
        "confusion": confusion.tolist(),
        "calibration_error": round(_calibration_error(confidence, correct), DIGITS),
        "confidence": round(float(confidence.mean()), DIGITS),
    }


def describe_age(expected: ArrayLike, truth: ArrayLike) -> dict[str, Any]:
    """Describe how far ages are off.

    Args:
        expected: (N,) years, what the network says.
        truth: (N,) years, at least 0; nan where unknown, and those faces are left out.
    Returns:
        What JSON can hold: absolute_error, in years, as ``bootstrap.summarise`` describes it, so with the median;
        within_5, the ``share`` of faces that are off by 5 years or less; bands, such as "20-29" by true age -> their
        absolute error likewise, a band without faces left out; and correlation, Pearson's, None where all ages of
        either kind are the same.
    Raises:
        ValueError: other shapes, a negative or infinite age, an expected one that is not finite, or none known.
    """
    said, actual = np.asarray(expected, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if said.ndim != 1 or said.shape != actual.shape:
        raise ValueError(f"The ages have shapes {said.shape} and {actual.shape}; expected (N,) for both.")
    known = ~np.isnan(actual)
    said, actual = said[known], actual[known]
    if not len(actual):
        raise ValueError("There is no face whose age is known; give at least one.")
    if not (np.isfinite(said).all() and np.isfinite(actual).all()) or actual.min() < 0:
        raise ValueError("An age is negative or not finite; give years from 0, or nan for a true age that is unknown.")
    error = np.abs(said - actual)
    band = np.digitize(actual, BANDS) - 1
    by_band = {name: error[band == index] for index, name in enumerate(_bands())}
    return {
        "absolute_error": summarise(error),
        f"within_{CLOSE}": share(error <= CLOSE),
        "bands": {name: summarise(errors) for name, errors in by_band.items() if len(errors)},
        "correlation": _correlation(said, actual),
    }


def _known(chances: np.ndarray, truth: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows whose class is known, once everything is checked."""
    if chances.ndim != 2 or chances.shape[1] != len(names) or truth.shape != chances.shape[:1]:
        given = f"probabilities have shape {chances.shape}, truth {truth.shape}"
        raise ValueError(f"The {given}; expected (N, {len(names)}) and (N,), as there are {len(names)} names.")
    if not np.issubdtype(truth.dtype, np.integer):
        raise ValueError(f"The true classes are of type {truth.dtype}; give integers.")
    known = truth != UNKNOWN
    chances, truth = chances[known].astype(np.float64), truth[known]
    if not len(truth):
        raise ValueError("There is no face whose class is known; give at least one.")
    if truth.min() < 0 or truth.max() >= len(names):
        raise ValueError(
            f"True classes range from {truth.min()} to {truth.max()}; expected 0 to {len(names) - 1}, or -1."
        )
    if not (chances >= 0).all() or not np.allclose(chances.sum(1), 1, rtol=0, atol=1e-3):
        raise ValueError("The probabilities of a face are negative or their sum is not 1; give a distribution each.")
    return chances, truth


def _balanced(correct: np.ndarray, truth: np.ndarray) -> dict[str, float | int]:
    """Return the mean recall and its 95 % percentile bootstrap interval over resampled faces."""

    def mean_recall(correct: np.ndarray, truth: np.ndarray, axis: int = -1) -> np.ndarray:
        recalls = []
        for index in present:
            ours = truth == index
            with np.errstate(invalid="ignore"):  # a resample may have no face of a rare class: that class is left out
                recalls.append((correct & ours).sum(axis) / ours.sum(axis))
        return np.nanmean(recalls, axis=0)

    present = np.unique(truth)
    mean = float(mean_recall(correct, truth))
    low, high = interval(correct, truth, statistic=mean_recall)
    figures = {"mean": mean, "low": low, "high": high}
    return {**{name: round(float(value), DIGITS) for name, value in figures.items()}, "n": len(truth)}


def _calibration_error(confidence: np.ndarray, correct: np.ndarray) -> float:
    """Return the mean distance of confidence and accuracy over bins of confidence, weighted by their faces."""
    edges = np.linspace(0, 1, BINS + 1)[1:-1]
    gap = np.bincount(np.digitize(confidence, edges, right=True), weights=correct - confidence, minlength=BINS)
    return float(np.abs(gap).sum() / len(confidence))


def _bands() -> list[str]:
    return [*(f"{low}-{high - 1}" for low, high in itertools.pairwise(BANDS)), f"{BANDS[-1]}+"]


def _correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    if not (np.ptp(one) and np.ptp(other)):
        return None
    return round(float(np.corrcoef(one, other)[0, 1]), DIGITS)
