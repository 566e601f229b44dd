"""The three questions of the audit, which were chosen before anything was measured, and what test faces answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from facevae.ui.components.templates import Template
from facevae.ui.tabs.fair.interval_chart import interval_chart
from facevae.ui.tabs.fair.intervals import Interval, interval, intervals, number

NOT_MEASURED = "Whether all are treated alike was not measured with these weights."

ALARM = 0.03
"""Adjusted p below which the audit takes an answer for more than chance, see `train.evaluation.audit.headlines`."""

METHODS = {
    "faithful": "VAE, faithful",
    "real": "VAE, real",
    "nine": "VAE, nine",
    "eigenfaces": "Linear model",
    "mean face": "Mean face",
    "blur": "Equal blur",
    "grey bar": "Grey bar",
    "noise left in": "Noise left in",
    "JPEG": "JPEG, no hole",
    "shift": "Shift, no hole",
}
"""What the audit calls a method -> what the screen does."""

_SECTION = Template("""
<section class="fair-audit" aria-labelledby="fair-audit-title">
<h3 id="fair-audit-title">What {{ faces }} test faces say</h3>
<p class="fv-note">Another network reads here than above; none of these models was taught by it. Bars are 95 %
intervals; grey: fewer than 30 faces. Labels stand in the order of the data.</p>
<div class="fair-figures">
{%- for one in figures %}<figure class="fair-figure"><figcaption><strong>{{ one.title }}</strong>
<span class="fv-note">{{ one.rows_are }}</span></figcaption>{{ one.chart }}
<p>{{ one.question }} <strong>{{ one.answer }}</strong> <span class="fv-note">{{ one.chance }}</span></p></figure>
{%- endfor -%}
</div>{% if wrong %}<p class="fv-note">{{ wrong }}</p>{% endif %}</section>
""")


@dataclass(frozen=True)
class _Kind:
    """How one of the questions is shown.

    Attributes:
        title: of its figure.
        rows_are: what a row is.
        question: in words.
        signed: whether its figures are changes.
        by: "by" for a row a label, "methods" for a row a method.
    """

    title: str
    rows_are: str
    question: str
    signed: bool
    by: str


KINDS = {
    "identity": _Kind(
        "Is it still the same person?",
        "Eyes hidden and filled, by label: 100 % is the photo, 0 % a stranger with the same label.",
        "How much more of the person is kept where the label is not White?",
        signed=False,
        by="by",
    ),
    "drift": _Kind(
        "Do readings drift towards White?",
        "Eyes hidden, faces not labelled White: how many more are read as White than before, method by method.",
        "How much more by the VAE than by a blur that is as far from the photo?",
        signed=True,
        by="methods",
    ),
    "lightness": _Kind(
        "Does skin become lighter?",
        "Left half hidden and filled, by label: change of CIELAB L* on the cheek; 1 can just be seen.",
        "How much more where the label is not White?",
        signed=True,
        by="by",
    ),
}
"""Key of a question in the audit -> how it is shown, in this order."""


def headlines(audit: Any) -> str:
    """Return the three figures as HTML; one sentence where there was no audit.

    Args:
        audit: that section of results.json, or None.
    """
    found = {key: figure for key in KINDS if (figure := _figure(audit, key)) is not None}
    if not found:
        return f"<p class='fv-note' id='fair-unmeasured'>{NOT_MEASURED}</p>"
    faces = audit.get("faces")
    shown = f"{faces:,}" if isinstance(faces, int) else "the"
    return _SECTION(figures=list(found.values()), faces=shown, wrong=_wrong(audit))


def _wrong(audit: Mapping[str, Any]) -> str:
    """How often such an audit is wrong; "" where that was not tried."""
    try:
        tried = audit["synthetic"]
        runs, planted = int(tried["runs"]), float(tried["planted"])
        alarms, found = (100 * float(tried[name]) for name in ("false_alarms", "found"))
    except (TypeError, KeyError, ValueError):
        return ""
    return (
        f"How often is such an audit wrong? Of {runs:,} made-up ones in which no label was treated otherwise "
        f"{alarms:.0f} % gave an alarm; of as many with a drift of {planted:.0f} points {found:.0f} % found it."
    )


def _figure(audit: Any, key: str) -> dict[str, Any] | None:
    try:
        headline = next(one for one in audit["headlines"] if one["key"] == key)
        kind = KINDS[key]
        rows = intervals(headline[kind.by])
        if kind.by == "methods":
            rows = _methods(rows, audit)
        answer = interval({**headline, "mean": headline["estimate"]})
        p, unit = float(headline["p_adjusted"]), str(headline["unit"])
        apart = {"%": "points"}.get(unit, unit)  # of two shares
    except (TypeError, KeyError, ValueError, StopIteration, AttributeError):
        return None
    if answer is None or not rows:
        return None
    return {
        "title": kind.title,
        "rows_are": kind.rows_are,
        "question": kind.question,
        "answer": f"{answer.told()} {apart}.",
        "chance": _chance(answer, p),
        "chart": interval_chart(rows, unit, signed=kind.signed),
    }


def _methods(rows: Mapping[str, Interval], audit: Mapping[str, Any]) -> dict[str, Interval]:
    """The rows as the screen calls them, with what JPEG does to faces of which nothing is hidden."""
    jpeg = interval(audit.get("controls", {}).get("copy", {}).get("JPEG", {}).get("drift"))
    there = {**rows, **({"JPEG": jpeg} if jpeg else {})}
    return {METHODS[name]: there[name] for name in METHODS if name in there}


def _chance(answer: Interval, p: float) -> str:
    shown = "p below 0.001" if p < 0.001 else f"p = {p:.3f}"
    corrected = f"{shown}, corrected for three questions; {answer.n:,} faces"
    if p < ALARM:
        return f"More than chance would bring ({corrected})."
    most = number(max(abs(answer.low), abs(answer.high)), signed=False)
    return f"That may be chance ({corrected}); if it is not, it is at most {most} either way."
