"""What a shipped or invented face would be labelled, and how often that agrees; never of a visitor's photo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from facevae.models.attributes import ETHNICITIES, GENDERS, Attributes
from facevae.ui.components.templates import Template

_LABELS = Template("""
<div class="reading-labels" role="group" aria-label="What UTKFace would label this face">
<p class="fv-note">What UTKFace's labels of this shipped or invented face would say, which a program guessed and people
checked:</p>
{%- for name, share in bars %}
<div class="reading-bar">
<span>{{ name }}</span><span class="reading-track"><i style="--share: {{ share }}%"></i></span>
<span>{{ share }} %</span>
</div>
{%- endfor -%}
</div>
""")

_TABLE = Template("""
<table class="reading-table"><caption>{{ title }}</caption>
<thead><tr><th scope="col">Label</th>
{%- for name in names %}<th scope="col">read as {{ name }}</th>{% endfor %}<th scope="col">agrees</th></tr></thead>
<tbody>{% for name, counts, share in rows %}<tr><th scope="row">{{ name }}</th>
{%- for count in counts %}<td>{{ count }}</td>{% endfor %}<td>{{ share }}</td></tr>
{%- endfor %}</tbody></table>
""")


_TABLES = Template("""
<div class="reading-tables" tabindex="0" role="group" aria-label="How often it agrees with the labels">
{%- for table in tables %}{{ table }}{% endfor -%}
</div>
""")


def label_bars(found: Attributes) -> str:
    """Return the shares of genders and ethnicities of one face, as UTKFace names them."""
    bars: list[tuple[str, int]] = []
    for names, shares in ((GENDERS, found.gender[0]), (ETHNICITIES, found.ethnicity[0])):
        bars.extend((name, round(100 * share)) for name, share in zip(names, shares.tolist(), strict=True))
    return _LABELS(bars=bars)


def trust(recognition: Mapping[str, Any] | None) -> str:
    """Return how often the network agrees with the labels of the test faces, in tables.

    Args:
        recognition: that section of results.json; None where nothing was measured.
    """
    if recognition is None:
        return "<p>Nothing was measured.</p>"
    return _TABLES(tables=list(_tables(recognition)))


def _tables(recognition: Mapping[str, Any]) -> Iterator[str]:
    for kind, title in (("gender", "Gender"), ("ethnicity", "Ethnicity")):
        figures = recognition[kind]
        accuracy, off = figures["accuracy"]["mean"], figures["calibration_error"]
        told = (
            f"{title}, as labelled in UTKFace. The network agrees with the labels in {accuracy:.1%} of "
            f"{figures['accuracy']['n']:,} test faces; its confidence is off by {off:.1%} on average"
        )
        yield _TABLE(title=told, names=figures["names"], rows=_rows(figures))


def _rows(figures: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[int], str]]:
    for name, counts in zip(figures["names"], figures["confusion"], strict=True):
        recall = figures["recall"].get(name)
        yield name, counts, "" if recall is None else f"{recall['mean']:.0%}"
