"""Figures made from results; nothing is computed here.

Figures are SVG text for a page: words take the page's colour and the curves its accents, light or dark.
"""

from __future__ import annotations

import html
import io
import math
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_INK = "#0a0b0c"
"""Stands for the page's text colour until the figure is SVG; ``Line.color`` has stand-ins of its own."""

_SIZE = (4.8, 3.0)
_BOX = (0.10, 0.16, 0.66, 0.74)
"""Left, bottom, width and height of the axes, as fractions of the figure; fixed, so that marks find their place."""

_APART = 0.09
"""Share of the height by which the names of two curves are apart, at least: a line of them."""

_STYLE = {
    "svg.fonttype": "none",
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.2,
    **dict.fromkeys(
        ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color", "grid.color"), _INK
    ),
}

_lock = threading.Lock()


@dataclass(frozen=True)
class Line:
    """One curve.

    Attributes:
        label: at its right end, where there is room for about 14 letters.
        color: any CSS colour, ``var(--name)`` too.
        y: a value for each x; infinity is drawn at the upper edge.
        dashed: for a variant of another line of the same colour.
    """

    label: str
    color: str
    y: Sequence[float]
    dashed: bool = False


@dataclass(frozen=True)
class Plot:
    """Curves drawn once, on which the current setting is marked as often as it changes.

    Attributes:
        svg: the figure without marks.
        x_range, y_range: what the axes span.
        colors: of its lines, in order.
    """

    svg: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    colors: tuple[str, ...]

    def marked(self, now: float, values: Sequence[float]) -> str:
        """Return the figure as an ``<svg>`` element with a line at `now`, and a dot on it for each of `values`.

        Args:
            now: the current x.
            values: of the first lines, in their order; lines without a value get no dot.
        """
        x, _ = self._place(now, 0)
        _, bottom = self._place(now, self.y_range[0])
        _, top = self._place(now, self.y_range[1])
        marks = [f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{bottom:.1f}" y2="{top:.1f}" stroke="currentColor"/>']
        for value, color in zip(values, self.colors, strict=False):
            _, y = self._place(now, min(max(value, self.y_range[0]), self.y_range[1]))
            marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" style="fill: {color}"/>')
        return self.svg.replace("</svg>", f'<g class="fv-now">{"".join(marks)}</g></svg>')

    def _place(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, width, height = _BOX
        across = left + width * (x - self.x_range[0]) / (self.x_range[1] - self.x_range[0])
        up = bottom + height * (y - self.y_range[0]) / (self.y_range[1] - self.y_range[0])
        return 72 * _SIZE[0] * across, 72 * _SIZE[1] * (1 - up)


@contextmanager
def drawing(style: Mapping[str, Any]) -> Iterator[None]:
    """Give Matplotlib a style for as long as one figure is drawn; its settings and fonts are shared by all threads.

    Args:
        style: its settings (rcParams) by name.
    """
    with _lock, mpl.rc_context(dict(style)):
        yield


def curves(
    title: str,
    x: Sequence[float],
    lines: Sequence[Line],
    *,
    x_label: str,
    crossings: Sequence[float] = (),
    top: float = math.inf,
    alt: str,
) -> Plot:
    """Draw curves over the same x, with the places marked where they cross.

    Args:
        title: above the figure.
        x: rising.
        lines: the curves.
        x_label: under the figure.
        crossings: each x to mark.
        top: what lies above is drawn at the upper edge, so that one huge value does not flatten the rest.
        alt: what a person who cannot see the figure should know.
    Returns:
        The figure, which fills its container's width on a page.
    """
    stand_ins = {f"#0b00{index:02x}": line.color for index, line in enumerate(lines)}
    with drawing(_STYLE):
        figure = Figure(figsize=_SIZE)
        axes = figure.add_axes(_BOX)
        axes.set_title(title, loc="left", fontweight="bold")
        axes.set_xlabel(x_label)
        axes.set_xlim(x[0], x[-1])
        axes.set_ylim(_limits(lines, top))
        for stand_in, line in zip(stand_ins, lines, strict=True):
            y = [min(value, axes.get_ylim()[1]) for value in line.y]
            style = "--" if line.dashed else "-"
            axes.plot(x, y, style, color=stand_in, linewidth=2.4)
        _name(axes, lines, list(stand_ins))
        for crossing in crossings:
            _mark(axes, crossing)
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        limits = axes.get_xlim(), axes.get_ylim()
    return Plot(_for_page(file.getvalue(), stand_ins, alt), *limits, tuple(stand_ins.values()))


def _limits(lines: Sequence[Line], top: float) -> tuple[float, float]:
    finite = [min(value, top) for line in lines for value in line.y if math.isfinite(min(value, top))]
    margin = 0.06 * (max(finite) - min(finite)) + 1e-6
    return min(finite) - margin, max(finite) + margin


def _name(axes: Axes, lines: Sequence[Line], colors: Sequence[str]) -> None:
    """Write each line's label at its right end, or as near to it as the others leave room."""
    low, high = axes.get_ylim()
    ends = [(min(line.y[-1], high) - low) / (high - low) for line in lines]
    for line, color, at in zip(lines, colors, spread(ends, _APART), strict=True):
        place = {"xy": (1, at), "xycoords": "axes fraction", "xytext": (7, 0), "textcoords": "offset points"}
        axes.annotate(line.label, **place, color=color, va="center", fontweight="bold", annotation_clip=False)


def spread(places: Sequence[float], apart: float) -> list[float]:
    """Move places on a line from 0 to 1 as little as it takes to have them apart, in the order they had.

    Args:
        places: any numbers.
        apart: how far two of them are apart, at least; there has to be room for all.
    Returns:
        A place for each; those that are equal keep the order in which they were given.
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved: list[float] = []
    for rank, index in enumerate(order):
        # From below each is pushed up by the one before, and held down by the room that those above need.
        room = 1 - apart * (len(places) - 1 - rank)
        moved.append(min(max(places[index], moved[-1] + apart if moved else 0.0), room))
    return [moved[order.index(index)] for index in range(len(places))]


def _mark(axes: Axes, crossing: float) -> None:
    axes.axvline(crossing, linewidth=1.2, linestyle=(0, (2, 3)), color=_INK)
    place = {"xy": (crossing, 0), "xycoords": ("data", "axes fraction")}
    axes.annotate(f"{crossing:.0f}", **place, xytext=(4, 5), textcoords="offset points")


def _for_page(svg: str, stand_ins: dict[str, str], alt: str) -> str:
    svg = svg[svg.index("<svg") :].strip().replace(_INK, "currentColor")
    for stand_in, color in stand_ins.items():
        svg = svg.replace(stand_in, color)
    # A size in points would not follow the page; the viewBox stays and keeps the shape.
    svg = re.sub(r' (width|height)="[\d.]+pt"', "", svg, count=2)
    return svg.replace("<svg", f'<svg role="img" aria-label="{html.escape(alt)}"', 1)
