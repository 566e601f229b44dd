"""What axe-core, an automatic judge of accessibility, finds on every tab, on a laptop and a phone, in light and dark.

It is brought by axe-playwright-python.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from facevae.ui.tabs.registry import TABS
from tests.browser.pages import go_to, open_accordions, settle, turn_theme

WEIGHTY = ("serious", "critical")
OPTIONS = {
    "light": {"resultTypes": ["violations"], "rules": {"label-content-name-mismatch": {"enabled": True}}},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
"""That rule is of WCAG 2.1, level A, and off in axe unless it is asked for. In the dark only the colours are others."""


@pytest.fixture(scope="module", params=(1440, 390))
def page(open_shared_page, request) -> Page:
    return open_shared_page("?__theme=system", width=request.param, height=844, reduced_motion="reduce")


def _weighty(page: Page, theme: str) -> list[tuple[str, list]]:
    """What it finds in a theme, with the places of it."""
    found = Axe().run(page, options=OPTIONS[theme]).response["violations"]
    return [
        (finding["id"], [node["target"] for node in finding["nodes"]])
        for finding in found
        if finding["impact"] in WEIGHTY
    ]


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing_serious(page, tab):
    go_to(page, tab.title)
    expect(page.locator(f"#tab-{tab.key}")).to_be_visible()
    expect(page.get_by_role("tab", name=tab.title, exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text(tab.invitation)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    open_accordions(page)
    page.mouse.move(0, 0)
    settle(page.locator(f"#tab-{tab.key}"))
    found = {}
    for theme in ("light", "dark"):
        turn_theme(page, theme)
        found[theme] = _weighty(page, theme)
    assert found == {"light": [], "dark": []}
