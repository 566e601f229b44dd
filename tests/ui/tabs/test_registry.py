"""The tabs and their groups."""

from __future__ import annotations

from pathlib import Path

from facevae.ui.tabs import registry


def test_every_folder_with_a_tab_is_in_one_group():
    folders = [folder for _, folders in registry.FOLDERS for folder in folders]
    there = [path.parent.name for path in Path(registry.__file__).parent.glob("*/tab.py")]
    assert sorted(folders) == sorted(there)


def test_keys_and_titles_of_tabs_are_their_own():
    for names in ([tab.key for tab in registry.TABS], [tab.title for tab in registry.TABS]):
        assert len(set(names)) == len(names)
