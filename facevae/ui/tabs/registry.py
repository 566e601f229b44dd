"""The tabs, in the order they are shown."""

from __future__ import annotations

import importlib

from facevae.ui.context import Tab

FOLDERS = (
    "damage",
    "denoise",
    "inpaint",
    "repair",
    "sliders",
    "morph",
    "inside",
    "kernels",
    "size",
)
"""Each is a folder beside this file whose tab.py holds a ``TAB``."""

TABS: tuple[Tab, ...] = tuple(importlib.import_module(f"{__package__}.{folder}.tab").TAB for folder in FOLDERS)
