"""Percentile rank of a value, from stored percentiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def below(value: float, percentiles: Sequence[float]) -> float:
    """Tell what part of the others is below a value.

    Args:
        value: finite.
        percentiles: of the others, rising, from the 0th to the 100th in equal steps.
    Returns:
        Per cent, 0 (below all) to 100 (above all), interpolated.
    """
    return float(np.interp(value, percentiles, np.linspace(0, 100, len(percentiles))))
