"""Relative error of blind noise-level estimation."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from facevae import restore
from train.evaluation.harness.bootstrap import DIGITS, interval, summarise
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures.denoising import add_noise

LEVELS = (10, 25, 50, 75, 100, 150)
"""Standard deviations of the noise, out of 255."""

FEW = 300
"""Faces measured on, at most."""

QUANTILE = 0.9


def measure(heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure the relative error of ``restore.estimate_sigma``.

    Args:
        heldout: faces to add noise to.
    Returns:
        level -> "error", and "error_p90", which nine faces of ten stay below: figures in per cent of the true level;
        what stands as the mean of "error_p90" is the quantile.
    """
    return {str(level): _errors(heldout, level) for level in LEVELS}


def _errors(heldout: HeldoutFaces, level: int) -> dict[str, Any]:
    errors: list[float] = []
    for first, clean in heldout.batches(f"Estimating noise, {level}", FEW):
        found = 255 * restore.estimate_sigma(add_noise(clean, first, level))
        errors += (100 * (found / level - 1).abs()).tolist()
    quantile = partial(np.quantile, q=QUANTILE)
    low, high = interval(np.array(errors), statistic=quantile)
    most = {"mean": float(quantile(errors)), "low": low, "high": high}
    return {
        "error": summarise(errors),
        "error_p90": {**{name: round(value, DIGITS) for name, value in most.items()}, "n": len(errors)},
    }
