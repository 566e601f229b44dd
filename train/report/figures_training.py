"""Figure of what every model measured along its training. Nothing is computed here.

It stands on white with dark words, so that it reads the same on light and dark pages.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, zip_longest
from typing import Any, Literal, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from facevae.plots.curves import drawing
from facevae.plots.sheet import FAINT, INK
from train.report.figures_study import BLUES, STYLE, Setting

_LIGHT, _BLUE, _DARK = BLUES

_DASHES: tuple[Literal["-", "--", ":"], ...] = ("-", "--", ":")
"""Of the study's lines, from the largest beta to the smallest."""

_STYLE = STYLE | {"legend.fontsize": 10}

_WIDTH, _HEIGHT = 7.2, 2.9
"""Of the figure, and of a row of two panels, in inches."""


@dataclass(frozen=True)
class Curve:
    """What one model measured along its training.

    Attributes:
        epochs: passes over the training faces before each validation; at least one, rising.
        figures: name -> a value at each of ``epochs``; "loss" is of training, names with "val_" are of validation.
    Raises:
        ValueError: no epoch, or a figure that has another number of values.
    """

    epochs: Sequence[float]
    figures: Mapping[str, Sequence[float]]

    def __post_init__(self) -> None:
        lengths = {name: len(values) for name, values in self.figures.items()}
        wrong = [f"{name} has {length}" for name, length in lengths.items() if length != len(self.epochs)]
        if wrong or not self.epochs:
            found = "; ".join([f"There are {len(self.epochs)} epochs", *wrong])
            raise ValueError(f"{found}; give at least one epoch, and every figure a value at each.")


class _Line(NamedTuple):
    figure: str
    label: str
    style: Mapping[str, Any]
    scale: float = 1.0


class _Panel(NamedTuple):
    kind: str
    title: str
    y_label: str
    lines: Sequence[_Line]


_VALIDATION = {"color": _BLUE, "linewidth": 2.2, "marker": "o", "markersize": 4}
_BESIDE = {"color": FAINT, "linewidth": 1.6, "marker": "o", "markersize": 3}
_LOSSES = (_Line("loss", "training", _BESIDE), _Line("val_loss", "validation", _VALIDATION))

_PANELS = (
    _Panel("vae", "Flagship", "Loss, nats a dimension", _LOSSES),
    _Panel("restorer", "Restorer", "Loss, nats a number", _LOSSES),
    _Panel(
        "dncnn",
        "Supervised network",
        "Noise removed to, dB",
        (
            _Line("val_psnr_noise_50", "noise 50", {**_VALIDATION, "color": _DARK, "marker": "s"}),
            _Line("val_psnr_noise_100", "noise 100", {**_VALIDATION, "color": _LIGHT}),
        ),
    ),
    _Panel(
        "detail",
        "Detail stage",
        "Fine detail, true = 1",
        (
            _Line("val_detail_soft", "faithful", {**_BESIDE, "linestyle": "--"}),
            _Line("val_detail", "real", _VALIDATION),
        ),
    ),
    _Panel(
        "attributes",
        "Attributes: gender, ethnicity",
        "Guessed right, %",
        (
            _Line("val_gender", "gender", {**_VALIDATION, "color": _DARK, "marker": "s"}, 100.0),
            _Line("val_ethnicity", "ethnicity", {**_VALIDATION, "color": _LIGHT}, 100.0),
        ),
    ),
    _Panel("attributes", "Attributes: age", "Mean error, years", (_Line("val_years", "age", _VALIDATION),)),
)
"""A training loss is left out where it is no figure of the same thing as the validation's."""


def training(models: Mapping[str, Curve], study: Mapping[Setting, Curve]) -> str:
    """Draw a panel for each model, and one for all models of the study.

    Args:
        models: kind -> its curve. Kinds and figures that no panel shows are left out.
        study: of each model of the study; the one figure shown of them is "val_psnr".
    Returns:
        SVG, the same for the same curves.
    Raises:
        ValueError: there is nothing to show.
    """
    panels = [(panel, models[panel.kind]) for panel in _PANELS if panel.kind in models]
    panels = [(panel, curve) for panel, curve in panels if any(line.figure in curve.figures for line in panel.lines)]
    study = {setting: curve for setting, curve in study.items() if "val_psnr" in curve.figures}
    cells = _cells(len(panels), bool(study))
    if not cells:
        kinds = ", ".join(dict.fromkeys(panel.kind for panel in _PANELS))
        raise ValueError(f"There is no curve to draw; give that of at least one model ({kinds} or study).")
    rows = 1 + cells[-1][0]
    with drawing(_STYLE):
        figure = Figure(figsize=(_WIDTH, _HEIGHT * rows), facecolor="white", layout="constrained")
        grid = figure.add_gridspec(rows, 2)
        places = [figure.add_subplot(grid[cell]) for cell in cells]
        for axes, (panel, curve) in zip(places, panels, strict=False):
            _draw(axes, panel, curve)
        if study:
            _draw_study(places[-1], study)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def _cells(panels: int, study: bool) -> list[tuple[int, int | slice]]:
    """Row and column of each panel: two a row, but the first alone if their number is odd, and the study's alone."""
    whole = slice(None)
    alone = panels % 2
    cells: list[tuple[int, int | slice]] = [(0, whole)] * alone
    cells += [(alone + index // 2, index % 2) for index in range(panels - alone)]
    return [*cells, (alone + panels // 2, whole)] if study else cells


def _draw(axes: Axes, panel: _Panel, curve: Curve) -> None:
    shown = [line for line in panel.lines if line.figure in curve.figures]
    for line in shown:
        values = [line.scale * value for value in curve.figures[line.figure]]
        axes.plot(curve.epochs, values, label=line.label, **line.style)
    _name(axes, panel.title, panel.y_label)
    if len(shown) > 1:
        axes.legend(frameon=False, loc="best")


def _draw_study(axes: Axes, study: Mapping[Setting, Curve]) -> None:
    """Shades tell the latent_dims apart, dashes the betas."""
    shades = dict(zip(sorted({key.latent_dim for key in study}), cycle((_LIGHT, _BLUE, _DARK)), strict=False))
    dashes = dict(zip(sorted({key.beta for key in study}, reverse=True), cycle(_DASHES), strict=False))
    for key, curve in sorted(study.items()):
        style = {"color": shades[key.latent_dim], "linestyle": dashes[key.beta]}
        axes.plot(curve.epochs, curve.figures["val_psnr"], linewidth=2, marker="o", markersize=3, **style)
    _name(axes, "Study: reconstructions of small VAEs", "PSNR, dB")
    sizes = [Line2D([], [], color=shade, linewidth=2, label=f"{dim} numbers") for dim, shade in shades.items()]
    weights = [Line2D([], [], color=INK, linestyle=dash, label=f"beta {beta:g}") for beta, dash in dashes.items()]
    blank = Line2D([], [], linestyle="none", label=" ")
    rows = zip_longest(sizes, weights, fillvalue=blank)  # a legend is filled column by column
    columns = max(len(sizes), len(weights))
    axes.figure.legend(handles=list(chain(*rows)), frameon=False, loc="outside lower center", ncols=columns)


def _name(axes: Axes, title: str, y_label: str) -> None:
    axes.set_title(title, loc="left", fontweight="bold")
    axes.set_xlabel("Epochs")
    axes.set_ylabel(y_label)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, steps=(1, 2, 5, 10), integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=(1, 2, 5, 10)))
