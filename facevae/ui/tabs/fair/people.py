"""Who the test faces are, by what UTKFace says of them: counts, drawn as bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facevae.ui.components.templates import Template
from facevae.ui.tabs.fair.interval_chart import FEW

FACTORS = {
    "label": "Label of ethnicity",
    "gender": "Label of gender",
    "age": "Age on the label, years",
    "label x gender": "Both labels",
}
"""What the audit counts by -> in words."""

_COUNTS = Template("""
<div class="fair-counts">
{%- for title, levels in factors %}<table class="fair-count"><caption>{{ title }}</caption><tbody>
{%- for name, count, share, few in levels %}<tr{% if few %} class="fair-few"{% endif %}><th scope="row">{{ name }}</th>
<td style="--share: {{ share }}%">{{ count }}{% if few %} (few){% endif %}</td></tr>{% endfor -%}
</tbody></table>{% endfor -%}
</div>
""")


def counts(audit: Any) -> str:
    """Return how many test faces each group has as HTML; a sentence where they were not counted.

    Args:
        audit: that section of results.json, or None.
    """
    found = audit.get("counts") if isinstance(audit, Mapping) else None
    factors = [
        (title, _levels(found[factor]))
        for factor, title in FACTORS.items()
        if isinstance(found, Mapping) and isinstance(found.get(factor), Mapping)
    ]
    if not factors:
        return "<p class='fv-note'>The test faces were not counted by label.</p>"
    return _COUNTS(factors=factors)


def _levels(levels: Mapping[str, Any]) -> list[tuple[str, str, int, bool]]:
    known = {name: count for name, count in levels.items() if isinstance(count, int)}
    most = max(known.values(), default=1) or 1
    return [(name, f"{count:,}", round(100 * count / most), count < FEW) for name, count in known.items()]
