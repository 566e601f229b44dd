"""The Morph tab as a visitor uses it: corners, the matrix by mouse and keyboard, the sliders, films, and a phone."""

from __future__ import annotations

import re

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Page, expect

from tests.browser.pages import change_of, go_to, upload
from tests.support.photos import PORTRAIT

DRAWN = re.compile("^data:image/jpeg")


def opened(open_page, **screen) -> Page:
    page = open_page("?tab=morph", **screen)
    expect(board(page)).to_have_attribute("src", DRAWN)
    expect(large(page)).to_be_visible()
    return page


@pytest.fixture(scope="module")
def shared_page(open_shared_page) -> Page:
    return opened(open_shared_page)


@pytest.fixture
def page(shared_page) -> Page:
    """A page whose corners and settings are left as they are."""
    go_to(shared_page, "Morph")
    return shared_page


@pytest.fixture(scope="module")
def changed_page(open_shared_page) -> Page:
    """A page whose settings and fourth corner tests change."""
    return opened(open_shared_page)


def board(page: Page):
    return page.locator("#morph-pictures .cells-picture")


def large(page: Page):
    return page.locator("#morph-large img")


def put(page: Page, corner: int, label: str) -> None:
    """Choose a face from the menu of a corner."""
    page.locator(f"#morph-corner-{corner} .corner-open").click()
    page.locator(f"#morph-corner-{corner} .corner-menu").get_by_role("button", name=label, exact=True).click()


def plant(page: Page, corner: int, seed: str) -> None:
    """Type the seed of a random face into the menu of a corner."""
    page.locator(f"#morph-corner-{corner} .corner-open").click()
    box = page.locator(f"#morph-corner-{corner} input")
    box.fill(seed)
    box.press("Enter")


def cell(page: Page, row: int, column: int, size: int = 7):
    return page.locator("#morph-pictures [role=gridcell]").nth(row * size + column)


def test_the_first_view_has_four_faces_and_those_between_them(page):
    expect(page.locator("#morph-pictures [role=gridcell]")).to_have_count(49)
    expect(page.locator("#morph-pictures .cells-marked")).to_have_count(4)
    for index, name in enumerate(("Eileen Collins", "Invented face 20", "Invented face 17", "Invented face 26")):
        expect(page.locator(f"#morph-corner-{index} .fv-title")).to_have_text(name)
        expect(page.locator(f"#morph-corner-{index} img")).to_have_attribute("src", DRAWN)
    assert large(page).bounding_box()["width"] >= 256


def test_the_real_faces_are_laid_over_the_matrix_as_strongly_as_the_dial_says(page):
    over, dial = page.locator("#morph-pictures .cells-over"), page.locator("#morph-dial input[type=range]")
    expect(over).to_have_attribute("src", DRAWN)
    expect(over).to_have_css("opacity", "1")
    expect(page.locator("#morph-large")).to_contain_text(", real")
    change_of(large(page), lambda: dial.fill("0"))
    expect(over).to_have_css("opacity", "0")
    expect(page.locator("#morph-large")).to_contain_text(", faithful")
    change_of(large(page), lambda: dial.fill("100"))


