"""Figures of the study of small VAEs: what the size of the code and beta change. Nothing is computed here.

They stand on white with dark words, so that they read the same on light and dark pages.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle, product
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from torch import Tensor

from facevae.conventions import check_faces
from facevae.plots.curves import drawing
from facevae.plots.sheet import INK, LINE, ZOOM, Sheet

BLUES = ("#4a9be8", "#0057b8", "#0b2545")
"""The app's accent of the model, darker for larger codes."""

_CLASSICAL = "#b84a00"
_MARKERS = "osD"
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "facevae",
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "figure.constrained_layout.w_pad": 0.12,
    "figure.constrained_layout.h_pad": 0.12,
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
}
"""Matplotlib's settings for charts on white; the salt makes the same chart the same file."""

_LEFT, _GAP, _SEAM = 450, 24, 8
"""Pixels for words at the left, between panels, and between reconstructions and samples."""


class Setting(NamedTuple):
    """What tells two models of the study apart.

    Attributes:
        latent_dim: numbers in a code.
        beta: weight of the divergence.
    """

    latent_dim: int
    beta: float


@dataclass(frozen=True)
class Panel:
    """What one model draws.

    Attributes:
        reconstructions: (N, 3, S, S) in [0, 1], faces encoded and decoded.
        samples: (M, 3, S, S) in [0, 1], decoded from the prior.
    """

    reconstructions: Tensor
    samples: Tensor


@dataclass(frozen=True)
class Point:
    """How good one model is.

    Attributes:
        rate: of its codes, in nats a face; above 0.
        psnr: of its reconstructions, in dB.
        pca_psnr: of as many principal components as it has numbers, in dB.
    """

    rate: float
    psnr: float
    pca_psnr: float


