"""The code as a visitor uses it: dice, one number opened up, numbers switched off, and what an exact copy takes."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import change_of, reach

MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
WORKED = re.compile(rf"([{MINUS}\d.]+) = ([{MINUS}\d.]+) \+ ([\d.]+) {TIMES} \(?([{MINUS}\d.]+)\)?")


def open_path(open_page, query: str = "?tab=code", **profile) -> Page:
    page = open_page(query, **profile)
    expect(page.locator(".path-worked")).to_have_text(WORKED)
    return page


def open_bits(open_page, **profile) -> Page:
    page = open_path(open_page, **profile)
    page.get_by_role("button", name="How many bits").click()
    expect(page.locator(".bits-bar")).to_have_count(256)
    expect(page.locator("#code-left")).to_contain_text("What is left: 32 numbers")
    change_of(left(page), lambda: page.locator("#code-bars").get_by_text("Switch all on again").click())
    return page


@pytest.fixture(scope="module")
def path(open_shared_page) -> Page:
    """A page that shows the path, with any model and seed; the address of the tab that it replaced opens it."""
    return open_path(open_shared_page, "?tab=inside-vae")


@pytest.fixture(scope="module")
def bits_page(open_shared_page) -> Page:
    return open_bits(open_shared_page)


@pytest.fixture
def bits(bits_page) -> Page:
    """A wide page with all numbers on, the costliest first."""
    bits_page.set_viewport_size({"width": 1280, "height": 900})
    bits_page.locator("#code-bars").get_by_text("Costliest first").click()
    if off(bits_page).count():
        change_of(left(bits_page), lambda: bits_page.locator("#code-bars").get_by_text("Switch all on again").click())
    return bits_page


def drawn(page: Page) -> Locator:
    return page.locator(".path-drawn img")


def left(page: Page) -> Locator:
    """What the numbers that are on draw; its title says how many they are."""
    return page.locator("#code-left figure").nth(2).locator("img")


def off(page: Page) -> Locator:
    return page.locator('.bits-bar[aria-selected="false"]')


def at(page: Page, share: float) -> tuple[float, float]:
    """A point on the bars, so far from the left."""
    bars = page.locator(".bits-bars")
    bars.scroll_into_view_if_needed()
    box = bars.bounding_box()
    return box["x"] + share * box["width"], box["y"] + 0.5 * box["height"]


def worked(page: Page) -> list[Decimal]:
    """z, mean, deviation and epsilon of the number that is opened up, as they are written."""
    found = WORKED.search(page.locator(".path-worked").inner_text())
    return [Decimal(text.replace(MINUS, "-")) for text in found.groups()]


def moved(page: Page) -> float:
    return float(re.search(r"moved by ([\d.]+)", page.locator(".path-drawn .fv-note").inner_text())[1])


def test_dice_move_the_picture_of_a_study_model_and_hardly_that_of_the_apps_own(path):
    path.locator(".path select").select_option("latent256-beta1")
    change_of(drawn(path), lambda: path.get_by_role("button", name="Throw the dice").click())
    assert 6 < moved(path) < 14
    expect(path.locator(".path-told")).to_contain_text(re.compile(r"The app's own model: [01]\.\d"))
    change_of(drawn(path), lambda: path.locator(".path select").select_option("own"))
    assert moved(path) < 2
    expect(path.locator(".path-photo .fv-note")).to_contain_text(f"128 {TIMES} 128 {TIMES} 3 = 49,152 numbers")


def test_the_seed_is_shown_and_brings_the_same_throw_again(path):
    seed = path.locator(".path-bar input")
    change_of(drawn(path), lambda: seed.fill("7"))
    expect(path.locator(".path-drawn .fv-note")).to_contain_text("Seed 7:")
    before = drawn(path).get_attribute("src")
    change_of(drawn(path), lambda: path.get_by_role("button", name="Throw the dice").click())
    expect(seed).to_have_value("8")
    change_of(drawn(path), lambda: seed.fill("7"))
    assert drawn(path).get_attribute("src") == before


def test_a_click_opens_a_number_whose_sum_adds_up(path):
    path.locator(".path select").select_option("latent256-beta1")
    name = path.locator(".path-name")
    box = path.locator(".path-line[data-of=z] svg").bounding_box()
    before = name.inner_text()
    path.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 5)
    expect(name).not_to_have_text(before)
    z, mean, deviation, epsilon = worked(path)
    assert z == mean + deviation * epsilon
    assert 0.5 < deviation <= 1.1
    expect(path.locator(".path-axis")).to_have_attribute(
        "aria-label", re.compile(r"mean .+, deviation .+, epsilon .+, z ")
    )
    expect(path.locator(".path-axis .axis-mark")).to_have_count(3)


def test_keys_open_one_number_after_the_other(path):
    page = path
    page.locator(".path select").select_option("own")
    expect(page.locator(".path-name")).to_contain_text("of 256:")
    page.locator(".path select").focus()
    numbers = page.get_by_role("slider", name="Which number of the code is opened up")
    reach(page, numbers)
    page.keyboard.press("End")
    expect(numbers).to_have_attribute("aria-valuenow", "256")
    page.keyboard.press("ArrowLeft")
    expect(numbers).to_have_attribute("aria-valuenow", "255")
    expect(numbers).to_have_attribute("aria-valuetext", re.compile(r"Number \d+ of 256: mean "))
    page.keyboard.press("Home")
    expect(numbers).to_have_attribute("aria-valuenow", "1")


def test_a_model_of_four_numbers_has_four_bars(path):
    path.locator(".path select").select_option("latent4-beta1")
    expect(path.locator(".path-name")).to_contain_text("of 4:")
    expect(path.locator(".path-used")).to_have_text("4 of 4 carry more than 0.1 nat")


@pytest.mark.parametrize(("motion", "plays"), [("no-preference", True), ("reduce", False)])
def test_the_path_is_played_once_where_motion_is_wanted(open_page, motion, plays):
    page = open_page("?tab=code", reduced_motion=motion)
    page.wait_for_function("() => document.querySelector('.path-row.is-opening')")
    assert page.locator(".path-row").evaluate("row => row.getAnimations({ subtree: true }).length > 0") == plays
    expect(page.locator(".path-row.is-opening")).to_have_count(0)


def test_the_address_of_the_tab_that_it_replaced_opens_it(path):
    page = path
    expect(page.get_by_role("tab", name="The code")).to_have_attribute("aria-selected", "true")
    assert page.url.endswith("?tab=code")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_switches_the_nearest_number_off_and_another_on_again(bits, width):
    page = bits
    page.set_viewport_size({"width": width, "height": 900})
    whole = left(page).get_attribute("src")
    change_of(left(page), lambda: page.mouse.click(*at(page, 0.001)))
    expect(page.locator("#code-left")).to_contain_text("What is left: 255 numbers")
    expect(page.locator("#code-words")).to_contain_text(re.compile(r"Switched off: 1 number, \d+ bits"))
    expect(off(page)).to_have_count(1)
    change_of(left(page), lambda: page.mouse.click(*at(page, 0.001)))
    expect(left(page)).to_have_attribute("src", whole)


def test_wiping_switches_many_off_and_a_button_all_on_again(bits):
    whole = left(bits).get_attribute("src")

    def wipe() -> None:
        bits.mouse.move(*at(bits, 0.1))
        bits.mouse.down()
        bits.mouse.move(*at(bits, 0.3), steps=6)
        bits.mouse.up()

    change_of(left(bits), wipe)
    expect(off(bits)).to_have_count(52)
    expect(bits.locator("#code-left")).to_contain_text("What is left: 204 numbers")
    bits.locator("#code-bars").get_by_text("Switch all on again").click()
    expect(left(bits)).to_have_attribute("src", whole)
    expect(off(bits)).to_have_count(0)


def test_keys_choose_a_bar_and_switch_it(bits):
    page = bits
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
    page.locator("#code-bars").get_by_text("Model's order").click()
    expect(off(page)).to_have_attribute("aria-label", name)


def test_fewer_numbers_are_fewer_bits_for_the_jpeg_too(bits):
    page = bits
    jpeg = page.locator("#code-left figure").nth(4).locator("img")
    expect(jpeg).to_be_visible()
    slider = page.locator("#code-bars input[type=range]")
    change_of(jpeg, lambda: slider.fill("60"))
    expect(off(page)).to_have_count(196)
    expect(page.locator("#code-bars output")).to_have_text("60 of 256 on")
    slider.fill("0")
    expect(page.locator("#code-left")).to_contain_text("What is left: 0 numbers")
    expect(jpeg).to_have_count(0)


def test_the_code_is_a_small_part_of_an_exact_copy(bits):
    words = bits.locator("#code-words").inner_text()
    share = float(re.search(r"the code is ([\d.]+) % of the whole", words)[1])
    code, correction = (
        int(re.search(rf"{name} ([\d,]+) bits", words)[1].replace(",", "")) for name in ("code", "correction")
    )
    assert 0.3 < share < 0.6
    assert share == pytest.approx(100 * code / (code + correction), abs=0.01)


def test_another_face_has_its_own_bars_and_some_of_them_on(open_page):
    page = open_bits(open_page)
    total = page.locator("#code-words .code-number")
    before = total.inner_text()
    page.locator("#code-bars input[type=range]").fill("30")
    expect(off(page)).to_have_count(226)
    page.locator("#random-face").click()
    expect(total).not_to_have_text(before)
    expect(off(page)).to_have_count(224)


def test_a_grey_square_costs_least_of_all_and_a_sample_has_grain(bits):
    bits.get_by_role("button", name="Is this a face to the model?").click()
    sums = bits.locator(".exact-sum")
    expect(sums).to_have_count(6)
    totals = [float(text.split("= ")[1].split()[0]) for text in sums.all_inner_texts()]
    assert min(totals) == totals[-1]
    expect(bits.locator("#code-answers")).to_contain_text("not whether there is a face on it")
    sample = bits.locator("#code-sample figure").nth(2)
    expect(sample.locator("img")).to_have_count(0)
    bits.get_by_label("With the noise the model believes in").check()
    expect(sample.locator("img")).to_be_visible()
    expect(sample).to_contain_text("Grain of 11.5 of 255")
    bits.get_by_role("button", name="How many bits").click()
    expect(sample).to_be_hidden()


def test_each_part_is_in_sight_on_a_small_laptop(open_page):
    page = open_path(open_page, height=720)
    for name, lowest in (
        ("Path and dice", ".path"),
        ("How many bits", "#code-bars"),
        ("Is this a face", "#code-answers"),
    ):
        page.locator("#code-parts").get_by_role("button", name=name).click()
        box = page.locator(lowest).bounding_box()
        assert box["y"] + box["height"] <= 720, name


def test_on_a_phone_nothing_is_cut_off_and_everything_is_large_enough_for_a_finger(open_page):
    page = open_path(open_page, width=390, height=844, has_touch=True, is_mobile=True)
    expect(page.locator(".path-row.is-opening")).to_have_count(0)
    for name in ("Path and dice", "How many bits", "Is this a face to the model?"):
        page.locator("#code-parts").get_by_role("button", name=name).tap()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        targets = (
            page.locator("#tab-code .code-part").locator("visible=true").locator("button, select, input[type=number]")
        )
        assert min((target.bounding_box()["height"] for target in targets.all()), default=40) >= 40
        found = Axe().run(page, context="#tab-code").response["violations"]
        assert [(finding["id"], [node["target"] for node in finding["nodes"]]) for finding in found] == []
