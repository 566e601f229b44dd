"""A visitor's own photo: faces are found, one is chosen, damaged and restored, and goes home in the photo."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import change_of, go_to, picture, upload
from tests.support.photos import couple


@pytest.fixture
def group(open_page, tmp_path):
    """A page with a photo of two people, the first one chosen."""
    path = tmp_path / "couple.png"
    couple().save(path)
    page = open_page()
    change_of(page.locator("#current-face img"), lambda: upload(page, path))
    expect(page.locator(".photo-frames polygon")).to_have_count(2)
    return page


def _frame(page: Page, number: int):
    return page.locator(".photo-frames g").nth(number - 1)


def _corners(page: Page, number: int) -> np.ndarray:
    """(4, 2) in pixels of the photo."""
    points = _frame(page, number).locator("polygon").get_attribute("points")
    return np.array([[float(value) for value in point.split(",")] for point in points.split()])


def _choose(page: Page, number: int) -> None:
    change_of(page.locator("#current-face img"), lambda: _frame(page, number).click())
    expect(_frame(page, number)).to_have_class("photo-chosen")


def _changed(path) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the pixels of a saved photo that are not those of the couple."""
    saved_photo, before = (np.asarray(picture.convert("RGB")).astype(int) for picture in (Image.open(path), couple()))
    assert saved_photo.shape == before.shape
    return np.abs(saved_photo - before).any(2).nonzero()


def test_an_upload_is_restored_whole_and_saved_as_it_is_shown(group):
    page = group
    expect(page.locator("#damage-where").get_by_label("Whole photo")).to_be_checked()
    expect(page.locator("#damage-stage-words")).to_contain_text("2 faces are changed")
    page.locator("#damage-format input").fill("PNG")
    page.keyboard.press("Enter")
    with page.expect_download() as caught:
        page.locator("#damage-download").click()
    rows, columns = _changed(caught.value.path())
    both = np.concatenate([_corners(page, 1), _corners(page, 2)])
    assert both.min(0)[0] <= columns.min()
    assert columns.max() <= both.max(0)[0]
    assert both.min(0)[1] <= rows.min()
    assert rows.max() <= both.max(0)[1]
    for number in (1, 2):
        left, right = _corners(page, number)[:, 0].min(), _corners(page, number)[:, 0].max()
        inside = columns[(left < columns) & (columns < right)]
        assert np.ptp(inside) > 0.6 * (right - left)


def test_another_face_of_a_group_is_looked_at_and_saved(group):
    page = group
    after = page.locator("#damage-compare .compare-after")
    expect(page.locator("#damage-stage-words")).to_contain_text("2 faces are changed")
    change_of(after, lambda: page.locator("#damage-where").get_by_label("Face", exact=True).check())
    expect(page.locator("#damage-stage-words")).not_to_contain_text("faces")
    restored = picture(page, "damage-pictures", "Restored by the VAE")
    change_of(after, lambda: change_of(restored, lambda: _choose(page, 2)))
    with page.expect_download() as caught:
        page.locator("#damage-download").click()
    with Image.open(caught.value.path()) as image:
        assert (image.format, image.size) == ("JPEG", (512, 512))
    dial = page.locator("#damage-dial input[type=range]")
    change_of(after, lambda: page.locator("#damage-where").get_by_label("Whole photo").check())
    change_of(after, lambda: dial.fill("100"))
    expect(page.locator("#damage-compare")).to_contain_text("Restored by the VAE, real")
    page.locator("#random-face").click()
    expect(page.locator("#damage-where")).to_be_hidden()
    expect(page.locator("#damage-stage-words")).not_to_contain_text("changed")


def test_eyes_that_are_clicked_make_a_face_where_none_was_found(open_page, tmp_path):
    path = tmp_path / "plain.png"
    Image.new("RGB", (400, 300), (90, 120, 60)).save(path)
    page = open_page()
    current = page.locator("#current-face img")
    change_of(current, lambda: upload(page, path))
    expect(page.locator("#photo-words")).to_contain_text("No face was found")
    page.locator("#photo-eyes").click()
    board = page.locator(".photo-frames")
    box = board.bounding_box()
    for x in (0.4, 0.6):
        board.click(position={"x": x * box["width"], "y": 0.4 * box["height"]})
    expect(page.locator("#photo-words")).to_contain_text("between your clicks")
    corners = _corners(page, 1)
    # The eyes are 80 pixels apart and 0.394 of the crop's side.
    assert np.linalg.norm(corners[1] - corners[0]) == pytest.approx(80 / 0.394, rel=0.03)


def _shape(canvas: Locator) -> float:
    """Width over height, as it is seen."""
    box = canvas.bounding_box()
    return box["width"] / box["height"]


def test_a_scratch_is_marked_on_the_photo_and_repaired(group):
    page = group
    go_to(page, "Repair")
    canvas = page.locator("#repair-marks canvas")
    # A brow may be a scratch to the finder: it asks. Each face has more than a quarter of the photo's width.
    expect(page.locator("#repair-words")).to_contain_text("Nothing is restored yet. What is yellow may be a brow")
    zoom = page.locator("#repair-zoom input")
    expect(zoom).not_to_be_checked()
    assert _shape(canvas) == pytest.approx(2, rel=0.02)
    zoom.check()
    page.wait_for_function("() => document.querySelector('#photo-repair-result .compare-after').naturalWidth < 600")
    assert _shape(canvas) == pytest.approx(382 / 320, rel=0.05)
    after = page.locator("#photo-repair-result .compare-after")

    def stroke() -> None:
        page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.5 * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"], steps=8)
        page.mouse.up()

    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    change_of(after, stroke)
    expect(page.locator("#repair-words")).to_contain_text("one face by the model")
    change_of(after, lambda: page.locator("#repair-dial input[type=range]").fill("100"))
    expect(page.locator("#photo-repair-result")).to_contain_text("Restored, real")
    page.locator("#random-face").click()
    expect(page.locator("#repair-no-photo")).to_contain_text("did not come from a photo")
    expect(page.locator("#photo-repair-result .compare-after[src]")).to_have_count(0)
