"""Tables of PSNR and SSIM."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from facevae.restore import DENOISERS, INPAINTERS
from train.evaluation.harness.scores import ABOVE
from train.evaluation.measures.denoising import BEST_MEAN, FULL, NOISY
from train.evaluation.measures.inpainting import BEST_COMPLETION, MEAN_COMPLETION, ONE_COMPLETION
from train.evaluation.methods.linear_optimum import COMPONENTS
from train.report import markdown

LABELS = {
    **{name: method.label for name, method in (INPAINTERS | DENOISERS).items()},
    FULL: f"Linear optimum in full, {COMPONENTS:,} components",
    NOISY: "Nothing (the noisy face)",
    BEST_MEAN: "Mean filter at its best window",
    MEAN_COMPLETION: "VAE, mean of nine",
    ONE_COMPLETION: "VAE, one of nine",
    BEST_COMPLETION: "VAE, best of nine",
}
"""Method -> its name in words."""

_ORACLES = frozenset({BEST_MEAN, BEST_COMPLETION})
"""Methods that choose with the clean face at hand, and so are no rivals of the others."""

_UNITS = {"psnr": "PSNR in dB", "ssim": "SSIM"}

FORMATS = {"psnr": "{:.1f}", "ssim": "{:.3f}"}
"""Metric -> how its means are written."""


def table(title: str, labels: dict[str, str], columns: dict[str, dict[str, Any]], rows: list[str]) -> str:
    """Compare methods, with the best of each column in bold, of those that are on all faces and choose nothing by them.

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


def reach(figures: Mapping[Any, Any]) -> str:
    """Say in a sentence how far, at most, an interval goes from its mean."""
    widest = dict.fromkeys(FORMATS, 0.0)
    for metric, leaf in _leaves(figures):
        widest[metric] = max(widest[metric], leaf["mean"] - leaf["low"], leaf["high"] - leaf["mean"])
    return f"95 % intervals reach up to {widest['psnr']:.2f} dB and {widest['ssim']:.3f} from these means."


def differences(title: str, method: str, columns: dict[str, dict[str, Any]], rows: list[str], metric: str) -> str:
    """Say by how much one method scores higher than others, each with its interval.

    Args:
        title: over the first column, before the metric.
        method: the one.
        columns: heading -> method -> its figures, as `train.evaluation.harness.scores.compare` makes them.
        rows: methods in order; those that it was not compared with are left out.
        metric: one of ``FORMATS``.
    Returns:
        Markdown; empty where it was not compared with any. A cell is empty where a column has not got the other.
    """
    found = {heading: column.get(method, {}).get(ABOVE, {}) for heading, column in columns.items()}
    lines = [
        [LABELS.get(row, row), *(signed(own[row][metric], metric) if row in own else "" for own in found.values())]
        for row in rows
        if any(row in own for own in found.values())
    ]
    return markdown.table([f"{title}, {_UNITS[metric]}", *columns], lines) if lines else ""


def signed(figures: dict[str, Any], metric: str) -> str:
    """Write a difference of a metric and its 95 % interval: +1.23 (+1.12 to +1.34)."""
    return markdown.signed_with_interval(figures, {"psnr": 2, "ssim": 3}[metric])


def _best_in_bold(column: dict[str, Any], row: str) -> str:
    """One method's figures in one column; bold where it is a rival and, as printed, no rival is better."""
    if row not in column:
        return ""
    most = max(method["psnr"]["n"] for method in column.values())
    rivals = [name for name in column if column[name]["psnr"]["n"] == most and name not in _ORACLES]
    shown = []
    for metric, form in FORMATS.items():
        best = form.format(max((column[name][metric]["mean"] for name in rivals), default=0.0))
        own = form.format(column[row][metric]["mean"])
        shown.append(f"**{own}**" if row in rivals and own == best else own)
    return " / ".join(shown)


def _leaves(figures: Mapping[Any, Any]) -> Iterator[tuple[str, dict[str, float]]]:
    for key, value in figures.items():
        if key in FORMATS:
            yield key, value
        elif key != ABOVE:
            yield from _leaves(value)
