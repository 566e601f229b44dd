"""Restoration as a visitor uses it: the dial, the methods, refining, holes that grow, and what can be taken home."""

from __future__ import annotations

import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.pages import change_of, picture


@pytest.fixture(scope="module")
def denoise_page(open_shared_page) -> Page:
    """A page on which nothing is refined."""
    return open_shared_page("?tab=denoise")


def test_the_dial_leads_from_the_noisy_photo_to_the_model(denoise_page):
    page = denoise_page
    vae = picture(page, "denoise-pictures", "VAE")
    expect(vae).to_be_visible()
    dial = page.locator("#denoise-strength input[type=range]")
    change_of(vae, lambda: dial.fill("0"))
    assert vae.get_attribute("src") == picture(page, "denoise-pictures", "Noisy").get_attribute("src")
    change_of(vae, lambda: dial.fill("1"))


def test_the_dial_from_faithful_to_real_changes_the_models_picture_alone(denoise_page):
    page = denoise_page
    vae, mean = (picture(page, "denoise-pictures", title) for title in ("VAE", "Mean filter"))
    expect(vae).to_be_visible()
    before = mean.get_attribute("src")
    change_of(vae, lambda: page.locator("#denoise-dial input[type=range]").fill("0"))
    expect(page.locator("#denoise-pictures")).to_contain_text("VAE, faithful")
    change_of(vae, lambda: page.locator("#denoise-dial input[type=range]").fill("100"))
    expect(page.locator("#denoise-pictures")).to_contain_text("VAE, real")
    expect(page.locator("#denoise-pictures")).to_contain_text("faithful:")
    assert mean.get_attribute("src") == before


def test_a_method_that_is_ticked_stands_beside_the_others(denoise_page):
    page = denoise_page
    expect(picture(page, "denoise-pictures", "Mean filter")).to_be_visible()
    page.locator("#denoise-methods").get_by_label("Median filter").check()
    expect(picture(page, "denoise-pictures", "Median filter")).to_be_visible()


def test_methods_that_are_not_told_the_noise_estimate_it(denoise_page):
    page = denoise_page
    expect(picture(page, "denoise-pictures", "VAE")).to_be_visible()
    page.locator("#denoise-fine > button").click()
    page.locator("#denoise-sigma-known input").uncheck()
    line = page.locator("#denoise-level")
    expect(line).to_contain_text("true: 50")
    estimated = int(re.search(r"level: (\d+)", line.inner_text()).group(1))
    assert 45 <= estimated <= 55


def test_refining_goes_through_its_steps(open_page):
    page = open_page("?tab=denoise")
    expect(picture(page, "denoise-pictures", "VAE")).to_be_visible()
    page.locator("#denoise-refine").click()
    expect(page.locator("#denoise-status")).to_contain_text("Step 12 of 12")
    expect(picture(page, "denoise-pictures", "VAE, refined")).to_be_visible()


@pytest.fixture(scope="module")
def inpaint_page(open_shared_page) -> Page:
    """A page without the nine, on which a hole is filled at once."""
    return open_shared_page("?tab=inpaint")


def test_a_larger_hole_leaves_more_to_imagination(inpaint_page):
    page = inpaint_page
    expect(page.locator("#inpaint-caption")).to_contain_text("inside the hole")
    number, found = page.locator(".inpaint-number"), []
    for size in (30, 60, 100):
        box = page.locator("#inpaint-size input[type=number]")
        box.fill(str(size))
        box.press("Enter")
        page.locator("#inpaint-caption").click()
        expect(number).to_be_visible()
        if found:
            expect(number).not_to_have_text(str(found[-1]))
        found.append(int(number.inner_text()))
    assert found == sorted(set(found))


@pytest.fixture(scope="module")
def page_of_nine(open_shared_page) -> Page:
    page = open_shared_page("?tab=inpaint")
    expect(page.locator("#inpaint-caption")).to_contain_text("inside the hole")
    page.locator("#inpaint-more").click()
    expect(page.locator("#inpaint-choices [role=gridcell]")).to_have_count(9)
    return page


