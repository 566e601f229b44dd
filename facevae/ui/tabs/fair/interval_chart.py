"""Means with their intervals, one below the other, as a figure of a page; nothing is computed here but places."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from facevae.ui.components.templates import Template
from facevae.ui.tabs.fair.intervals import Interval, number

WIDE = 360
"""Of the figure, in its own units, which are pixels on a phone."""

LEFT, RIGHT = 96, 262
"""Where the axis begins and ends."""

ROW, HEAD, FOOT = 23, 20, 20
"""Heights of a row, of the line above them and of the axis below."""

FEW = 30
"""Faces below which a group is shown in grey."""

_CHART = Template("""
<svg class="fair-chart" viewBox="0 0 {{ wide }} {{ high }}" role="img" aria-label="{{ told }}">
<text class="fair-head" x="{{ right }}" y="13" text-anchor="end">{{ unit }}</text>
<text class="fair-head" x="312" y="13" text-anchor="end">mean</text>
<text class="fair-head" x="{{ wide }}" y="13" text-anchor="end">faces</text>
{%- for place, name in ticks %}
<line class="fair-grid{% if name == '0' %} fair-zero{% endif %}" x1="{{ place }}" x2="{{ place }}" y1="{{ top }}" y2="{{ bottom }}"></line>
<text class="fair-tick" x="{{ place }}" y="{{ bottom + 14 }}" text-anchor="middle">{{ name }}</text>{% endfor -%}
{%- for row in rows %}<g{% if row.few %} class="fair-few"{% endif %}>
<text x="0" y="{{ row.y + 4.5 }}">{{ row.name }}</text>
<line class="fair-interval" x1="{{ row.low }}" x2="{{ row.high }}" y1="{{ row.y }}" y2="{{ row.y }}"></line>
<circle cx="{{ row.mean }}" cy="{{ row.y }}" r="4.5"></circle>
<text x="312" y="{{ row.y + 4.5 }}" text-anchor="end">{{ row.value }}</text>
<text x="{{ wide }}" y="{{ row.y + 4.5 }}" text-anchor="end">{{ row.n }}</text></g>{% endfor -%}
</svg>
""")  # noqa: E501 (an element that is taken apart has blanks in it)


def interval_chart(rows: Mapping[str, Interval], unit: str, *, signed: bool) -> str:
    """Draw intervals below each other, in the order in which they are given.

    Args:
        rows: what each is called, in at most 14 letters; at least one.
        unit: of the means.
        signed: whether they are changes, of which 0 is on the axis.
    """
    ends = [end for row in rows.values() for end in (row.low, row.high)] + ([0.0] if signed else [])
    ticks = ticks_between(min(ends), max(ends))
    low, high = min(*ends, ticks[0]), max(*ends, ticks[-1])

    def place(value: float) -> str:
        return f"{LEFT + (RIGHT - LEFT) * (value - low) / (high - low):.1f}"

    told = ". ".join(f"{name}: {row.told(signed)}, {row.n:,} faces" for name, row in rows.items())
    drawn = [
        {
            "name": name,
            "y": HEAD + ROW * (index + 0.5),
            "low": place(row.low),
            "high": place(row.high),
            "mean": place(row.mean),
            "value": number(row.mean, signed),
            "n": f"{row.n:,}",
            "few": row.n < FEW,
        }
        for index, (name, row) in enumerate(rows.items())
    ]
    bottom = HEAD + ROW * len(rows)
    return _CHART(
        wide=WIDE,
        right=RIGHT,
        high=bottom + FOOT,
        top=HEAD,
        bottom=bottom,
        unit=unit,
        told=f"Mean and 95 % interval, in {unit}. {told}.",
        ticks=[(place(tick), _tick(tick)) for tick in ticks],
        rows=drawn,
    )


def ticks_between(low: float, high: float) -> Sequence[float]:
    """Return two to six round numbers from `low` to `high`, evenly apart; where there is only one, another."""
    width = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(width / 5))
    step = next(power * factor for factor in (1, 2, 5, 10) if width / (power * factor) <= 5 + 1e-9)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if last <= first:
        last = first + 1
    return [index * step for index in range(first, last + 1)]


def _tick(value: float) -> str:
    return f"{round(value, 6):g}".replace("-", "\N{MINUS SIGN}")