def faces(originals: Tensor, panels: Mapping[Setting, Panel]) -> bytes:
    """Lay out what every model makes of the same faces, and which faces it makes up.

    Args:
        originals: (N, 3, S, S) float32 RGB in [0, 1].
        panels: of every latent_dim with every beta; all of the same shapes.
    Returns:
        A WebP picture: a column for each latent_dim, a row for each beta, and the originals above them.
    Raises:
        ValueError: a panel is missing, or something is no batch of faces.
    """
    dims, betas = _grid(panels)
    side = ZOOM * check_faces(originals).shape[-1]
    across, down = _width(next(iter(panels.values()))) + _GAP, _height(side) + _GAP
    top = 2 * _GAP + side + LINE
    sheet = Sheet(_LEFT + across * len(dims), top + down * len(betas))
    sheet.words("originals", _GAP, _GAP + (side - LINE) // 2, bold=True)
    sheet.faces(originals, _LEFT, _GAP)
    for column, dim in enumerate(dims):
        sheet.words(f"{dim} numbers a face", _LEFT + column * across, top - LINE, bold=True)
    for row, beta in enumerate(betas):
        y = top + row * down
        sheet.words(f"beta {beta:g}", _GAP, y, bold=True)
        _put_labels(sheet, side, y)
        for column, dim in enumerate(dims):
            _put(sheet, panels[Setting(dim, beta)], _LEFT + column * across, y)
    return sheet.webp()


def learning(stages: Mapping[Setting, Mapping[int, Panel]]) -> bytes:
    """Lay out what models drew along their training.

    Args:
        stages: of each model, steps -> what it drew after so many.
    Returns:
        A WebP picture: a row for each model, a column for each number of steps.
    Raises:
        ValueError: no model, or something is no batch of faces.
    """
    panels = [panel for row in stages.values() for panel in row.values()]
    if not panels:
        raise ValueError("stages is empty; give what at least one model drew.")
    side = ZOOM * panels[0].samples.shape[-1]
    across, down = _width(panels[0]) + _GAP // 2, LINE + _height(side) + _GAP
    sheet = Sheet(_LEFT + across * max(map(len, stages.values())) + _GAP // 2, _GAP + down * len(stages))
    for row, (setting, drawn) in enumerate(sorted(stages.items())):
        y = _GAP + row * down + LINE
        sheet.words("steps", _LEFT - _GAP, y - LINE, align="right")
        sheet.words(f"{setting.latent_dim} numbers", _GAP, y - LINE, bold=True)
        sheet.words(f"beta {setting.beta:g}", _GAP, y, bold=True)
        _put_labels(sheet, side, y)
        for column, (steps, panel) in enumerate(sorted(drawn.items())):
            x = _LEFT + column * across
            sheet.words(f"{steps:,}", x, y - LINE)
            _put(sheet, panel, x, y)
    return sheet.webp()


def plane(points: Mapping[Setting, Point]) -> str:
    """Draw what every model pays for a code, and how good a copy it gets for that.

    Args:
        points: of every model; those of one latent_dim are connected along beta.
    Returns:
        SVG, the same for the same points.
    Raises:
        ValueError: no point, or a rate that a logarithmic axis cannot show.
    Source: Alemi et al. 2018, "Fixing a broken ELBO".
    """
    lowest = min((point.rate for point in points.values()), default=0)
    if lowest <= 0:
        raise ValueError(f"The lowest rate of the points is {lowest}; a logarithmic axis shows those above 0.")
    dims = sorted({setting.latent_dim for setting in points})
    with drawing(STYLE):
        figure = Figure(figsize=(7.2, 4.8), facecolor="white", layout="constrained")
        axes = figure.add_subplot()
        axes.set_title("What a longer code buys", loc="left", fontweight="bold")
        axes.set_xlabel("Rate: length of the code, nats a face (less is better)")
        axes.set_ylabel("Reconstruction PSNR, dB (more is better)")
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:g}"))
        axes.xaxis.set_minor_locator(NullLocator())
        for dim, color, marker in zip(dims, cycle(BLUES), cycle(_MARKERS), strict=False):
            line = {setting.beta: point for setting, point in points.items() if setting.latent_dim == dim}
            _along_beta(axes, line, f"VAE, {dim} numbers", above=dim == dims[-1], color=color, marker=marker)
            _reference(axes, next(iter(line.values())).pca_psnr, f"PCA, {dim} numbers")
        axes.margins(x=0.08, y=0.1)
        figure.legend(frameon=False, loc="outside lower center", ncols=len(dims))
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def _grid(panels: Mapping[Setting, Panel]) -> tuple[list[int], list[float]]:
    """Columns and rows."""
    dims = sorted({setting.latent_dim for setting in panels})
    betas = sorted({setting.beta for setting in panels}, reverse=True)
    missing = [f"{dim} numbers at beta {beta:g}" for dim, beta in product(dims, betas) if (dim, beta) not in panels]
    if missing or not panels:
        raise ValueError(f"panels must hold every latent_dim with every beta; missing: {', '.join(missing) or 'all'}.")
    return dims, betas


def _width(panel: Panel) -> int:
    return ZOOM * panel.samples.shape[-1] * max(len(panel.reconstructions), len(panel.samples))


def _height(side: int) -> int:
    return 2 * side + _SEAM


def _put(sheet: Sheet, panel: Panel, x: int, y: int) -> None:
    sheet.faces(panel.reconstructions, x, y)
    sheet.faces(panel.samples, x, y + ZOOM * panel.reconstructions.shape[-1] + _SEAM)


def _put_labels(sheet: Sheet, side: int, y: int) -> None:
    """Say at the left of a row of panels what their two halves are."""
    low = y + side - LINE
    sheet.words("from the face", _LEFT - _GAP, low, faint=True, align="right")
    sheet.words("from a random code", _LEFT - _GAP, low + side + _SEAM, faint=True, align="right")


def _along_beta(axes: Axes, line: Mapping[float, Point], label: str, *, above: bool, color: str, marker: str) -> None:
    """Connect the points of one latent_dim; the first is named, the others have only beta's value for lack of room."""
    betas = sorted(line, reverse=True)
    rates, heights = [line[beta].rate for beta in betas], [line[beta].psnr for beta in betas]
    axes.plot(rates, heights, "-", color=color, marker=marker, linewidth=2, markersize=7, label=label)
    place: dict[str, Any] = {"xytext": (-5, 7), "ha": "right"} if above else {"xytext": (3, -16)}
    for beta, rate, height in zip(betas, rates, heights, strict=True):
        name = f"beta {beta:g}" if beta == betas[0] else f"{beta:g}"
        axes.annotate(name, (rate, height), textcoords="offset points", **place)


def _reference(axes: Axes, height: float, label: str) -> None:
    axes.axhline(height, linewidth=1.4, linestyle=(0, (4, 3)), color=_CLASSICAL)
    place: dict[str, Any] = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "xytext": (0, 3)}
    axes.annotate(label, (1, height), ha="right", color=_CLASSICAL, **place)
