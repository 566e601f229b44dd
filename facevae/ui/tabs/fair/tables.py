"""What stands beside the three figures, in tables: all controls, one answer against nine, and the experiment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from facevae.models.attributes import ETHNICITIES
from facevae.ui.components.templates import Template
from facevae.ui.tabs.fair.headlines import METHODS
from facevae.ui.tabs.fair.intervals import interval, number

_TABLE = Template("""
<table class="fair-table"><caption>{{ title }}</caption>
<thead><tr>{% for name in head %}<th scope="col">{{ name }}</th>{% endfor %}</tr></thead>
<tbody>{% for name, cells in rows %}<tr><th scope="row">{{ name }}</th>
{%- for mean, more in cells %}<td>{{ mean }}{% if more %} <small>{{ more }}</small>{% endif %}</td>{% endfor %}</tr>
{%- endfor %}</tbody></table>
""")

_TABLES = Template("""
<div class="fair-tables" tabindex="0" role="group" aria-label="{{ called }}">
{%- for table in tables %}{{ table }}{% endfor -%}
</div>
""")

USES = {
    "eyes": "Eyes hidden and filled",
    "half": "Left half hidden and filled",
    "noise": "Noise of 100 of 255 removed",
    "copy": "Encoded and decoded, nothing hidden",
}
"""What the audit calls a use -> in words."""

FIGURES = {
    "changed": "read otherwise, %",
    "to_majority": "read as White, not before, %",
    "from_majority": "read as White before, not now, %",
    "identity": "identity kept, %",
    "psnr": "PSNR, dB",
}
"""Columns of the controls."""

EXPERIMENT = {
    "eyes": "Filled eyes, PSNR in dB",
    "eyes_kept": "Filled eyes, readings kept, %",
}
"""Measures of the experiment that are shown -> what they are called; those kept are shares."""


def controls(audit: Any) -> str:
    """Return all methods of all uses, and one answer against nine, as HTML; "" where there was no audit."""
    tables = [*_controls(audit), *_drift(audit), *_one_or_nine(audit)]
    return _TABLES(called="All controls", tables=tables) if tables else ""


def experiment(found: Any) -> str:
    """Return what training on other faces changes, as HTML; "" where there was no such experiment.

    Args:
        found: the entry "experiment" of results.json.
    """
    tables = [*_levels(found), *_absent(found)]
    return _TABLES(called="The experiment", tables=tables) if tables else ""


def _controls(audit: Any) -> Iterator[Markup]:
    by_use = _at(audit, "controls")
    for use, title in USES.items():
        methods = _at(by_use, use)
        rows = [
            (
                METHODS.get(name, name),
                [*(_cell(_at(methods, name, one)) for one in FIGURES), _faces(_at(methods, name))],
            )
            for name in methods
        ]
        if rows:
            yield _TABLE(title=title, head=["Method", *FIGURES.values(), "faces"], rows=rows)


def _drift(audit: Any) -> Iterator[Markup]:
    found = audit.get("headlines") if isinstance(audit, Mapping) else None
    headline = [one for one in found if _at(one).get("key") == "drift"] if isinstance(found, list) else []
    by = _at(headline[0], "by") if headline else {}
    if by:
        rows = [(label, [_cell(one), _faces({label: one})]) for label, one in by.items()]
        title = "Eyes hidden and filled: how many more are read as White than after an equal blur"
        yield _TABLE(title=title, head=["Label", "points", "faces"], rows=rows)


def _one_or_nine(audit: Any) -> Iterator[Markup]:
    for use in ("eyes", "half"):
        found = _at(audit, "one_or_nine", use)
        asked = {"kept": "reading kept, %", "to_majority": "read as White, not before, %"}
        rows = [
            (title, [_cell(_at(found, key, one)) for one in ("one", "nine", "difference")])
            for key, title in asked.items()
        ]
        if found:
            title = f"{USES[use]}: the likeliest answer against nine"
            yield _TABLE(title=title, head=["Readings", "one", "each of nine", "nine less one"], rows=rows)


def _levels(found: Any) -> Iterator[Markup]:
    for key, title in EXPERIMENT.items():
        levels, share = _at(found, "vae", key, "levels"), 100 if key.endswith("kept") else 1
        columns = ("all", *ETHNICITIES)
        rows = [(arm, [_cell(_at(levels, arm, one), share) for one in columns]) for arm in levels]
        if rows:
            yield _TABLE(title=f"{title}: rows are who was in training", head=["Training faces", *columns], rows=rows)


def _absent(found: Any) -> Iterator[Markup]:
    absent = _at(found, "vae", "eyes", "absent")
    columns = {"own": "faces with that label", "others": "all others", "difference": "difference"}
    rows = [(label, [_cell(_at(absent, label, one)) for one in columns]) for label in absent]
    if rows:
        title = "What leaving a label out of training costs: filled eyes, dB, against all labels alike"
        yield _TABLE(title=title, head=["Left out", *columns.values()], rows=rows)


def _at(found: Any, *place: str) -> Mapping[str, Any]:
    """Go down to a mapping; {} where there is none."""
    for key in place:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _faces(figures: Mapping[str, Any]) -> Sequence[str]:
    every = [one.n for one in map(interval, figures.values()) if one]
    return (f"{max(every):,}" if every else "", "")


def _cell(found: Any, scale: float = 1) -> Sequence[str]:
    one = interval(found)
    if one is None:
        return ("", "")
    mean, low, high = (number(scale * value, signed=False) for value in (one.mean, one.low, one.high))
    return mean, f"({low} to {high})"
