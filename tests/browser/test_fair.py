"""Fair to whom? as a visitor sees it: a part hidden, one filling or nine, readings of shipped faces alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from facevae.models.attributes import ETHNICITIES, GENDERS
from tests.browser.pages import upload
from tests.support.photos import PORTRAIT

READ = re.compile(r"^Read as \w+ \(\d+ %\) before, as \w+ \(\d+ %\) with only a bar there")
BOARD = "#fair-pictures"


def open_tab(opened, **size) -> Page:
    page = opened("?tab=fair", **size)
    expect(page.locator(".fair-verdict")).to_have_text(READ)
    return page


@pytest.fixture(scope="module")
def shared(open_shared_page) -> Page:
    return open_tab(open_shared_page, height=720)


def test_all_that_is_first_seen_fits_a_small_laptop(shared):
    expect(shared.locator(f"{BOARD} img")).to_have_count(4)
    expect(shared.locator("#tab-fair fieldset:visible")).to_have_count(3)
    for name in (*GENDERS, *ETHNICITIES):
        expect(shared.locator(".fair-read").get_by_role("rowheader", name=name, exact=True)).to_be_visible()
    box = shared.locator(".fair-verdict").bounding_box()
    assert box["y"] + box["height"] <= 720


def test_another_part_hidden_and_nine_fillings_are_read(shared):
    before = shared.locator(f"{BOARD} img").nth(1).get_attribute("src")
    shared.get_by_label("The left half").check()
    expect(shared.locator(".fair-verdict")).to_have_text(READ)
    expect(shared.locator(f"{BOARD} img").nth(1)).not_to_have_attribute("src", before)
    shared.get_by_label("Nine", exact=True).check()
    expect(shared.locator(".fair-verdict")).to_contain_text("of the 9 fillings")
    counts = shared.locator(".fair-read small").all_inner_texts()
    # Each of the nine has one label of gender and one of ethnicity.
    assert sum(int(count.removesuffix(" of 9")) for count in counts) == 18
    expect(shared.locator(f"{BOARD} figure").last).to_contain_text("Nine fillings by the VAE")


def test_of_an_own_photo_nothing_is_shown(open_page):
    page = open_tab(open_page)
    expect(page.locator("#fair-notice")).to_be_hidden()
    upload(page, PORTRAIT)
    expect(page.locator("#current-face")).to_contain_text("Your photo")
    expect(page.locator("#fair-notice")).to_contain_text("nothing of it is read here")
    expect(page.locator(".fair-verdict")).to_have_text(READ)
    expect(page.locator(f"{BOARD} figcaption").first).to_contain_text("Eileen Collins")
    expect(page.locator(BOARD)).not_to_contain_text("Your photo")


def test_copies_of_training_faces_are_looked_for(shared):
    shared.get_by_role("button", name="Has it memorised its training photos?").click()
    shared.locator("#fair-draw").click()
    expect(shared.locator("#fair-invented img")).to_be_visible()
    expect(shared.locator("#fair-likeness")).to_contain_text("is never shown")
