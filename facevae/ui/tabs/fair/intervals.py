"""Means over test faces with their intervals, as results.json has them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Interval:
    """A mean over faces with the ends of its 95 % interval.

    Attributes:
        mean, low, high: in any unit.
        n: faces.
    """

    mean: float
    low: float
    high: float
    n: int

    def told(self, signed: bool = True) -> str:
        """Write it: +3.3 (+0.5 to +6.1)."""
        mean, low, high = (number(value, signed) for value in (self.mean, self.low, self.high))
        return f"{mean} ({low} to {high})"


def interval(found: Any) -> Interval | None:
    """Read an interval of results.json: a mapping with mean, low, high and n; None where it is none."""
    try:
        mean, low, high = (float(found[name]) for name in ("mean", "low", "high"))
        return Interval(mean, low, high, int(found["n"])) if math.isfinite(mean + low + high) else None
    except (TypeError, KeyError, ValueError):
        return None


def intervals(found: Any) -> dict[str, Interval]:
    """Read all intervals of a mapping, in its order; what is none is left out."""
    if not isinstance(found, Mapping):
        return {}
    return {name: one for name, value in found.items() if (one := interval(value)) is not None}


def number(value: float, signed: bool = True) -> str:
    """Write a number with one digit behind the point, and a true minus sign."""
    written = f"{value:+.1f}" if signed else f"{value:.1f}"
    return {"-0.0": "0.0", "+0.0": "0.0"}.get(written, written).replace("-", "\N{MINUS SIGN}")
