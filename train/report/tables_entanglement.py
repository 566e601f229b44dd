"""Table of the side effects of latent directions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facevae.latent import MEASUREMENTS
from train.evaluation.measures.entanglement import WAYS
from train.report.markdown import table


def render(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out the matrix of side effects.

    Args:
        figures: the section on entanglement.
    Yields:
        A table whose cells have both ways, and a paragraph.
    """
    found, alone = (figures[way] for way in WAYS)
    names = list(found)
    measured = list(found[names[0]])
    head = ["One step along", *(f"{MEASUREMENTS[name].label} ({MEASUREMENTS[name].unit})" for name in measured)]
    rows = [
        [
            MEASUREMENTS[name].label,
            *(
                f"{found[name][measurement]['mean']:+.1f} / {alone[name][measurement]['mean']:+.1f}"
                for measurement in measured
            ),
        ]
        for name in names
    ]
    yield table(head, rows)
    counts = found[names[0]][measured[0]]["n"]
    widest = max(
        own[measurement]["high"] - own[measurement]["low"]
        for way in (found, alone)
        for own in way.values()
        for measurement in measured
    )
    yield (
        f"What one step of a slider along a named direction changes, on {counts} faces: along the direction as it was "
        "found / turned so that nothing else that is measured changes, to first order. 95 % intervals are at most "
        f"{widest:.1f} wide; results.json has each. Age, gender and ethnicity are what the attributes network reads, "
        "in the words of its labels; levels are of 255."
    )
