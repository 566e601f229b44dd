"""The top of the page: one row that never moves, and every way to bring a photo."""

from __future__ import annotations

import base64
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from facevae.ui.photo.examples import PORTRAITS
from tests.browser.pages import change_of, go_to, settle, upload
from tests.support.photos import PORTRAIT, couple
from tests.support.pictures import saved

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

ARRIVE = """([type, field, kind, files, list]) => {
  const transfer = new DataTransfer();
  for (const [name, media, data] of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: media }));
  }
  if (list) transfer.setData("text/uri-list", list);
  const event = new window[type](kind, { bubbles: true, cancelable: true, [field]: transfer });
  return document.body.dispatchEvent(event);
}"""
PASTE = ("ClipboardEvent", "clipboardData", "paste")
DROP = ("DragEvent", "dataTransfer", "drop")
DRAG = ("DragEvent", "dataTransfer", "dragover")


def _arrive(page: Page, way: tuple[str, str, str], *files: tuple[str, str, bytes], address: str = "") -> bool:
    """Let something arrive at the page; returns whether the browser would do with it what it does by itself."""
    sent = [[name, media, base64.b64encode(data).decode()] for name, media, data in files]
    return page.evaluate(ARRIVE, [*way, sent, address])


@pytest.fixture(scope="module")
def group(open_shared_page, tmp_path_factory) -> Page:
    """A page with a photo of two people; it comes with the first one chosen."""
    path = tmp_path_factory.mktemp("group") / "couple.png"
    couple().save(path)
    page = open_shared_page()
    upload(page, path)
    expect(page.locator("#photo-words")).to_contain_text("2 faces found")
    # The picture of the face comes after the words about it.
    expect(page.locator("#current-face")).to_contain_text("Your photo")
    return page


@pytest.mark.parametrize(("width", "most"), [(1440, 64), (1024, 64), (390, 100)])
def test_the_header_is_low_and_nothing_moves_while_the_page_loads(browser, address, width, most):
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(address)
    expect(page.locator("#examples img[src]")).to_have_count(len(PORTRAITS))
    expect(page.locator("#damage-pictures img").first).to_be_visible()
    header = page.locator("#header").bounding_box()
    assert header["height"] <= most
    for part in ("#current-face", "#examples", "#random-face", "#photo"):
        box = page.locator(part).bounding_box()
        assert header["y"] <= box["y"]
        assert box["y"] + box["height"] <= header["y"] + header["height"]
        assert box["x"] + box["width"] <= width
    assert page.evaluate("window.shifted") <= 0.05
    context.close()


def test_the_example_in_use_is_marked(open_page):
    page = open_page()
    choices = page.locator("#examples button")
    expect(choices.nth(0)).to_have_attribute("aria-pressed", "true")
    change_of(page.locator("#current-face img"), lambda: choices.nth(1).click())
    expect(choices.nth(1)).to_have_attribute("aria-pressed", "true")
    page.locator("#random-face").click()
    expect(page.locator("#examples button[aria-pressed=true]")).to_have_count(0)


def test_one_sure_face_folds_the_photo_away_and_the_header_opens_it(open_page):
    page = open_page()
    upload(page, PORTRAIT)
    expect(page.locator("#current-face")).to_contain_text("Your photo")
    show = page.locator("#photo-show")
    expect(show).to_be_focused()
    expect(page.locator("#photo-board")).to_be_hidden()
    show.click()
    expect(page.locator(".photo-frames polygon")).to_be_visible()
    assert page.locator("#photo-panel").bounding_box()["height"] <= 160
    page.locator("#photo-hide").click()
    expect(page.locator("#photo-board")).to_be_hidden()


def test_the_faces_of_a_group_are_told_and_named(group):
    page = group
    assert page.locator("#photo-panel").bounding_box()["height"] <= 160
    heading = page.locator("#photo-heading")
    expect(heading).to_be_focused()
    # The focus that news take has a ring for the keyboard alone.
    expect(heading).to_have_css("outline-style", "none")
    page.keyboard.press("Shift")
    expect(heading).to_have_css("outline-style", "solid")
    expect(page.locator("#photo-panel [role=status]")).to_contain_text("2 faces found.")
    expect(page.get_by_role("button", name="Face 1 of 2, left, chosen")).to_be_visible()
    other = page.get_by_role("button", name="Face 2 of 2, right")
    other.focus()
    change_of(page.locator("#current-face img"), lambda: page.keyboard.press("Enter"))
    chosen = page.get_by_role("button", name="Face 2 of 2, right, chosen")
    expect(chosen).to_be_focused()
    expect(chosen).to_have_attribute("aria-pressed", "true")


