"""The page by keyboard alone: where one is, how one gets about, and a visit from the first key to the last."""

from __future__ import annotations

import itertools
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from facevae.ui.tabs.registry import TABS
from tests.browser.pages import change_of, go_to, open_accordions, reach

BACK = "Shift+Tab"


def _tab(page: Page, number: int):
    return page.get_by_role("tab", name=TABS[number].title, exact=True)


@pytest.fixture(scope="module")
def shared(open_shared_page) -> Page:
    return open_shared_page()


def test_arrows_home_and_end_lead_through_the_tabs_which_are_one_stop(shared):
    page = shared
    go_to(page, TABS[0].title)
    page.locator("#random-face").focus()
    expect(page.locator("[role=tab][tabindex='0']")).to_have_count(1)
    reach(page, _tab(page, 0))
    for key, number in (("ArrowRight", 1), ("End", len(TABS) - 1), ("ArrowRight", 0), ("ArrowLeft", -1), ("Home", 0)):
        page.keyboard.press(key)
        expect(_tab(page, number)).to_be_focused()
        expect(_tab(page, number)).to_have_attribute("aria-selected", "true")
        expect(page.locator("[role=tab][tabindex='0']")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator("[role=tab]:focus")).to_have_count(0)


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_a_panel_is_called_as_its_tab_and_headings_leave_no_level_out(shared, tab):
    go_to(shared, tab.title)
    expect(shared.get_by_role("tabpanel", name=tab.title, exact=True)).to_be_visible()
    expect(shared.locator(f"#tab-{tab.key} h2").first).to_have_text(tab.title)
    levels = shared.evaluate(
        "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((one) => one.checkVisibility())"
        ".map((one) => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_first_stop_leads_past_the_header(open_page):
    page = open_page("?tab=morph")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the tool")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()


UNSEEN = """() => {
  const controls = "a, button, input, select, textarea, summary, canvas, [tabindex='0']";
  const unseen = [];
  for (const control of document.querySelectorAll(controls)) {
    if (!control.checkVisibility({ visibilityProperty: true }) || control.disabled || control.tabIndex < 0) continue;
    if (!control.getBoundingClientRect().width) continue;
    control.focus();
    if (document.activeElement !== control) continue;
    // What is transparent shows on the picture around it that it has the focus.
    const around = control.closest("figure > *") ?? control.parentElement;
    const shown = getComputedStyle(control).opacity === "0" ? around : control;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) unseen.push(control.outerHTML.slice(0, 120));
  }
  return unseen;
}"""


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_whatever_has_the_focus_shows_it(shared, tab):
    go_to(shared, tab.title)
    expect(shared.locator(f"#tab-{tab.key}")).to_be_visible()
    open_accordions(shared)
    shared.keyboard.press("Tab")  # from here on the browser takes focus for the keyboard's
    assert shared.evaluate(UNSEEN) == []


def test_a_pressed_button_and_a_chosen_radio_stay_so_under_the_mouse(shared):
    page = shared
    go_to(page, "Inpaint")
    pressed = page.locator("#paint [data-tool=brush]")
    colour = "element => getComputedStyle(element).backgroundColor"
    page.mouse.move(0, 0)
    before = pressed.evaluate(colour)
    pressed.hover()
    assert pressed.evaluate(colour) == before
    go_to(page, "Morph")
    chosen = page.locator("#tab-morph input[type=radio]:checked").first
    page.mouse.move(0, 0)
    before = chosen.evaluate(colour)
    chosen.hover()
    assert chosen.evaluate(colour) == before


def test_a_hole_is_painted_by_keys(shared):
    page = shared
    go_to(page, "Inpaint")
    canvas, share = page.get_by_role("application"), page.locator("#paint .paint-share")
    expect(share).to_have_text(re.compile(r"^\d+ % hidden$"))
    page.locator("#paint [data-do=clear]").press("Enter")
    expect(share).to_have_text("0 % hidden")
    reach(page, canvas)
    expect(page.get_by_role("status").filter(has_text="Brush 50 % from the left")).to_be_attached()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Space")
    # The brush is 14 % of the width, so a dab is pi 7 ** 2 / 100 % of the face, and five steps of half of it are 35 %.
    expect(page.get_by_role("status").filter(has_text="Brush 15 % from the left")).to_be_attached()
    expect(share).to_have_text(re.compile(r"^1\.[4-6] % hidden$"))
    page.keyboard.down("Space")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.up("Space")
    expect(share).to_have_text(re.compile(r"^5\.[3-7] % hidden$"))
    page.keyboard.press("Control+z")
    expect(share).to_have_text(re.compile(r"^1\.[4-6] % hidden$"))
    page.keyboard.press("Escape")
    expect(page.locator("#paint [data-tool=brush]")).to_be_focused()


def test_a_visit_by_keyboard_alone(open_page):
    page = open_page()
    current = page.locator("#current-face img")
    reach(page, page.locator("#examples button").nth(1))
    change_of(current, lambda: page.keyboard.press("Enter"))
    dial = page.locator("#damage-dial input[type=range]")
    restored = page.locator("#tab-damage .compare-after").first
    expect(restored).to_have_attribute("src", re.compile("."))
    reach(page, dial)
    change_of(restored, lambda: page.keyboard.press("Home"))
    reach(page, _tab(page, 0), BACK)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(_tab(page, 2)).to_have_attribute("aria-selected", "true")
    filled = page.locator("#tab-inpaint .compare-after").first
    expect(filled).to_have_attribute("src", re.compile("."))
    reach(page, page.get_by_role("application"))
    page.keyboard.press("ArrowDown")
    change_of(filled, lambda: page.keyboard.press("Space"))
    reach(page, page.locator("#inpaint-more"))
    page.keyboard.press("Enter")
    cells = page.locator("#inpaint-choices [role=gridcell]")
    expect(cells).to_have_count(9)
    reach(page, cells.first)
    page.keyboard.press("ArrowRight")
    change_of(filled, lambda: page.keyboard.press("Enter"))
    reach(page, page.locator("#inpaint-sheet"))
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    with Image.open(caught.value.path()) as image:
        assert image.format == "PNG"
