"""Size and price as a visitor uses it: nine models, a map, and a training, with the mouse and by keys."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import change_of, turn_theme

VIEWS = {"nine": ".nine", "map": ".map", "learning": ".learn"}


def open_tab(open_page, **size) -> Page:
    page = open_page("?tab=size", **size)
    expect(page.locator(".nine-words strong").first).to_have_text(re.compile(r"^\d+\.\d dB$"))
    return page


def turn_to(page: Page, view: str) -> None:
    page.locator(f"[data-view={view}]").click()
    expect(page.locator(VIEWS[view])).to_be_visible()
    said = {"nine": ".nine-best", "map": ".map-words", "learning": ".learn output"}[view]
    expect(page.locator(said)).to_have_text(re.compile("."))


@pytest.fixture(scope="module")
def page(open_shared_page) -> Page:
    """A page as high as a small laptop, whose tests turn to the view that they want."""
    return open_tab(open_shared_page, height=720)


def pixels(canvas: Locator) -> str:
    return canvas.evaluate("canvas => canvas.toDataURL()")


def wait_for_other_pixels(canvas: Locator, before: str) -> None:
    canvas.page.wait_for_function(
        "([canvas, before]) => canvas.toDataURL() !== before", arg=[canvas.element_handle(), before]
    )


def test_nine_copies_are_compared_in_words_and_in_the_plane(page):
    turn_to(page, "nine")
    page.locator("[data-mode=copy]").click()
    expect(page.locator(".nine-grid [role=gridcell]")).to_have_count(9)
    expect(page.locator(".nine-best")).to_contain_text(re.compile(r"The model of 256 numbers .* copies this face best"))
    expect(page.locator(".nine-best")).to_contain_text("It does not invent best")
    expect(page.locator(".nine-note").last).to_contain_text(
        re.compile(r"spends 8\d\d nats on a face; here they spend 8\d")
    )
    expect(page.locator(".plane-mark")).to_have_count(9)
    expect(page.locator(".plane-average")).to_have_count(9)


def test_one_is_enlarged_by_keys_and_escape_leads_back(page):
    turn_to(page, "nine")
    cells = page.locator(".nine-grid [role=gridcell]")
    cells.first.focus()
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(cells.nth(4)).to_be_focused()
    expect(page.locator(".plane-chosen")).to_have_attribute("data-cell", "4")
    page.keyboard.press("Enter")
    expect(page.locator(".nine-by .fv-title")).to_have_text("32 numbers, beta 0.1")
    page.get_by_role("button", name="The next model").click()
    expect(page.locator(".nine-by .fv-title")).to_have_text("32 numbers, beta 1")
    page.keyboard.press("Escape")
    expect(cells.nth(5)).to_be_focused()


def test_a_wobble_is_seen_and_ends_by_itself(open_page):
    page = open_tab(open_page, reduced_motion="reduce")
    cell = page.locator(".nine-grid canvas").last
    page.locator("[data-mode=wobble]").click()
    expect(page.locator(".nine-words strong").last).to_have_text(re.compile(r"^\d+\.\d of 255$"))
    before = pixels(cell)
    page.get_by_role("button", name="Throw again").click()
    wait_for_other_pixels(cell, before)
    page.locator("[data-mode=new]").click()
    expect(page.locator(".nine-grid [role=gridcell]").first).to_have_text(re.compile("from real faces"))


def test_the_map_follows_the_pointer_at_once_and_is_exact_at_rest(page):
    turn_to(page, "map")
    ground, drawn = page.locator(".map-ground"), page.locator(".map-drawn canvas")
    title = page.locator(".map-drawn .fv-title")
    before = pixels(drawn)
    box = ground.bounding_box()
    with page.expect_response(re.compile("gradio_api")):
        ground.click(position={"x": 0.75 * box["width"], "y": 0.5 * box["height"]})
        expect(title).to_contain_text("(1.50, 0.0")
        wait_for_other_pixels(drawn, before)
    ground.press("Shift+ArrowDown")
    ground.press("ArrowLeft")
    expect(title).to_contain_text("(1.40, \N{MINUS SIGN}0.")
    expect(page.locator(".map-told")).to_contain_text("(1.40, ")
    page.get_by_role("button", name="Back to this face").click()
    expect(title).not_to_contain_text("(1.40, ")


def test_ages_are_a_layer_of_the_map_and_never_a_reading_of_the_face(page):
    turn_to(page, "map")
    page.get_by_role("button", name="Back to this face").click()
    note = page.locator(".map-drawn .fv-note")
    page.locator("[data-ground=ages]").click()
    expect(page.locator(".map-legend")).to_contain_text(re.compile(r"\d+ years\s*\d+"))
    expect(note).to_have_text("")
    ground = page.locator(".map-ground")
    box = ground.bounding_box()
    ground.click(position={"x": 0.5 * box["width"], "y": 0.5 * box["height"]})
    expect(note).to_have_text(re.compile(r"^Training faces in this square: \d+ years on average$"))
    page.locator("[data-ground=faces]").click()
    expect(note).to_have_text("")


def test_a_training_is_scrubbed_without_a_call_to_the_server(page):
    turn_to(page, "learning")
    canvas, slider = page.locator(".learn-model canvas").last, page.locator(".learn input")
    before = pixels(canvas)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    slider.fill("0")
    wait_for_other_pixels(canvas, before)
    expect(page.locator(".learn output")).to_have_text("Step 20: 1,280 faces seen")
    page.locator("[data-do=play]").click()
    expect(page.locator("[data-do=play]")).to_have_text("Pause")
    expect(page.locator(".learn output")).to_have_text(re.compile("Step 1,256"))
    expect(page.locator("[data-do=play]")).to_have_text("Play")
    assert asked == []


def test_another_face_is_shown_in_the_part_that_is_opened_next(open_page):
    page = open_tab(open_page)
    turn_to(page, "map")
    name = page.locator(".map-right .fv-title")
    expect(name).to_have_text("Eileen Collins")
    turn_to(page, "nine")
    before = page.locator(".nine-words strong").last.inner_text()
    change_of(page.locator("#current-face img"), lambda: page.locator("#examples button").nth(2).click())
    expect(page.locator(".nine-words strong").last).not_to_have_text(before)
    expect(page.locator(".map")).to_have_attribute("data-stale", "Another face")
    turn_to(page, "map")
    expect(name).not_to_have_text("Eileen Collins")
    expect(page.locator(".map[data-stale]")).to_have_count(0)


@pytest.mark.parametrize("view", VIEWS)
def test_all_of_it_is_in_sight_on_a_small_laptop(page, view):
    page.evaluate("scrollTo(0, 0)")
    turn_to(page, view)
    box = page.locator(VIEWS[view]).bounding_box()
    assert box["y"] + box["height"] <= 720


def test_on_a_phone_nothing_is_cut_off_and_axe_finds_nothing(open_page):
    page = open_page("?tab=size&__theme=system", width=390, height=844, has_touch=True, is_mobile=True)
    for view in VIEWS:
        turn_to(page, view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        targets = page.locator(f"#size-views {VIEWS[view]} :is(button, input)").locator("visible=true")
        assert min(target.bounding_box()["height"] for target in targets.all()) >= 36
        for theme in ("light", "dark"):
            turn_theme(page, theme)
            found = Axe().run(page, context="#size-views").response["violations"]
            assert [(theme, finding["id"], [node["target"] for node in finding["nodes"]]) for finding in found] == []
