"""What a visitor does, in the order in which they would."""

from __future__ import annotations

import re
import urllib.request

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Page, expect

from facevae.ui.tabs.registry import TABS
from tests.browser.pages import change_of, go_to, picture, upload
from tests.support.photos import PORTRAIT


@pytest.fixture(scope="module")
def shared(open_shared_page) -> Page:
    """A page whose face and dial tests leave as they are."""
    page = open_shared_page()
    expect(picture(page, "damage-pictures", "Restored by the VAE")).to_be_visible()
    return page


def test_the_first_view_shows_a_damaged_and_a_restored_face(open_page):
    page = open_page()
    expect(page.locator("#damage-pictures img").first).to_be_visible()
    # The pictures are there when their places are.
    for image in page.locator("#damage-pictures img, #damage-compare img, #current-face img").all():
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") > 100
    for title in ("Original", "Damaged", "Restored by the VAE"):
        expect(picture(page, "damage-pictures", title)).to_be_visible()
    expect(page.locator("#damage-pictures")).to_contain_text(re.compile(r"PSNR \d+\.\d dB, SSIM 0\.\d\d"))
    assert page.locator("#damage-compare .fv-picture").bounding_box()["width"] >= 500


def test_the_page_travels_in_less_than_300_kb(address):
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.read()) < 300_000


def test_another_damage_changes_the_damaged_and_the_restored_face(shared):
    page = shared
    damaged, restored = (picture(page, "damage-pictures", title) for title in ("Damaged", "Restored by the VAE"))
    expect(restored).to_be_visible()
    before = restored.get_attribute("src")
    change_of(damaged, lambda: page.locator("#damage-chosen").get_by_label("Pixelate").check())
    expect(restored).not_to_have_attribute("src", before)


def test_the_dial_leads_from_the_faithful_to_the_real_face(shared):
    page = shared
    restored, damaged = (picture(page, "damage-pictures", title) for title in ("Restored by the VAE", "Damaged"))
    expect(page.locator("#damage-pictures")).to_contain_text("Restored by the VAE, 50 % real")
    dial = page.locator("#damage-dial input[type=range]")
    change_of(restored, lambda: dial.fill("0"))
    expect(page.locator("#damage-pictures")).to_contain_text("Restored by the VAE, faithful")
    expect(page.locator("#damage-compare")).to_contain_text("Restored by the VAE, faithful")
    before = damaged.get_attribute("src")
    change_of(restored, lambda: dial.fill("20"))
    assert damaged.get_attribute("src") == before
    change_of(restored, lambda: dial.fill("50"))


def test_an_upload_becomes_the_face_of_every_tab(open_page, tmp_path):
    path = tmp_path / "me.png"
    ImageOps.mirror(Image.open(PORTRAIT)).convert("RGBA").save(path)
    page = open_page()
    original = picture(page, "damage-pictures", "Original")
    expect(original).to_be_visible()
    change_of(original, lambda: upload(page, path))
    expect(page.locator("#current-face")).to_contain_text("Your photo")
    uploaded = original.get_attribute("src")
    go_to(page, "Denoise")
    expect(picture(page, "denoise-pictures", "Original")).to_have_attribute("src", uploaded)
    go_to(page, "Damage")
    expect(original).to_have_attribute("src", uploaded)


