"""The tab Sliders in the browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

PIXELS = "document.querySelector('#live canvas').toDataURL()"

FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def _open(open_page, query: str = "?tab=sliders") -> Page:
    page = open_page(query)
    expect(page.locator("#live canvas[data-drawn]")).to_be_visible()
    _settled(page)
    return page


@pytest.fixture(scope="module")
def shared(open_shared_page) -> Page:
    return _open(open_shared_page)


@pytest.fixture
def page(shared) -> Page:
    """A page with the first face, every slider in the middle and every setting as it opens."""
    shared.get_by_role("button", name="Age, smile, ...").click()
    shared.get_by_label("Change one thing at a time").uncheck()
    _turn(shared, 100)
    reset = shared.locator("#live [data-do=reset]")
    if reset.is_enabled():
        reset.click()
    expect(reset).to_be_disabled()
    _settled(shared)
    return shared


def _settled(page: Page) -> str:
    """The picture, once nothing is on its way any more, and nothing has begun by the next frame but one."""
    view = page.locator("#live .live-view")
    expect(view).to_have_attribute("aria-busy", "false")
    page.evaluate(FRAMES)
    expect(view).to_have_attribute("aria-busy", "false")
    return page.evaluate(PIXELS)


def _changed(page: Page, action) -> str:
    before = page.evaluate(PIXELS)
    action()
    page.wait_for_function(f"before => {PIXELS} !== before", arg=before)
    return _settled(page)


def _move(page: Page, label: str, value: float) -> None:
    slider = page.get_by_role("slider", name=label, exact=True)
    slider.fill(str(value))
    slider.dispatch_event("change")


def _turn(page: Page, place: int) -> None:
    page.locator("#sliders-dial input[type=range]").fill(str(place))


def test_a_moving_face_is_faithful_and_becomes_the_real_one_at_rest(page):
    canvas, said = page.locator("#live canvas"), page.locator("#live .live-style")
    expect(canvas).to_have_attribute("data-style", "real")
    expect(said).to_have_text(re.compile("^Real"))
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/facevae/decode" in request.url else None)
    real = _changed(page, lambda: _move(page, "Smile", 2))
    assert [url.partition("style=")[2] for url in asked] == ["faithful", "real"]
    expect(canvas).to_have_attribute("data-style", "real")
    _turn(page, 0)
    expect(canvas).to_have_attribute("data-style", "faithful")
    assert page.evaluate(PIXELS) != real
    _turn(page, 100)
    assert _settled(page) == real
    assert len(asked) == 2


def test_with_the_dial_at_faithful_only_faithful_faces_are_asked_for(page):
    _turn(page, 0)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/facevae/decode" in request.url else None)
    _changed(page, lambda: _move(page, "Smile", 2))
    assert [url.partition("style=")[2] for url in asked] == ["faithful"]
    expect(page.locator("#live .live-style")).to_have_text(re.compile("^Faithful"))


def test_undo_goes_back_step_by_step_and_behind_a_new_face(open_page):
    page = _open(open_page)
    undo = page.locator("#live [data-do=undo]")
    expect(undo).to_be_disabled()
    first = page.evaluate(PIXELS)
    older = _changed(page, lambda: _move(page, "Age", 2))
    _changed(page, lambda: page.locator("#sliders-new").click())
    expect(page.get_by_role("slider", name="Age", exact=True)).to_have_value("0")
    assert _changed(page, undo.click) == older
    expect(page.get_by_role("slider", name="Age", exact=True)).to_have_value("2")
    assert _changed(page, lambda: page.keyboard.press("Control+z")) == first
    expect(undo).to_be_disabled()


def test_untangling_changes_a_moved_face_and_what_is_said(page):
    tangled = _changed(page, lambda: _move(page, "Age", 2.5))
    said = page.locator("#live .live-effect").first.inner_text()
    assert _changed(page, lambda: page.get_by_label("Change one thing at a time").check()) != tangled
    expect(page.locator("#live .live-effect").first).not_to_have_text(said)
    assert _changed(page, lambda: page.get_by_label("Change one thing at a time").uncheck()) == tangled


def test_the_other_set_shows_other_sliders_and_keeps_the_face(page):
    moved = _changed(page, lambda: _move(page, "Smile", -2))
    page.get_by_role("button", name="Leading directions").click()
    expect(page.get_by_role("slider", name="Smile", exact=True)).to_be_hidden()
    expect(page.get_by_role("slider", name="Direction 1", exact=True)).to_be_visible()
    assert _settled(page) == moved


@pytest.mark.parametrize("own", [False, True], ids=["random", "own"])
def test_a_link_shows_the_same_pixels_in_a_new_browser(open_page, own):
    page = _open(open_page)
    if not own:
        _changed(page, lambda: page.locator("#sliders-new").click())
    _changed(page, lambda: _move(page, "Age", -1.35))
    shown = _changed(page, lambda: page.get_by_label("Change one thing at a time").check())
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.locator("#live [data-do=link]").click()
    expect(page.locator("#live .live-address")).to_be_visible()
    address = page.locator("#live .live-address").input_value()
    other = _open(open_page, address[address.index("?") :])
    expect(other.locator("#live .live-note")).to_have_text("A face from a link")
    assert _settled(other) == shown


def test_a_damaged_link_is_one_sentence_and_the_current_face(open_page):
    page = _open(open_page, "?tab=sliders#face=AACAfw")
    expect(page.locator("#live .live-trouble")).to_contain_text("This link is damaged")
    expect(page.locator("#live .live-note")).to_have_text("Eileen Collins, as the model sees it")


def test_reset_brings_the_plain_reconstruction_back(page):
    plain = page.evaluate(PIXELS)
    expect(page.locator("#live .live-note")).to_contain_text("as the model sees it")
    _changed(page, lambda: page.locator("#live [data-do=surprise]").click())
    assert _changed(page, lambda: page.locator("#live [data-do=reset]").click()) == plain


def test_the_sliders_follow_the_current_face_until_one_is_moved(open_page):
    page = _open(open_page)
    note, offer = page.locator("#live .live-note"), page.locator("#live .live-own")
    _changed(page, lambda: page.locator("#examples button").nth(1).click())
    expect(note).to_have_text("Grace Hopper, as the model sees it")
    expect(offer).to_be_hidden()
    moved = _changed(page, lambda: _move(page, "Smile", 2))
    page.locator("#examples button").nth(0).click()
    expect(offer).to_contain_text("The current face is Eileen Collins.")
    assert _settled(page) == moved
    _changed(page, lambda: offer.get_by_role("button").click())
    expect(note).to_have_text("Eileen Collins, as the model sees it")
    expect(page.get_by_role("slider", name="Smile", exact=True)).to_have_value("0")
    expect(offer).to_be_hidden()
    assert _changed(page, page.locator("#live [data-do=undo]").click) == moved


def test_a_face_taken_over_into_all_tabs_stays_as_it_is(open_page):
    page = _open(open_page)
    moved = _changed(page, lambda: _move(page, "Smile", 2))
    page.locator("#sliders-keep").click()
    expect(page.locator("#current-face")).to_contain_text("A face from the sliders")
    assert _settled(page) == moved
    expect(page.locator("#live .live-own")).to_be_hidden()


def test_moved_sliders_out_of_sight_are_counted(page):
    named = page.locator("#live [data-set=named].live-set")
    expect(named).to_have_text("Age, smile, ...")
    _changed(page, lambda: _move(page, "Smile", -2))
    page.get_by_role("button", name="Leading directions").click()
    expect(named).to_have_text("Age, smile, ... \u00b7 1 moved")