def test_the_dial_changes_the_filled_face_and_the_nine_and_back_again(page_of_nine):
    page = page_of_nine
    filled, nine = page.locator("#inpaint-compare .compare-after"), page.locator("#inpaint-choices .cells-picture")
    dial, caption = page.locator("#inpaint-dial input[type=range]"), page.locator("#inpaint-caption")
    expect(dial).to_have_value("100")
    expect(caption).to_contain_text(", real")
    real = nine.get_attribute("src")
    change_of(nine, lambda: change_of(filled, lambda: dial.fill("0")))
    expect(caption).to_contain_text(", faithful")
    change_of(nine, lambda: change_of(filled, lambda: dial.fill("100")))
    expect(nine).to_have_attribute("src", real)
    expect(caption).to_contain_text("; faithful: PSNR")


@pytest.mark.parametrize(
    ("button", "format", "width"), [("inpaint-download", "JPEG", 512), ("inpaint-sheet", "PNG", 2168)]
)
def test_the_face_and_the_sheet_of_nine_can_be_taken_home(page_of_nine, button, format, width):
    page = page_of_nine
    with page.expect_download() as caught:
        page.locator(f"#{button}").click()
    with Image.open(caught.value.path()) as image:
        assert (image.format, image.width) == (format, width)


def test_a_picture_that_waits_for_the_button_says_so_and_cannot_be_saved(inpaint_page):
    page = inpaint_page
    expect(page.locator("#inpaint-caption")).to_contain_text("inside the hole")
    stale = page.locator("#inpaint-compare [data-stale]")
    page.locator("#inpaint-live input").uncheck()
    page.locator("#paint [data-preset]", has_text="Mouth").click()
    expect(stale).to_have_attribute("data-stale", 'Settings changed: press "Fill in"')
    expect(page.locator("#inpaint-download")).to_be_disabled()
    page.locator("#inpaint-fill").click()
    expect(stale).to_have_count(0)
    expect(page.locator("#inpaint-download")).to_be_enabled()
    page.locator("#inpaint-live input").check()


def test_a_square_is_one_until_something_else_is_painted(page_of_nine):
    page = page_of_nine
    size = page.locator("#inpaint-size input[type=range]")
    size.fill("50")
    expect(page.locator("#paint .paint-share")).to_contain_text("25 %")
    page.locator("#paint [data-preset]", has_text="Mouth").click()
    expect(size).to_have_value("0")


@pytest.fixture(scope="module")
def repair_page(open_shared_page) -> Page:
    """A page that tests leave with the old print as it came, whose scratches were found."""
    return open_shared_page("?tab=repair")


def test_an_old_print_is_restored_at_start_and_the_eraser_takes_back_what_was_found(repair_page):
    page = repair_page
    words, count = page.locator("#repair-words"), page.locator("#repair-marks .paint-share")
    expect(words).to_contain_text("one face by the model, the rest from its surroundings")
    expect(count).to_have_text(re.compile(r"^0 % painted, [1-9]\.\d % found$"))
    result = page.locator("#photo-repair-result .compare-after")
    assert result.get_attribute("src") != page.locator("#photo-repair-result .compare-before").get_attribute("src")
    page.locator("#repair-marks [data-do=clear]").click()
    expect(count).to_have_text("0 % painted, 0 % found")
    expect(words).to_contain_text("No scratches")
    page.locator("#repair-marks [data-do=undo]").click()
    expect(words).to_contain_text("one face by the model")


def test_a_face_without_a_photo_has_two_ways_on(repair_page):
    page = repair_page
    download = page.locator("#photo-repair-download")
    expect(download).to_be_visible()
    page.locator("#random-face").click()
    expect(page.locator("#repair-choose")).to_be_visible()
    expect(download).to_be_hidden()
    page.locator("#repair-example").click()
    expect(page.locator("#current-face")).to_contain_text("An old print")
    expect(page.locator("#repair-words")).to_contain_text("by the model")
    expect(page.locator("#repair-marks canvas")).to_be_visible()
    expect(page.locator("#repair-choose")).to_be_hidden()
