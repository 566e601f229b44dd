"""Tables of the audit: what restoring does to faces of differently labelled groups, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from train.report.markdown import counted, listed, percent, table

Figures = Mapping[str, Any]

QUESTIONS = {
    "identity": "Identity kept after filling the eyes",
    "drift": "Drift of readings towards the most frequent label, beyond a blur as costly",
    "lightness": "Change of skin lightness",
}
"""Key of a headline figure -> in words; all three were fixed before anything was measured."""

_SURE = 0.001
"""Chances below this are not told apart."""


def render(figures: Figures) -> Iterator[str]:
    """Lay out the audit as a whole: headline figures, controls, and how often such an audit is wrong.

    Args:
        figures: the section of that name; empty where there was none.
    Yields:
        Tables, each with a paragraph; nothing where there was no audit.
    """
    if figures.get("headlines"):
        yield from _headlines(figures["headlines"])
    for use, methods in figures.get("controls", {}).items():
        yield _controls(use, methods)
    if "synthetic" in figures:
        yield _synthetic(figures["synthetic"])


def by_group(figures: Figures) -> Iterator[str]:
    """Lay out the headline figures group by group.

    Args:
        figures: the section of that name; empty where there was none.
    Yields:
        A heading, a table for each figure and what they are; nothing where there was no audit.
    """
    if not figures.get("headlines"):
        return
    yield "#### Restored by `face`"
    for headline in figures["headlines"]:
        rows = [[group, signed(own), counted(own["n"])] for group, own in headline["by"].items()]
        yield table([f"{_question(headline)}: labelled in UTKFace", _unit(headline), "Faces"], rows)
    yield "Each group's 95 % interval is of its own; whether groups differ is what the headline figures tell."


def signed(figures: Figures) -> str:
    """Write a mean with its sign, and its 95 % interval as finely: +0.12 (-0.03 to +0.27)."""
    size = max(abs(figures[key]) for key in ("mean", "low", "high"))
    decimals = 1 if size >= 10 else 2 if size >= 1 else 3
    mean, low, high = (f"{figures[key]:+.{decimals}f}" for key in ("mean", "low", "high"))
    return f"{mean} ({low} to {high})"


def chance(p: float) -> str:
    """Write a p-value: 0.043, or that it is below `_SURE`."""
    return f"< {_SURE:g}" if p < _SURE else f"{p:.3f}"


def _headlines(headlines: list[dict[str, Any]]) -> Iterator[str]:
    rows = [
        [
            _question(own),
            f"{signed({**own, 'mean': own['estimate']})} {own['unit']}",
            f"{own['n']:,}",
            chance(own["p"]),
            chance(own["p_adjusted"]),
        ]
        for own in headlines
    ]
    yield table(["Fixed before looking", "Estimate (95 % interval)", "Faces", "p", "p, adjusted"], rows)
    yield (
        f"{len(rows)} figures were fixed before anything was measured; all else is exploratory. Intervals are of a "
        "bootstrap over near-copy groups, and p is adjusted for there being several (Holm 1979)."
    )
    methods = list(dict.fromkeys(method for own in headlines for method in own["methods"]))
    if methods:
        cells = [
            [method, *(signed(own["methods"][method]) if method in own["methods"] else "" for own in headlines)]
            for method in methods
        ]
        yield table(["The same of ...", *(f"{_question(own)}, {own['unit']}" for own in headlines)], cells)


def _controls(use: str, methods: Mapping[str, Figures]) -> str:
    measures = list(dict.fromkeys(measure for own in methods.values() for measure in own))
    rows = []
    for method, own in methods.items():
        faces = sorted({figures["n"] for figures in own.values()})
        cells = [signed(own[measure]) if measure in own else "" for measure in measures]
        rows.append([method, *cells, listed(map(counted, faces))])
    return table([f"Controls: {use}", *measures, "Faces"], rows)


def _synthetic(figures: Figures) -> str:
    runs = figures["runs"]
    return (
        f"The audit audited: of {runs:,} made-up ones without a difference {percent(figures['false_alarms'])} raise "
        f"an alarm in any headline figure; of as many with a planted difference of {figures['planted']:g} points "
        f"{percent(figures['found'])} find it."
    )


def _question(headline: Figures) -> str:
    return QUESTIONS.get(headline["key"], headline["key"])


def _unit(headline: Figures) -> str:
    return f"Mean, {headline['unit']} (95 % interval)"
