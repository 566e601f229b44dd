"""What is known of how groups are treated, in the words of a card's limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from train.evaluation.audit.drawing import BLUR, FAITHFUL, LINEAR
from train.evaluation.audit.headlines import ALARM
from train.evaluation.harness.results import Entry
from train.report.tables_audit import chance, change

UNKNOWN = (
    "Whether people who are rare in the data are drawn less well has not been measured: nothing drawn is told apart by "
    "label below, and between labels light, contrast and age differ as well. By label only the two networks that read "
    "faces are measured."
)
"""What is said where there was no audit."""

_BESIDE = {
    FAITHFUL: "the VAE",
    LINEAR: "the best linear model",
    BLUR: "a blur of the same PSNR",
    "grey bar": "a grey bar and nothing filled in",
}
"""Method -> in words."""


def render(found: Mapping[str, Entry]) -> str:
    """Tell the answers of the audit, or that there are none.

    Args:
        found: name -> entry, as results.json holds them.
    Returns:
        Markdown without a line break at its end.
    """
    audit = found.get("face", {}).get("audit")
    if not audit:
        return UNKNOWN
    answers = [f"- {own['question']} {_answer(own)}" for own in audit["headlines"]]
    return "\n".join(
        [f"Asked of {audit['faces']:,} test faces, by their labels in UTKFace:", "", *answers, "", _beside(audit)]
    )


def _answer(headline: Mapping[str, Any]) -> str:
    told = f"{change(headline['key'], {**headline, 'mean': headline['estimate']})} {headline['unit']}"
    adjusted = chance(headline["p_adjusted"])
    if headline["p_adjusted"] < ALARM:
        return f"**{told}**, beyond what chance does (adjusted p {adjusted})."
    return f"{told}, within what chance does (adjusted p {adjusted}); no proof that there is nothing."


def _beside(audit: Mapping[str, Any]) -> str:
    methods = next(own["methods"] for own in audit["headlines"] if own["key"] == "drift")
    told = "; ".join(f"{words} {change('drift', methods[name])}" for name, words in _BESIDE.items() if name in methods)
    return (
        f"To compare with, how far readings drift from those of the untouched faces, in points: {told}. Light, "
        "contrast and age differ between labels, too. More: [the audit](#the-audit), "
        "[per-group results](#per-group-results)."
    )