@pytest.fixture(scope="module")
def page_of_another_face(open_shared_page):
    """A page whose face was changed before any tab but the first was opened."""
    page = open_shared_page()
    expect(picture(page, "damage-pictures", "Original")).to_be_visible()
    change_of(page.locator("#current-face img"), lambda: page.locator("#random-face").click())
    return page


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_a_tab_opened_after_the_face_changed_shows_the_new_face(page_of_another_face, tab):
    page = page_of_another_face
    go_to(page, tab.title)
    seen = {
        "sliders": "#live canvas",
        "inpaint": "#paint canvas",
        "repair": "#repair-no-photo",
        "kernels": "#kernels-pictures canvas",
        "size": "#size-pictures canvas",
        "reading": "#reading-patch img",
    }.get(tab.key, f"#{tab.key}-pictures img")
    expect(page.locator(seen).first).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.jpg", b"", "empty"),
        ("page.jpg", b"<!doctype html><html><body>no photo</body></html>", "a web page"),
        ("cut.jpg", PORTRAIT.read_bytes()[:200], "damaged"),
        ("letter.pdf", b"%PDF-1.7", "a PDF document"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "HEIC"),
    ],
)
def test_what_is_no_photo_is_one_sentence_and_the_face_stays(shared, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    page = shared
    original = picture(page, "damage-pictures", "Original")
    before = original.get_attribute("src")
    upload(page, path)
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.locator(".fv-arriving")).to_have_count(0)
    expect(original).to_have_attribute("src", before)
    page.get_by_role("alert").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_more_noise_is_measured_and_drawn(open_page):
    page = open_page("?tab=denoise")
    noisy = picture(page, "denoise-pictures", "Noisy")
    expect(noisy).to_be_visible()
    expect(page.locator("#denoise-plot svg, #denoise-plot img").first).to_be_visible()
    change_of(noisy, lambda: page.locator("#denoise-sigma input[type=range]").fill("120"))
    expect(page.locator("#denoise-pictures")).to_contain_text("best window")
    expect(page.locator("#denoise-plot")).to_contain_text(re.compile("mean filter", re.IGNORECASE))


def stroke(page: Page) -> None:
    canvas = page.locator("#paint canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.35 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.35 * box["height"], steps=8)
    page.mouse.up()


@pytest.fixture(scope="module")
def inpaint_page(open_shared_page) -> Page:
    return open_shared_page("?tab=inpaint")


def test_a_painted_hole_is_filled_and_undo_takes_it_back(inpaint_page):
    page = inpaint_page
    filled = page.locator("#inpaint-compare img.compare-after")
    expect(filled).to_have_attribute("src", re.compile("^data:"))
    whole = filled.get_attribute("src")
    change_of(filled, lambda: stroke(page))
    expect(page.locator("#inpaint-caption")).to_contain_text("inside the hole")
    page.locator("#paint [data-do=undo]").click()
    expect(filled).to_have_attribute("src", whole)


def test_nine_people_could_have_been_there(inpaint_page):
    page = inpaint_page
    expect(page.locator("#inpaint-compare img.compare-after")).to_have_attribute("src", re.compile("^data:"))
    page.locator("#paint [data-preset]", has_text="Eyes").click()
    expect(page.locator("#inpaint-caption")).to_contain_text("inside the hole")
    page.locator("#inpaint-more").click()
    expect(page.locator("#inpaint-choices [role=gridcell]")).to_have_count(9)


def test_the_face_follows_a_slider_comes_back_and_can_be_kept(open_page):
    page = open_page("?tab=sliders")
    canvas = page.locator("#live canvas")
    slider = page.locator("#live input[type=range]").first
    expect(slider).to_be_visible()

    def drawn() -> str:
        return canvas.evaluate("canvas => canvas.toDataURL()")

    def wait_for_change(before: str) -> None:
        page.wait_for_function("before => document.querySelector('#live canvas').toDataURL() !== before", arg=before)

    empty = "document.createElement('canvas')"
    page.wait_for_function(
        f"() => {{ const c = document.querySelector('#live canvas'), e = {empty};"
        "e.width = c.width; e.height = c.height; return c.toDataURL() !== e.toDataURL(); }"
    )
    expect(page.locator("#live .live-view")).to_have_attribute("aria-busy", "false")
    start = drawn()
    slider.fill("2.5")
    wait_for_change(start)
    page.locator("#live [data-do=reset]").click()
    page.wait_for_function("start => document.querySelector('#live canvas').toDataURL() === start", arg=start)

    page.locator("#sliders-keep").click()
    expect(page.locator("#current-face")).to_contain_text("A face from the sliders")
