"""What axe-core, an automatic judge of accessibility, finds on every tab; it is brought by axe-playwright-python."""

from __future__ import annotations

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from facevae.ui.tabs.registry import TABS
from tests.browser.pages import go_to, open_accordions, settle

WEIGHTY = ("serious", "critical")
OPTIONS = {"resultTypes": ["violations"], "rules": {"label-content-name-mismatch": {"enabled": True}}}
"""That rule is of WCAG 2.1, level A, and off in axe unless it is asked for."""


@pytest.fixture(scope="module", params=itertools.product(("light", "dark"), (1440, 390)), ids=str)
def page(open_shared_page, request) -> Page:
    theme, width = request.param
    return open_shared_page(f"?__theme={theme}", width=width, height=844, reduced_motion="reduce")


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_axe_finds_nothing_serious(page, tab):
    go_to(page, tab.title)
    expect(page.locator(f"#tab-{tab.key}")).to_be_visible()
    open_accordions(page)
    page.mouse.move(0, 0)
    settle(page.locator(f"#tab-{tab.key}"))
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [
        (finding["id"], [node["target"] for node in finding["nodes"]])
        for finding in found
        if finding["impact"] in WEIGHTY
    ] == []
