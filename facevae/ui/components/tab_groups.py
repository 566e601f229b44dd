"""The bar of tabs in groups: all in one row, or, where they do not fit, one group at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence

from facevae.ui.components.page_files import script, style


def groups_head(groups: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Return what groups the tabs of the page, as HTML for its <head>.

    All stay tabs of one ``gr.Tabs``, so whoever selects one by its key need not know its group.

    Args:
        groups: the title of each, and the keys of its tabs, in the order of the bar. A tab may be in none of them.
    """
    # In a script nothing is markup but its own end.
    data = json.dumps(groups).replace("<", "\\u003c")
    return [
        style("tab_groups.css"),
        f'<script type="application/json" id="tab-groups">{data}</script>',
        script("tab_groups.js"),
    ]
