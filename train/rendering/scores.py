"""Tables of PSNR and SSIM."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facevae.restore import DENOISERS
from train.evaluation.denoising import BEST_MEAN, NOISY
from train.rendering import markdown

LABELS = {
    **{name: method.label for name, method in DENOISERS.items()},
    NOISY: "Nothing (the noisy face)",
    BEST_MEAN: "Mean filter at its best window",
    "mean-face": "Mean face",
}
"""Method -> its name in words."""

FORMATS = {"psnr": "{:.1f}", "ssim": "{:.3f}"}
"""Metric -> how its means are written."""


def table(title: str, labels: dict[str, str], columns: dict[str, dict[str, Any]], rows: list[str]) -> str:
    """Compare methods, with the best of each column in bold.

    Args:
        title: over the first column.
        labels: method -> its name in words.
        columns: heading -> method -> metric -> figures.
        rows: methods in order.
    Returns:
        Markdown without a line break at its end; a cell is empty where a column has not got the method.
    """
    lines = [[labels.get(row, row), *(_best_in_bold(column, row) for column in columns.values())] for row in rows]
    return markdown.table([title, *columns], lines)


def cell(figures: dict[str, Any]) -> str:
    """Write the means of one method: PSNR in dB / SSIM."""
    return " / ".join(form.format(figures[metric]["mean"]) for metric, form in FORMATS.items())


def reach(figures: dict[str, Any]) -> str:
    """Say in a sentence how far, at most, an interval goes from its mean."""
    widest = {"psnr": 0.0, "ssim": 0.0}
    for metric, leaf in _leaves(figures):
        widest[metric] = max(widest[metric], leaf["mean"] - leaf["low"], leaf["high"] - leaf["mean"])
    return f"95 % intervals reach up to {widest['psnr']:.2f} dB and {widest['ssim']:.3f} from these means."


def _best_in_bold(column: dict[str, Any], row: str) -> str:
    """One method's figures in one column; bold where, as printed, no method of the column is better."""
    if row not in column:
        return ""
    shown = []
    for metric, form in FORMATS.items():
        best = form.format(max(method[metric]["mean"] for method in column.values()))
        own = form.format(column[row][metric]["mean"])
        shown.append(f"**{own}**" if own == best else own)
    return " / ".join(shown)


def _leaves(figures: dict[str, Any]) -> Iterator[tuple[str, dict[str, float]]]:
    for key, value in figures.items():
        if key in FORMATS:
            yield key, value
        else:
            yield from _leaves(value)
