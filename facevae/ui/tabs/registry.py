"""The tabs, in the groups and in the order in which they are shown."""

from __future__ import annotations

import importlib

from facevae.ui.context import Tab, TabGroup

FOLDERS = (
    ("Mend", ("damage", "denoise", "inpaint", "repair")),
    ("Imagine", ("sliders", "morph")),
    ("Look inside", ("kernels", "reading", "code", "size", "fair")),
)
"""Titles of the groups, and their tabs: each a folder beside this file whose tab.py holds a ``TAB``."""


def _tab(folder: str) -> Tab:
    return importlib.import_module(f"{__package__}.{folder}.tab").TAB


GROUPS = tuple(TabGroup(title, tuple(_tab(folder) for folder in folders)) for title, folders in FOLDERS)

TABS: tuple[Tab, ...] = tuple(tab for group in GROUPS for tab in group.tabs)
