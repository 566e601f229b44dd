"""How likely the test faces are to the model, as a histogram on which other pictures are marked, and in words."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from facevae.latent.percentiles import below
from facevae.ui.components.templates import Template

_FLAGS, _BARS, _AXIS = 78, 130, 44
"""Heights in pixels, from top to bottom: the marks' letters, the histogram, and what is written under it."""

_ROW = 24
_APART = 7
"""Per cent of the width by which two letters in one row are apart, at least; more than one of them has on a phone."""

_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10)

_HISTOGRAM = Template("""
<svg class="inside-histogram" width="100%" height="{{ height }}" role="img" aria-label="{{ alt }}">
<g class="inside-crowd">
{%- for x, wide, y, high in bars -%}
<rect x="{{ x }}%" width="{{ wide }}%" y="{{ y }}" height="{{ high }}"/>
{%- endfor -%}
</g><g class="inside-axis"><line x1="0" x2="100%" y1="{{ floor }}" y2="{{ floor }}"/>
{%- for x, number in ticks %}<text x="{{ x }}%" y="{{ floor + 18 }}">{{ number }}</text>{% endfor -%}
<text class="inside-likely" x="0" y="{{ floor + 38 }}">likelier</text>
<text x="50%" y="{{ floor + 38 }}">bits per colour value</text>
<text class="inside-unlikely" x="100%" y="{{ floor + 38 }}">less likely</text></g>
{%- for x, y, letter in flags -%}
<g class="inside-flag"><line x1="{{ x }}%" x2="{{ x }}%" y1="{{ y }}" y2="{{ floor }}"/>
<circle cx="{{ x }}%" cy="{{ y }}" r="11"/><text x="{{ x }}%" y="{{ y + 5 }}">{{ letter }}</text></g>
{%- endfor -%}
</svg>
""")


@dataclass(frozen=True)
class Mark:
    """Another picture on the histogram.

    Attributes:
        letter: what stands for it.
        bits: a dimension.
    """

    letter: str
    bits: float


@dataclass(frozen=True)
class ReferenceSample:
    """The test faces, as results.json has them.

    Attributes:
        edges, counts: of the histogram of their bits a dimension.
        percentiles: of the same, from 0 to 100.
        alone: bits a dimension of pictures that are no face, by name; the axis has to show them, too.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    percentiles: tuple[float, ...]
    alone: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, section: Any) -> ReferenceSample | None:
        """Take what `python -m train evaluate` measured; None where it is something else."""
        try:
            histogram = section["histogram"]
            edges, percentiles = (
                tuple(float(value) for value in values) for values in (histogram["edges"], section["percentiles"])
            )
            alone = {str(name): float(bits) for name, bits in section["alone"].items()}
            counts = tuple(int(count) for count in histogram["counts"])
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        values = (*edges, *percentiles, *alone.values())
        sound = len(edges) == len(counts) + 1 > 1 and edges[0] < edges[-1] and len(percentiles) == 101
        return cls(edges, counts, percentiles, alone) if sound and all(map(math.isfinite, values)) else None

    @property
    def faces(self) -> int:
        """How many there are."""
        return sum(self.counts)

    def verdict(self, bits: float) -> str:
        """Say where a picture of so many bits stands among them."""
        share = below(bits, self.percentiles)
        if share in (0, 100):
            return f"{'less likely' if share else 'likelier'} than every one of the {self.faces} test faces"
        likelier = min(max(round(share), 1), 99)
        return f"of 100 test faces, {likelier} {_are(likelier)} likelier and {100 - likelier} less likely"

    def draw(self, marks: Sequence[Mark]) -> str:
        """Return the histogram as an ``<svg>`` of its container's width, whose letters keep their size."""
        alt = f"Histogram of {self.faces} test faces: half of them need fewer than {self.percentiles[50]:.1f} bits. "
        alt += " ".join(f"{mark.letter}: {mark.bits:.1f} bits." for mark in marks)
        places = [self._x(mark.bits) for mark in marks]
        flags = zip(marks, places, _rows(places), strict=True)
        return _HISTOGRAM(
            height=_FLAGS + _BARS + _AXIS,
            floor=_FLAGS + _BARS,
            alt=alt,
            bars=list(self._bars()),
            ticks=[(f"{self._x(tick):.2f}", f"{tick:g}") for tick in self._ticks()],
            flags=[(f"{x:.2f}", 13 + _ROW * row, mark.letter) for mark, x, row in flags],
        )

    def _bars(self) -> Iterator[tuple[str, str, str, str]]:
        """Left edge and width in per cent, top and height in pixels."""
        most = max(self.counts)
        for (left, right), count in zip(itertools.pairwise(self.edges), self.counts, strict=True):
            x, high = self._x(left), _BARS * count / most
            yield f"{x:.2f}", f"{self._x(right) - x:.2f}", f"{_FLAGS + _BARS - high:.1f}", f"{high:.1f}"

    def _ticks(self) -> list[float]:
        """Round numbers that have room on the axis."""
        low, high = self._ends
        step = next((step for step in _STEPS if (high - low) / step < 8), _STEPS[-1])
        ticks = [step * tick for tick in range(math.ceil(low / step), math.floor(high / step) + 1)]
        return [tick for tick in ticks if 3 < self._x(tick) < 97]

    @property
    def _ends(self) -> tuple[float, float]:
        values = (self.edges[0], self.edges[-1], *self.alone.values())
        margin = 0.06 * (max(values) - min(values))
        return min(values) - margin, max(values) + margin

    def _x(self, bits: float) -> float:
        """Per cent of the width; what lies beyond the axis stands at its end."""
        low, high = self._ends
        return min(max(100 * (bits - low) / (high - low), 3), 97)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _rows(places: Sequence[float]) -> list[int]:
    """Find a row for each letter, the first in which it does not touch one that was there before."""
    rows: list[int] = []
    for index, place in enumerate(places):
        touching = {rows[other] for other in range(index) if abs(places[other] - place) < _APART}
        free = (row for row in range(_FLAGS // _ROW) if row not in touching)
        rows.append(next(free, 0))
    return rows