def test_a_click_shows_a_face_large_and_it_opens_in_the_sliders(page):
    change_of(large(page), lambda: cell(page, 1, 4).click())
    expect(page.locator("#morph-large")).to_contain_text("row 2, column 5")
    expect(cell(page, 1, 4)).to_have_attribute("aria-selected", "true")
    page.locator("#morph-open").click()
    expect(page.get_by_role("tab", name="Sliders", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#live .live-note")).to_contain_text("Invented face 20")


def test_a_double_click_goes_to_the_sliders_at_once(page):
    cell(page, 6, 6).dblclick()
    expect(page.locator("#live .live-note")).to_contain_text("Invented face 26, as the model sees it")


def test_the_matrix_can_be_walked_with_the_keyboard(page):
    cell(page, 3, 3).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Home", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
    expect(cell(page, 3, 0)).to_be_focused()
    change_of(large(page), lambda: page.keyboard.press("Enter"))
    expect(page.locator("#morph-large")).to_contain_text("row 4, column 1")
    reached = page.locator("#morph-pictures [role=gridcell][tabindex='0']")
    expect(reached).to_have_count(1)
    expect(reached).to_have_accessible_name("Row 4, column 1")


def test_more_faces_and_the_other_way_are_drawn(changed_page):
    page = changed_page
    change_of(board(page), lambda: page.locator("#morph-way").get_by_label("Around").check())
    change_of(board(page), lambda: page.locator("#morph-size input[type=range]").fill("4"))
    expect(page.locator("#morph-pictures [role=gridcell]")).to_have_count(16)
    change_of(large(page), lambda: cell(page, 3, 0, size=4).click())
    expect(page.locator("#morph-large")).to_contain_text("Invented face 17, as the model sees it")


def test_corners_that_were_chosen_stay_when_the_face_changes_and_when_one_comes_back(open_page, tmp_path):
    page = opened(open_page)
    change_of(board(page), lambda: put(page, 3, "Eileen Collins"))
    change_of(board(page), lambda: plant(page, 1, "4"))
    path = tmp_path / "me.png"
    ImageOps.mirror(Image.open(PORTRAIT)).save(path)
    change_of(board(page), lambda: upload(page, path))
    names = [page.locator(f"#morph-corner-{index} .fv-title") for index in range(4)]
    expected_names = "Your photo", "Invented face 4", "Invented face 17", "Eileen Collins"
    for name, expected in zip(names, expected_names, strict=True):
        expect(name).to_have_text(expected)
    change_of(board(page), lambda: put(page, 2, "Current face, kept"))
    change_of(board(page), lambda: page.locator("#random-face").click())
    expect(names[2]).to_have_text("Your photo")
    expect(names[0]).to_have_text(re.compile("Invented face"))
    change_of(board(page), lambda: put(page, 2, "Random face"))
    drawn = board(page).get_attribute("src")
    go_to(page, "Damage")
    go_to(page, "Morph")
    expect(board(page)).to_have_attribute("src", drawn)


def test_a_seed_that_is_none_is_one_sentence_and_the_corner_stays(open_page):
    page = opened(open_page)
    drawn = board(page).get_attribute("src")
    plant(page, 1, "123456")
    expect(page.get_by_text("The seed is a whole number from 0 to 9999.")).to_be_visible()
    expect(board(page)).to_have_attribute("src", drawn)


def test_a_corners_menu_closes_by_escape_and_by_a_click_elsewhere(page):
    face, menu = page.locator("#morph-corner-0 .corner-open"), page.locator("#morph-corner-0 .corner-menu")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.locator("#morph-settings").click()):
        face.click()
        expect(menu).to_be_visible()
        expect(face).to_have_attribute("aria-expanded", "true")
        leave()
        expect(menu).to_be_hidden()
        expect(face).to_have_attribute("aria-expanded", "false")


def _go(page: Page, way: str) -> None:
    page.locator("#morph-way").get_by_label(way).check()


def test_a_film_runs_once_its_ends_are_set_and_can_be_taken_home(open_page):
    page = opened(open_page)
    saves = {kind: page.locator(f"#morph-{kind}") for kind in ("mp4", "gif")}
    expect(saves["mp4"]).to_be_disabled()
    page.locator("#morph-end input").click()
    page.get_by_role("option", name="Top right").click()
    video = page.locator("#morph-film video")
    expect(video).to_be_visible()
    expect(page.locator("#morph-film")).to_contain_text("24 frames each way")
    page.wait_for_function("() => document.querySelector('#morph-film video').currentTime > 0.2")
    assert video.evaluate("video => video.loop && video.muted")
    for kind, button in saves.items():
        with page.expect_download() as caught:
            button.click()
        assert caught.value.suggested_filename == f"morph.{kind}"
    old, length = page.locator("#morph-film [data-stale]"), page.locator("#morph-frames input[type=range]")
    for change, undo in (
        (lambda: length.fill("30"), lambda: length.fill("24")),
        (lambda: _go(page, "Around"), lambda: _go(page, "Straight")),
    ):
        expect(old).to_have_count(0)
        change()
        expect(old).to_be_visible()
        expect(saves["mp4"]).to_be_disabled()
        expect(page.locator("#morph-film")).to_contain_text("make the film again")
        undo()
    expect(old).to_have_count(0)
    expect(saves["mp4"]).to_be_enabled()


def test_a_path_to_the_same_corner_is_one_sentence(open_page):
    page = opened(open_page)
    page.locator("#morph-end input").click()
    page.get_by_role("option", name="Top left").click()
    expect(page.get_by_text("choose two different corners")).to_be_visible()


def test_the_matrix_and_the_large_face_can_be_taken_home(page):
    for button, width in (("morph-download", 7 * 512), ("morph-face-download", 512)):
        with page.expect_download() as caught:
            page.locator(f"#{button}").click()
        with Image.open(caught.value.path()) as image:
            assert image.width == width


def test_a_mean_face_is_shown_beside_its_table_and_becomes_a_corner(changed_page):
    page = changed_page
    mean = page.locator("#morph-means [role=gridcell]:not(:disabled)").first
    large_mean = page.locator("#morph-mean-large")
    mean.scroll_into_view_if_needed()
    at = page.evaluate("scrollY")
    change_of(large_mean.locator("img"), mean.click)
    name = mean.get_attribute("aria-label")
    expect(large_mean).to_contain_text(name)
    assert page.evaluate("scrollY") == at
    expect(page.locator("#morph-pictures [aria-selected=true]")).to_have_count(1)
    change_of(board(page), lambda: page.locator("#morph-mean-put-3").click())
    expect(page.locator("#morph-corner-3 .fv-title")).to_have_text(name)


def test_on_a_phone_a_finger_finds_every_face_and_nothing_is_wider_than_the_screen(open_page):
    page = opened(open_page, width=390, height=844)
    page.locator("#morph-size input[type=range]").fill("11")
    expect(page.locator("#morph-pictures [role=gridcell]")).to_have_count(121)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert cell(page, 5, 5, size=11).bounding_box()["width"] >= 28
    assert page.locator("#morph-means [role=gridcell]").first.bounding_box()["width"] >= 44
