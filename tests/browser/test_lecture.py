"""A lecture by the keys of a clicker: its steps, a black screen, a reload, a question before and after its answer."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from facevae.lecture import Lecture
from facevae.ui.app import build_demo
from facevae.ui.lecture.plan import shipped_lecture
from facevae.ui.tabs.registry import TABS
from tests.support.linear import linear_model

LECTURE: Lecture = shipped_lecture([tab.key for tab in TABS])
ASKED = next(number for number, step in enumerate(LECTURE.steps, 1) if step.question == "order-of-kernels")
SIZES = {(1920, 1080): 28, (1024, 768): 17}
"""Of a projector -> pixels of the type."""

LEAST_SIDES = {
    ("size-view", 1920): 180,  # nine of them, of which each can be enlarged
    ("size-view", 1024): 130,
    ("fair-controls", 1024): 170,  # four beside each other
}
"""What is lit, and the width of the page -> pixels that its largest picture has at least, where those are not 384."""

DENOISE = next(number for number, step in enumerate(LECTURE.steps, 1) if step.tab == "denoise")


def go_to_step(page: Page, step: int, more: str = "") -> None:
    """Open a step by its address, as one types it."""
    page.evaluate("fragment => { location.hash = fragment; }", f"step={step}{more}")
    expect_step(page, step)


def expect_step(page: Page, step: int) -> None:
    """Wait for a step: its words, its tab, its address, and its light."""
    expect(page.locator(".lecture-words h1")).to_have_text(f"Step {step} of {len(LECTURE.steps)}")
    expect(page.locator(f"#tab-{LECTURE.steps[step - 1].tab}")).to_be_visible()
    expect(page).to_have_url(re.compile(f"#step={step}$"))
    expect(page.locator(f"#{LECTURE.steps[step - 1].spotlight}")).to_be_visible()


def wait_until_lit(page: Page) -> None:
    """Wait until what is lit lies between the upper edge and the strip, with its frame around it.

    Raises:
        playwright.sync_api.TimeoutError: some of it stays cut off.
    """
    page.wait_for_function(
        """() => {
          const box = (name) => document.querySelector(name).getBoundingClientRect();
          const [light, strip] = [box(".lecture-light"), box(".lecture-strip")];
          return light.width > 0 && light.left >= 0 && light.right <= innerWidth && light.top >= 0
            && light.bottom <= strip.top + 1;
        }"""
    )


def wait_for_pictures(page: Page, side: int) -> None:
    """Wait until a picture of the tab that is shown is at least so many pixels wide, and all of it above the strip.

    Raises:
        playwright.sync_api.TimeoutError: all are smaller, or cut off.
    """
    page.wait_for_function(
        """side => {
          const end = document.querySelector(".lecture-strip").getBoundingClientRect().top;
          const pictures = [...document.querySelectorAll("[role=tabpanel] :is(img, canvas)")];
          const boxes = pictures.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect());
          return boxes.some(({ width, top, bottom }) => width >= side && top >= 0 && bottom <= end);
        }""",
        arg=side,
    )


def test_page_down_leads_through_all_steps_and_cuts_nothing_off_that_is_lit(open_page):
    page = open_page(width=1920, height=1080)
    page.get_by_role("button", name="Lecture", exact=True).click()
    for number, step in enumerate(LECTURE.steps, 1):
        expect_step(page, number)
        for (width, height), type_size in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            wait_until_lit(page)
            if step.spotlight != "fair-limits":  # words
                wait_for_pictures(page, LEAST_SIDES.get((step.spotlight, width), 384))
            expect(page.locator("#header, footer, #tabs > .tab-wrapper").filter(visible=True)).to_have_count(0)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            size = page.locator(".lecture-words p").evaluate("words => parseFloat(getComputedStyle(words).fontSize)")
            assert size == pytest.approx(type_size, abs=1)
        if step.tab == "inpaint":
            expect(page.locator("#paint .paint-share")).to_have_text("50 % hidden")
        if step.tab == "fair":
            expect(page.locator("#fair-audit")).to_be_visible(visible=step.question is None)
        page.keyboard.press("PageDown")
    expect_step(page, len(LECTURE.steps))
    page.keyboard.press("Home")
    expect_step(page, 1)


def test_a_step_takes_its_face_and_sets_what_it_says(open_page):
    page = open_page()
    go_to_step(page, DENOISE)
    expect(page.locator("#current-face")).to_contain_text("Grace Hopper")
    slider = page.locator("#denoise-sigma input[type=range]")
    expect(slider).to_have_value("25")
    for name in ("mean", "vae-plain", "vae"):
        expect(page.locator(f"#denoise-methods input[name={name}]")).to_be_checked()
    expect(page.locator("#denoise-methods input:checked")).to_have_count(3)
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("26")
    page.keyboard.press("PageUp")
    expect_step(page, DENOISE - 1)
    expect(page.locator("#denoise-sigma input[type=range]")).to_have_value("26")


def test_a_reload_lands_on_the_step_also_where_nothing_but_the_app_can_be_reached(open_page, address):
    page = open_page(width=1920, height=1080)
    go_to_step(page, ASKED)
    page.evaluate("window.isOld = true")
    swallowed = (
        "key => !document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))"
    )
    assert [page.evaluate(swallowed, key) for key in ("F5", "F6")] == [True, False]
    page.keyboard.press("PageUp")
    expect_step(page, ASKED - 1)
    assert page.evaluate("window.isOld")

    def stay_here(route: Route) -> None:
        route.continue_() if route.request.url.startswith((address, "data:", "blob:")) else route.abort()

    page.route("**/*", stay_here)
    page.reload()
    expect_step(page, ASKED - 1)
    wait_until_lit(page)
    assert not page.evaluate("window.isOld")
    page.keyboard.press("PageDown")
    expect_step(page, ASKED)
    page.keyboard.press("r")
    expect(page.locator(".lecture-right")).to_have_count(1)


def test_the_screen_is_black_and_back_and_escape_leaves_at_last(open_page):
    page = open_page()
    go_to_step(page, 1)
    black = page.locator(".lecture-black")
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(black).to_have_css("background-color", "rgb(0, 0, 0)")
        assert black.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 900}
        page.keyboard.press(key)
        expect(black).to_be_hidden()
    page.keyboard.press("b")
    page.keyboard.press("PageDown")
    expect(black).to_be_hidden()
    expect_step(page, 1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#header")).to_be_visible()
    expect(page.get_by_role("button", name="Lecture", exact=True)).to_be_focused()
    expect(page).not_to_have_url(re.compile("#"))


def test_escape_in_a_full_screen_does_not_end_the_lecture(open_page):
    page = open_page()
    go_to_step(page, 1)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    # It is the browser's window that ends a full screen by Escape, and a headless one has none.
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.classList.contains('lecture')")
    expect_step(page, 1)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    page.keyboard.press("Escape")
    expect(page.locator("#header")).to_be_visible()


def test_a_page_that_is_to_open_with_a_lecture_does_until_it_is_left(browser):
    tabs = [tab for tab in TABS if tab.key == "kernels"]
    demo = build_demo(linear_model(), tabs, lecture=shipped_lecture(["kernels"]))
    _, address, _ = demo.launch(prevent_thread_lock=True, quiet=True, inbrowser=False)
    page = browser.new_page()
    try:
        page.goto(address)
        expect(page.locator(".lecture-words h1")).to_have_text("Step 1 of 1")
        expect(page.locator("#header")).to_be_hidden()
        expect(page).to_have_url(re.compile("#step=1$"))
        page.keyboard.press("Escape")
        expect(page.locator("#header")).to_be_visible()
        page.reload()
        expect(page.get_by_role("button", name="Lecture", exact=True)).to_be_visible()
        expect(page.locator(".lecture-strip")).to_be_hidden()
    finally:
        page.close()
        demo.close()


def test_an_answer_is_hidden_until_it_is_revealed(open_page):
    page = open_page()
    go_to_step(page, ASKED)
    expect(page.locator(".kernels-order")).to_be_hidden()
    question = page.locator(".lecture-question")
    expect(question.locator(".lecture-said")).to_be_empty()  # it has been computed
    page.keyboard.press("2")
    expect(question.get_by_role("button", pressed=True)).to_have_text(re.compile("^2"))
    expect(question.locator(".lecture-right")).to_have_count(0)
    assert "right" not in question.inner_text()
    page.keyboard.press("r")
    expect(question.locator(".lecture-right")).to_have_count(1)
    expect(question.locator(".lecture-said")).not_to_be_empty()
    expect(page.locator(".kernels-order")).to_be_visible()
    page.keyboard.press("3")
    expect(question.get_by_role("button", pressed=True)).to_have_text(re.compile("^2"))


def test_the_presenter_counts_hands_and_reveals_them(open_page, presenter_key):
    page = open_page()
    go_to_step(page, ASKED, f"&presenter={presenter_key}")
    said = page.locator(".lecture-said")
    for key in ("1", "1", "2", "2"):
        page.keyboard.press(key)
    expect(said).to_contain_text("0 voted, 4 hands.")
    page.keyboard.press("u")
    expect(said).to_contain_text("0 voted, 3 hands.")
    expect(page.locator(".lecture-count")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.locator(".lecture-count")).to_have_text(["2 (67 %)", "1 (33 %)", "0 (0 %)"])


def test_who_is_not_the_presenter_opens_no_vote(open_page):
    page = open_page()
    go_to_step(page, ASKED)
    page.keyboard.press("v")
    who = page.get_by_role("dialog", name="Only the presenter opens a vote")
    expect(who).to_be_visible()
    who.locator("input").focus()
    page.keyboard.press("b")
    expect(who.locator("input")).to_have_value("b")
    who.get_by_role("button", name="Cancel").click()
    expect(who).to_be_hidden()
    expect_step(page, ASKED)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_lecture_view(open_page, theme):
    page = open_page(f"?__theme={theme}", width=1920, height=1080, reduced_motion="reduce")
    go_to_step(page, ASKED)
    wait_until_lit(page)
    page.keyboard.press("r")
    expect(page.locator(".lecture-right")).to_have_count(1)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
