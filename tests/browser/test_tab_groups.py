"""The bar of tabs: three groups, in one row or two, with nothing cut."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from facevae.ui.tabs.registry import GROUPS, TABS
from tests.browser.pages import go_to, reach, tab, turn_theme

BAR = "#tabs > .tab-wrapper button"
SCREENS = [(1920, 1080), (1440, 900), (1280, 720), (1024, 768), (720, 450), (390, 844), (320, 640)]

SEEN = """buttons => buttons.filter((button) => button.checkVisibility()).map((button) => {
  const range = document.createRange();
  range.selectNodeContents(button);
  const [{ left, right, top, bottom }, text] = [button.getBoundingClientRect(), range.getBoundingClientRect()];
  return { title: button.textContent, isTab: button.role === "tab", left, right, top, bottom,
    isCut: text.left < left - 0.5 || text.right > right + 0.5 || text.top < top - 0.5 || text.bottom > bottom + 0.5 };
})"""


def group(page: Page, title: str) -> Locator:
    return page.locator(".tab-groups button", has_text=re.compile(f"^{title}$"))


@pytest.fixture(scope="module")
def shared(open_shared_page) -> Page:
    """A page that tests make as wide as they want."""
    return open_shared_page(f"?tab={TABS[-1].key}&__theme=system")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_rows_are_few_and_no_title_is_cut(shared, width, height):
    page = shared
    page.set_viewport_size({"width": width, "height": height})
    expect(tab(page, TABS[-1].title)).to_have_attribute("aria-selected", "true")
    seen = page.locator(BAR).evaluate_all(SEEN)
    assert [button["title"] for button in seen if button["isCut"]] == []
    assert max(button["right"] for button in seen) <= width
    assert min(button["bottom"] - button["top"] for button in seen) >= 36
    rows = {round((button["top"] + button["bottom"]) / 2) for button in seen}
    assert len(rows) <= (1 if width >= 1024 else 2)
    if width >= 1280:
        assert [button["title"] for button in seen] == [tab.title for tab in TABS]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("chosen", GROUPS, ids=lambda group: group.title)
def test_the_address_opens_the_group_of_its_tab(open_page, chosen):
    page = open_page(f"?tab={chosen.tabs[-1].key}", width=390, height=844)
    expect(group(page, chosen.title)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tab-groups [aria-pressed=true]")).to_have_count(1)
    titles = [tab.title for tab in chosen.tabs]
    expect(page.get_by_role("tab")).to_have_text(titles)
    expect(tab(page, titles[-1])).to_have_attribute("aria-selected", "true")
    expect(tab(page, titles[-1])).to_have_accessible_description(chosen.title)


def test_a_group_opens_with_the_tab_that_was_shown_last_and_back_goes_back(open_page):
    page = open_page(width=390, height=844)
    go_to(page, "Denoise")
    group(page, "Imagine").click()
    expect(tab(page, "Sliders")).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(re.compile(r"\?tab=sliders$"))
    group(page, "Mend").click()
    expect(tab(page, "Denoise")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(group(page, "Imagine")).to_have_attribute("aria-pressed", "true")


def test_on_a_phone_keys_choose_a_group_and_arrows_stay_in_it(open_page):
    page = open_page(width=390, height=844)
    reach(page, group(page, "Imagine"))
    page.keyboard.press("Enter")
    expect(tab(page, "Sliders")).to_have_attribute("aria-selected", "true")
    reach(page, tab(page, "Sliders"))
    for title in ("Morph", "Sliders"):
        page.keyboard.press("ArrowRight")
        expect(tab(page, title)).to_be_focused()
        expect(tab(page, title)).to_have_attribute("aria-selected", "true")


def test_on_a_wide_screen_each_tab_is_named_by_its_title_and_described_by_its_group(shared):
    page = shared
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".tab-groups")).to_be_hidden()
    for one in GROUPS:
        first = tab(page, one.tabs[0].title)
        expect(first).to_have_attribute("data-caption", one.title)
        assert one.title in first.evaluate("tab => getComputedStyle(tab, '::before').content")
        for each in one.tabs:
            expect(tab(page, each.title)).to_have_accessible_name(each.title)
            expect(tab(page, each.title)).to_have_accessible_description(one.title)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_in_the_bar(shared, theme, width):
    page = shared
    page.set_viewport_size({"width": width, "height": 844})
    expect(tab(page, TABS[-1].title)).to_have_attribute("aria-selected", "true")
    turn_theme(page, theme)
    found = Axe().run(page, context="#tabs > .tab-wrapper").response["violations"]
    assert [(finding["id"], [node["target"] for node in finding["nodes"]]) for finding in found] == []
