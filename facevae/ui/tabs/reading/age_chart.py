"""The ages that a network thinks possible, as a figure of a page; nothing is computed here."""

from __future__ import annotations

from collections.abc import Sequence

from facevae.reading import AgeReading
from facevae.ui.components.templates import Template

WIDE, HIGH = 505, 120
"""Of the figure, in its own units: five a year."""

_CHART = Template("""
<svg class="reading-chart" viewBox="0 0 {{ wide }} {{ high + 22 }}" role="img" aria-label="{{ told }}">
<rect class="reading-range" x="{{ low }}" y="0" width="{{ width }}" height="{{ high }}"></rect>
{%- if before %}<path class="reading-before" d="{{ before }}"></path>{% endif -%}
<path class="reading-now" d="{{ now }}"></path>
<line class="reading-mean" x1="{{ mean }}" x2="{{ mean }}" y1="0" y2="{{ high }}"></line>
{%- for age in ticks %}<text x="{{ 5 * age + 2 }}" y="{{ high + 16 }}">{{ age }}</text>{% endfor -%}
</svg>
""")

_PANEL = Template("""
<div class="reading-panel">
<p class="reading-age">Age {% if before %}{{ before }} → {% endif %}<strong>{{ now }}</strong> years
{%- if before %} <span class="reading-change">({{ change }})</span>{% endif %}</p>
<p class="fv-note">{{ low }} to {{ high }}: such a range holds the age on the label for {{ held }}.
{%- if before %} Thin line: without the patch.{% endif %}</p>
{{ chart }}
{{ labels }}
</div>
""")


def age_panel(now: AgeReading, before: AgeReading | None, held: str, labels: str = "") -> str:
    """Return the reading of a face in words and as a chart.

    Args:
        now: of the face as it is shown.
        before: of the face without its patch; None where there is no patch.
        held: for how many test faces the range is true, in words.
        labels: HTML of a template, to stand below.
    """
    chart = _chart(now, before)
    change = "" if before is None else f"{now.age - before.age:+.1f}".replace("-", "\N{MINUS SIGN}")
    return _PANEL(
        now=f"{now.age:.1f}",
        before="" if before is None else f"{before.age:.1f}",
        change=change,
        low=f"{now.youngest:.0f}",
        high=f"{now.oldest:.0f}",
        held=held,
        chart=chart,
        labels=labels,
    )


def _chart(now: AgeReading, before: AgeReading | None) -> str:
    most = max(*now.ages, *(before.ages if before else ()))
    told = f"How likely each age is: most likely around {now.age:.0f}, from {now.youngest:.0f} to {now.oldest:.0f}."
    return _CHART(
        wide=WIDE,
        high=HIGH,
        low=f"{5 * now.youngest:.1f}",
        width=f"{5 * (now.oldest - now.youngest):.1f}",
        mean=f"{5 * now.age + 2.5:.1f}",
        now=_outline(now.ages, most),
        before=_outline(before.ages, most) if before else "",
        ticks=range(0, 101, 20),
        told=told,
    )


def _outline(ages: Sequence[float], most: float) -> str:
    points = (f"{5 * age + 2.5:.1f} {HIGH * (1 - chance / most):.1f}" for age, chance in enumerate(ages))
    return f"M2.5 {HIGH} L{' L'.join(points)} L{WIDE - 2.5} {HIGH} Z"
