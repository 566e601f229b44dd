"""The page under fingers: what scrolls does not change, and two fingers do not paint."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import go_to

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


class Fingers:
    """Fingers on a page, by the protocol of the browser: a real touch, which may become a scroll or a zoom."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def put(self, *places: tuple[float, float]) -> None:
        self._touch("touchStart", places)

    def move(self, *places: tuple[float, float]) -> None:
        self._touch("touchMove", places)

    def lift(self) -> None:
        self._touch("touchEnd", ())

    def swipe(self, place: tuple[float, float], right: float, down: float) -> None:
        """Move one finger from a place by so many pixels, in steps."""
        x, y = place
        self.put(place)
        for step in range(1, 13):
            self.move((x + right * step / 12, y + down * step / 12))
        self.lift()

    def _touch(self, kind: str, places: tuple[tuple[float, float], ...]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def _at(element: Locator, across: float, down: float = 0.5) -> tuple[float, float]:
    box = element.bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def _place(page: Page, element: Locator) -> Locator:
    """Bring an element to the middle of the screen, where nothing that sticks covers it."""
    expect(element).to_be_visible()
    element.evaluate("element => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
    return element


SLIDERS = {
    "Damage": "#damage-dial input[type=range]",
    "Inpaint": "#inpaint-size input[type=range]",
    "Sliders": "#live .live-row input[type=range]",
}


@pytest.fixture(scope="module")
def phone(open_shared_page) -> Page:
    return open_shared_page(**PHONE)


@pytest.fixture
def slider(phone, request) -> Locator:
    go_to(phone, request.param)
    return _place(phone, phone.locator(SLIDERS[request.param]).first)


@pytest.fixture
def inpaint_page(phone) -> Page:
    go_to(phone, "Inpaint")
    return phone


@pytest.mark.parametrize("slider", SLIDERS, indirect=True)
def test_a_finger_that_scrolls_over_a_slider_does_not_move_it(slider):
    page = slider.page
    page.evaluate("window.heard = 0; document.addEventListener('input', () => window.heard += 1)")
    before, top = slider.input_value(), page.evaluate("scrollY")
    Fingers(page).swipe(_at(slider, 0.25), 5, 200)
    page.wait_for_function("top => scrollY < top - 50", arg=top)
    assert slider.input_value() == before
    assert page.evaluate("window.heard") == 0


@pytest.mark.parametrize("slider", SLIDERS, indirect=True)
def test_a_finger_that_goes_sideways_moves_a_slider_and_a_tap_too(slider):
    page, fingers = slider.page, Fingers(slider.page)
    low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
    fingers.swipe(_at(slider, 0.5), 0.3 * slider.bounding_box()["width"], 4)
    share = (float(slider.input_value()) - low) / (high - low)
    assert share == pytest.approx(0.8, abs=0.08)
    x, y = _at(slider, 0.25)
    page.touchscreen.tap(x, y)
    page.wait_for_function(
        "([slider, low, high]) => Math.abs((slider.value - low) / (high - low) - 0.25) < 0.08",
        arg=[slider.element_handle(), low, high],
    )


def test_on_a_phone_the_canvas_shows_what_fills_the_hole(inpaint_page):
    page = inpaint_page
    canvas, hold = page.locator("#paint canvas"), page.locator("#paint .paint-hold")
    pixel = """canvas => {
      const { data } = canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height * 0.7, 1, 1);
      return [...data].join();
    }"""
    page.locator("#paint [data-preset]", has_text="Eyes").click()
    share = page.locator("#paint .paint-share")
    expect(share).not_to_have_text("0 % hidden")
    expect(hold).to_be_enabled()
    before, seen = share.inner_text(), canvas.evaluate(pixel)
    Fingers(page).swipe(_at(_place(page, canvas), 0.3, 0.7), 140, 0)
    expect(share).not_to_have_text(before)
    expect(hold).to_be_enabled()
    filled = canvas.evaluate(pixel)
    assert filled != seen
    hold.dispatch_event("pointerdown")
    assert canvas.evaluate(pixel) == seen
    hold.dispatch_event("pointerup")
    assert canvas.evaluate(pixel) == filled


def test_a_second_finger_takes_back_what_the_first_one_painted(inpaint_page):
    page = inpaint_page
    canvas, share = page.locator("#paint canvas"), page.locator("#paint .paint-share")
    page.locator("#paint [data-do=clear]").click()
    expect(share).to_have_text("0 % hidden")
    _place(page, canvas)
    fingers = Fingers(page)
    fingers.put(_at(canvas, 0.4))
    fingers.move(_at(canvas, 0.45))
    expect(share).not_to_have_text("0 % hidden")
    fingers.put(_at(canvas, 0.45), _at(canvas, 0.7))
    expect(share).to_have_text("0 % hidden")
    fingers.move(_at(canvas, 0.3), _at(canvas, 0.8))
    fingers.lift()
    expect(share).to_have_text("0 % hidden")
    fingers.swipe(_at(canvas, 0.3), 80, 0)
    expect(share).not_to_have_text("0 % hidden")
