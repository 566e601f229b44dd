"""Tables of HaarPSI, MS-SSIM and distance in pretrained features."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facevae.model import STYLES
from train.evaluation.measures.perceptual import ENLARGED, RECONSTRUCTION, SMALLEST
from train.report import scores
from train.report.markdown import joined, table

_HEADINGS = {
    "haarpsi": "HaarPSI (higher is better)",
    "ms_ssim": "MS-SSIM (higher is better)",
    "mobilenet": "Distance in pretrained features (lower is better)",
}
"""Metric -> what stands over its table."""

_LOWER_IS_BETTER = frozenset({"mobilenet"})


def render(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out the section "perceptual": one table a metric, and what they are.

    Args:
        figures: those of results.json.
    Yields:
        Paragraphs and tables.
    """
    metrics = [name for name in _HEADINGS if name in next(iter(figures[RECONSTRUCTION].values()))]
    for name in metrics:
        yield _metric(figures, name)
    count = next(iter(figures[RECONSTRUCTION].values()))["haarpsi"]["n"]
    yield joined(
        f"On {count:,} faces, against the clean ones; noise out of 255. HaarPSI (Reisenhofer et al. 2018) and MS-SSIM "
        f"(Wang et al. 2003; faces below {SMALLEST} pixels are enlarged to {ENLARGED}) reach 1 for equal faces.",
        "The distance is LPIPS without heads, 0 for equal faces, in a MobileNetV2 that learned from ImageNet and was "
        "part of no loss here."
        if "mobilenet" in metrics
        else "",
    )


def _metric(figures: dict[str, Any], metric: str) -> str:
    labels = scores.LABELS | {f"vae-{style}": f"VAE, {style}" for style in STYLES}
    headings = ["Reconstruction" if section == RECONSTRUCTION else f"Noise {section}" for section in figures]
    rows = list(dict.fromkeys(method for methods in figures.values() for method in methods))
    columns = [_column(methods, rows, metric) for methods in figures.values()]
    cells = [[labels.get(row, row), *cells] for row, *cells in zip(rows, *columns, strict=True)]
    return table([_HEADINGS[metric], *headings], cells)


def _column(methods: dict[str, Any], rows: list[str], metric: str) -> list[str]:
    written = {method: f"{figures[metric]['mean']:.3f}" for method, figures in methods.items()}
    best = (min if metric in _LOWER_IS_BETTER else max)(written.values(), key=float)
    return [f"**{written[row]}**" if written.get(row) == best else written.get(row, "") for row in rows]
