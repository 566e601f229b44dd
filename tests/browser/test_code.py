"""Inside a VAE as a visitor uses it: numbers switched off by mouse, finger and keys, and what the model is asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import change_of, picture


def open_tab(open_page, **size: int) -> Page:
    page = open_page("?tab=inside-vae", **size)
    expect(left(page)).to_be_visible()
    expect(page.locator(".bits-bar")).to_have_count(256)
    expect(page.locator("#inside-vae-pictures")).to_contain_text("What is left: 32 numbers")
    change_of(left(page), lambda: page.locator("#inside-vae-bars").get_by_text("Switch all on again").click())
    return page


@pytest.fixture(scope="module")
def page(open_shared_page) -> Page:
    """A page that tests leave with all numbers on."""
    return open_tab(open_shared_page)


def left(page: Page) -> Locator:
    """What the numbers that are on draw; its title says how many they are."""
    return page.locator("#inside-vae-pictures figure").nth(2).locator("img")


def off(page: Page) -> Locator:
    return page.locator('.bits-bar[aria-selected="false"]')


def at(page: Page, share: float) -> tuple[float, float]:
    """A point on the bars, so far from the left."""
    bars = page.locator(".bits-bars")
    bars.scroll_into_view_if_needed()
    box = bars.bounding_box()
    return box["x"] + share * box["width"], box["y"] + 0.5 * box["height"]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_switches_the_nearest_number_off_and_another_on_again(open_page, width):
    page = open_tab(open_page, width=width)
    whole = left(page).get_attribute("src")
    change_of(left(page), lambda: page.mouse.click(*at(page, 0.001)))
    expect(page.locator("#inside-vae-pictures")).to_contain_text("What is left: 255 numbers")
    expect(page.locator("#inside-vae-words")).to_contain_text(re.compile(r"Switched off: 1 number, \d+ bits"))
    expect(off(page)).to_have_count(1)
    change_of(left(page), lambda: page.mouse.click(*at(page, 0.001)))
    expect(left(page)).to_have_attribute("src", whole)


def test_wiping_switches_many_off_and_a_button_all_on_again(page):
    whole = left(page).get_attribute("src")

    def wipe() -> None:
        page.mouse.move(*at(page, 0.1))
        page.mouse.down()
        page.mouse.move(*at(page, 0.3), steps=6)
        page.mouse.up()

    change_of(left(page), wipe)
    expect(off(page)).to_have_count(52)
    expect(page.locator("#inside-vae-pictures")).to_contain_text("What is left: 204 numbers")
    page.locator("#inside-vae-bars").get_by_text("Switch all on again").click()
    expect(left(page)).to_have_attribute("src", whole)
    expect(off(page)).to_have_count(0)


def test_keys_choose_a_bar_and_switch_it(open_page):
    page = open_tab(open_page)
    bars = page.locator(".bits-bars")
    bars.focus()
    for key in ("Home", "ArrowRight", "ArrowRight"):
        bars.press(key)
    chosen = page.locator(f"#{bars.get_attribute('aria-activedescendant')}")
    name = chosen.get_attribute("aria-label")
    assert re.fullmatch(r"Number \d+: \d+\.\d bits", name)
    expect(page.locator(".bits-read")).to_contain_text(name.split(":")[0])
    change_of(left(page), lambda: bars.press("Enter"))
    expect(chosen).to_have_attribute("aria-selected", "false")
    expect(off(page)).to_have_count(1)
    page.locator("#inside-vae-bars").get_by_text("Model's order").click()
    expect(off(page)).to_have_attribute("aria-label", name)


def test_fewer_numbers_are_fewer_bits_for_the_jpeg_too(open_page):
    page = open_tab(open_page)
    jpeg = picture(page, "inside-vae-jpeg", "JPEG")
    expect(jpeg).to_be_visible()
    slider = page.locator("#inside-vae-bars input[type=range]")
    change_of(jpeg, lambda: slider.fill("60"))
    expect(off(page)).to_have_count(196)
    expect(page.locator("#inside-vae-bars output")).to_have_text("60 of 256 on")
    slider.fill("0")
    expect(page.locator("#inside-vae-pictures")).to_contain_text("What is left: 0 numbers")
    expect(jpeg).to_have_count(0)


def test_another_face_has_its_own_bars_and_some_of_them_on(open_page):
    page = open_tab(open_page)
    total = page.locator("#inside-vae-words .inside-number")
    before = total.inner_text()
    page.locator("#inside-vae-bars input[type=range]").fill("30")
    expect(off(page)).to_have_count(226)
    page.locator("#random-face").click()
    expect(total).not_to_have_text(before)
    expect(off(page)).to_have_count(224)


def test_the_model_tells_faces_and_other_pictures_apart(page):
    answers = page.locator("#inside-vae-answers")
    expect(answers.locator("li img")).to_have_count(2)
    expect(answers).to_contain_text("A plain grey square is likelier than")
    page.locator("#inside-vae-ask").click()
    expect(answers.locator(".inside-status")).to_contain_text(re.compile("To the model this is|costs"))
    expect(answers.locator("li .fv-note", has_text=" bits")).to_have_count(6)
    upright, *altered, _ = [
        float(re.match(r"[\d.]+", note).group()) for note in answers.locator("li .fv-note").all_inner_texts()
    ]
    assert upright < min(altered)


def test_an_invented_face_is_measured_against_training_faces(page):
    page.locator("#inside-vae-draw").click()
    expect(page.locator("#inside-vae-invented img")).to_be_visible()
    expect(page.locator("#inside-vae-likeness")).to_contain_text("is never shown")
