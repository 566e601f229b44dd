"""Markdown tables, and how figures and intervals are written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from train.evaluation.audit.people import FEW
from train.evaluation.measures.likelihood import ACTIVE_ABOVE

ACTIVE = f"A unit is active if its mean has a variance above {ACTIVE_ABOVE:g} over the faces (Burda et al. 2016)."
"""What ``active_units`` counts."""

_DIGITS = 3
"""Shown of a figure whose size is not known beforehand."""

_STORED = 4
"""Decimals in results.json; more would be invented."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a table: labels in the first column on the left, figures on the right.

    Args:
        head: what the columns are.
        rows: as many cells each.
    Returns:
        Markdown without a line break at its end.
    """
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float) -> str:
    """Write a figure of any size with three digits, or four decimals if those are fewer: 0.123, 12.3, 1,234."""
    return f"{value:,.{_decimals(value)}f}"


def percent(share: float) -> str:
    """Write a share in [0, 1] as 12.3 %."""
    return f"{100 * share:.1f} %"


def with_interval(figures: Mapping[str, Any], decimals: int | None = None) -> str:
    """Write a mean and its 95 % interval as finely, by default as ``number`` does: 12.3 (12.1 to 12.6)."""
    return _interval(figures, "", _decimals(figures["mean"]) if decimals is None else decimals)


def signed_with_interval(figures: Mapping[str, Any], decimals: int) -> str:
    """Write a change with its sign and its 95 % interval: +0.12 (-0.03 to +0.27)."""
    return _interval(figures, "+", decimals)


def share_with_interval(figures: dict[str, Any]) -> str:
    """Write a share in [0, 1] and its 95 % interval: 12.3 % (10.0 to 14.7)."""
    return f"{percent(figures['mean'])} ({100 * figures['low']:.1f} to {100 * figures['high']:.1f})"


def counted(count: int) -> str:
    """Write how many faces a group has, and that they are few where there are fewer than `FEW`."""
    return f"{count:,}" if count >= FEW else f"{count:,} (few)"


def active_units(figures: dict[str, Any]) -> str:
    """Write how many numbers of a code are used, given the section on likelihood: 4 of 32."""
    return f"{figures['active_units']} of {figures['latent_dim']}"


def listed(items: Iterable[Any]) -> str:
    """Write things one after the other."""
    return ", ".join(str(item) for item in items)


def joined(*sentences: str) -> str:
    """Put together those sentences that there are."""
    return " ".join(filter(None, sentences))


def measured_on(about: dict[str, Any]) -> str:
    """Say in a sentence which faces an entry's figures are of."""
    size = about["image_size"]
    return f"Measured on {about['faces']:,} faces, {size} pixels wide and high ({about['data']})."


def _decimals(value: float) -> int:
    if not value:
        return 0
    return min(_STORED, max(0, _DIGITS - 1 - math.floor(math.log10(abs(value)))))


def _interval(figures: Mapping[str, Any], sign: str, decimals: int) -> str:
    mean, low, high = (f"{figures[key]:{sign},.{decimals}f}" for key in ("mean", "low", "high"))
    return f"{mean} ({low} to {high})"
