"""Reading a face as a visitor does: a patch dragged and moved by keys, maps, and a photo of one's own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from facevae.models.attributes import ETHNICITIES
from tests.browser.pages import reach, upload
from tests.support.photos import PORTRAIT

X = "\N{MULTIPLICATION SIGN}"
AGE = re.compile(r"^Age \d+\.\d years$")
MOVED = re.compile(r"^Age \d+\.\d → \d+\.\d years \([+\N{MINUS SIGN}]\d+\.\d\)$")


def open_tab(open_page, **size) -> Page:
    page = open_page("?tab=reading", **size)
    expect(page.locator(".reading-age")).to_have_text(AGE)
    return page


@pytest.fixture(scope="module")
def shared(open_shared_page) -> Page:
    return open_tab(open_shared_page)


@pytest.fixture
def page(shared) -> Page:
    """A page with a shipped face that nothing covers."""
    off = shared.get_by_role("button", name="Take it off")
    if off.is_enabled():
        off.click()
    expect(shared.locator(".reading-age")).to_have_text(AGE)
    shared.get_by_role("radio", name="Grey").check()
    return shared


def drag(page: Page, *shares: tuple[float, float]) -> None:
    """Drag over the face, through points that are shares of its width and height."""
    box = page.locator(".patch-face").bounding_box()
    for number, (across, down) in enumerate(shares):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=4)
        if number == 0:
            page.mouse.down()
    page.mouse.up()


def test_a_patch_changes_the_age_and_what_fills_it_changes_the_answer(page):
    drag(page, (0.2, 0.8), (0.35, 0.4))
    expect(page.locator(".reading-age")).to_have_text(MOVED)
    grey = page.locator(".reading-age").inner_text()
    covered = page.locator(".patch-face").get_attribute("src")
    page.get_by_role("radio", name="The VAE's guess").check()
    expect(page.locator(".reading-age")).not_to_have_text(grey)
    expect(page.locator(".patch-face")).not_to_have_attribute("src", covered)
    page.get_by_role("button", name="Take it off").click()
    expect(page.locator(".reading-age")).to_have_text(AGE)


def test_keys_move_the_patch(page):
    reach(page, page.locator(".patch-box"))
    page.keyboard.press("ArrowUp")
    expect(page.locator(".reading-age")).to_have_text(MOVED)
    before = page.locator(".patch-box").bounding_box()
    page.keyboard.press("Shift+ArrowLeft")
    assert page.locator(".patch-box").bounding_box()["x"] < before["x"]


def test_the_map_is_there_after_a_patch_and_goes_with_the_next(page):
    draw = page.get_by_role("button", name="Map what the age depends on")
    expect(draw).to_be_disabled()
    drag(page, (0.5, 0.3))
    expect(draw).to_be_enabled()
    draw.click()
    expect(page.locator("#reading-map figcaption")).to_contain_text("at most", timeout=30_000)
    expect(page.locator("#reading-map td")).to_have_count(49)
    drag(page, (0.5, 0.7))
    expect(page.locator("#reading-map td")).to_have_count(0)


def test_a_cell_of_a_map_frames_what_it_sees(page):
    page.locator(".maps-fold summary").click()
    expect(page.locator(".maps-cell")).to_have_count(16)
    page.locator(".maps-cell").nth(2).hover()
    expect(page.locator(".maps-field")).to_be_visible()
    expect(page.locator(".maps-told")).to_contain_text(f"sees 67 {X} 67 pixels of 160 {X} 160")
    page.get_by_role("button", name=f"80 {X} 80").click()
    expect(page.locator(".maps:not([data-busy])")).to_be_visible()
    page.locator(".maps-cell").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".maps-told")).to_contain_text(f"sees 7 {X} 7 pixels of 160 {X} 160")
    page.get_by_role("button", name="Which row has learned?").click()
    expect(page.locator(".maps-name", has_text="has learned to read faces")).to_have_count(1)


def test_the_age_of_an_own_photo_is_read_when_asked_for_and_nothing_else(open_page):
    page = open_tab(open_page)
    expect(page.locator(".reading-labels")).to_be_visible()
    upload(page, PORTRAIT)
    expect(page.locator(".reading-unread")).to_be_visible()
    expect(page.locator("#reading-notice")).to_contain_text("Nobody's age is read unasked")
    page.get_by_role("button", name="Read the age of this face").click()
    expect(page.locator(".reading-age")).to_have_text(AGE)
    for name in ETHNICITIES:
        expect(page.locator("#reading-panel").get_by_text(name, exact=True)).to_have_count(0)


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page):
    page = open_tab(open_page, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("button", name="Map what the age depends on")).to_be_visible()
