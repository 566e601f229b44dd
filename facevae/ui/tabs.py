"""The tabs, in the order they are shown."""

from __future__ import annotations

from facevae.ui import tab_damage, tab_denoise, tab_inpaint, tab_inside, tab_morph, tab_repair, tab_sliders
from facevae.ui.state import Tab

TABS: tuple[Tab, ...] = (
    tab_damage.TAB,
    tab_denoise.TAB,
    tab_inpaint.TAB,
    tab_repair.TAB,
    tab_sliders.TAB,
    tab_morph.TAB,
    tab_inside.TAB,
)