def test_a_face_from_elsewhere_leaves_no_frame_marked_and_a_click_takes_the_photo_back(group):
    page = group
    change_of(page.locator("#current-face img"), lambda: page.locator("#random-face").click())
    expect(page.locator("#photo-words")).to_contain_text("Not used now. Click a face to use it.")
    expect(page.locator(".photo-chosen")).to_have_count(0)
    page.locator(".photo-frames g").first.click()
    expect(page.locator("#current-face")).to_contain_text("Your photo")
    expect(page.locator(".photo-frames g.photo-chosen")).to_have_count(1)


def test_eyes_can_be_placed_with_the_keyboard(group):
    page = group
    expect(page.locator("#photo-words")).not_to_contain_text("between your clicks")
    page.locator("#photo-eyes").press("Enter")
    expect(page.locator(".photo-frames")).to_be_focused()
    for keys in (["ArrowLeft"], [*3 * ["Shift+ArrowRight"]]):
        for key in [*keys, "Enter"]:
            page.keyboard.press(key)
    expect(page.locator("#photo-words")).to_contain_text("between your clicks")


def test_a_photo_can_be_pasted_and_dropped_anywhere_and_whatever_is_dropped_gets_an_answer(open_page):
    page = open_page("?tab=sliders")
    assert not _arrive(page, PASTE, ("pasted", "", saved(couple(), "PNG")))
    expect(page.locator(".photo-frames polygon")).to_have_count(2)
    assert not _arrive(page, DROP, ("dropped", "", PORTRAIT.read_bytes()))
    expect(page.locator(".photo-frames polygon")).to_have_count(1)
    assert not _arrive(page, DRAG, ("letter.pdf", "application/pdf", b"%PDF-1.7"))
    expect(page.locator("html")).to_have_class(re.compile("fv-dropping"))
    assert not _arrive(page, DROP, ("letter.pdf", "application/pdf", b"%PDF-1.7"))
    expect(page.get_by_role("alert")).to_contain_text("PDF document")
    expect(page.locator("html")).not_to_have_class(re.compile("fv-dropping"))
    page.get_by_role("alert").get_by_role("button").click()
    assert not _arrive(page, DROP, address="data:image/png;base64," + base64.b64encode(saved(couple(), "PNG")).decode())
    expect(page.locator(".photo-frames polygon")).to_have_count(2)


def test_the_last_of_two_photos_wins(open_page, tmp_path):
    page = open_page()
    large = tmp_path / "large.jpg"
    couple().resize((4000, 2000)).save(large)
    held = []
    page.route("**/facevae/photo", lambda route: held.append(route) if not held else route.continue_())
    upload(page, large)
    expect(page.locator(".fv-arriving")).to_be_visible()
    upload(page, PORTRAIT)
    expect(page.locator("#photo-words")).to_contain_text("Face found")
    expect(page.locator(".photo-frames polygon")).to_have_count(1)
    expect(page.locator(".fv-arriving")).to_have_count(0)


def test_a_page_that_is_loaded_again_has_its_photo_its_choice_and_its_tab(group):
    page = group
    image = page.locator("#current-face img")
    change_of(image, lambda: page.locator("#random-face").click())
    change_of(image, lambda: page.locator(".photo-frames g").nth(1).click())
    expect(page.locator("#current-face")).to_contain_text("Your photo")
    chosen = image.get_attribute("src")
    go_to(page, "Denoise")
    expect(page).to_have_url(re.compile(r"\?tab=denoise$"))
    # A page that is left while it waits for an answer complains.
    settle(page.locator("#tab-denoise"))
    page.reload()
    expect(image).to_have_attribute("src", chosen)
    expect(page.get_by_role("tab", name="Denoise")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".photo-frames g").nth(1)).to_have_class("photo-chosen")


def test_back_goes_to_the_tab_before(open_page):
    page = open_page("?__theme=light")
    go_to(page, "Denoise")
    go_to(page, "Morph")
    expect(page).to_have_url(re.compile("tab=morph"))
    page.go_back()
    expect(page.get_by_role("tab", name="Denoise")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page.get_by_role("tab", name="Damage")).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(re.compile(r"\?__theme=light$"))


def test_the_page_says_that_it_is_english_whatever_the_browser_speaks(browser, address):
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#current-face img")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_contain_text("API")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


def test_a_tiny_frame_answers_to_a_finger_beside_it(open_page, tmp_path):
    path = tmp_path / "small.png"
    photo = Image.new("RGB", (2400, 1200), (70, 80, 120))
    photo.paste(Image.open(PORTRAIT).convert("RGB").resize((260, 260)), (1000, 400))
    photo.save(path)
    page = open_page()
    upload(page, path)
    expect(page.locator(".photo-frames polygon")).to_have_count(1)
    if page.locator("#photo-board").is_hidden():
        page.locator("#photo-show").click()
    box = page.locator(".photo-tap").bounding_box()
    assert min(box["width"], box["height"]) >= 39.5
