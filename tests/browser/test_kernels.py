"""Kernels as a visitor uses it: a window dragged and moved by keys, weights typed, two kernels swapped."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import reach

MINUS = "\N{MINUS SIGN}"
LEVEL = """([canvas, column, row]) => canvas.getContext("2d").getImageData(column, row, 1, 1).data[0]"""


def open_tab(open_page, **size) -> Page:
    page = open_page("?tab=kernels", **size)
    expect(canvas(page, "after")).to_have_attribute("width", "128")
    return page


@pytest.fixture(scope="module")
def page(open_shared_page) -> Page:
    """A page whose tests say themselves which kernels they want."""
    return open_tab(open_shared_page)


def canvas(page: Page, which: str) -> Locator:
    return page.locator(f".kernels-{which} canvas")


def drag(page: Page, which: str, *shares: tuple[float, float]) -> None:
    """Drag over one of the pictures, through points that are shares of its width and height."""
    box = canvas(page, which).bounding_box()
    for number, (across, down) in enumerate(shares):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=5)
        if number == 0:
            page.mouse.down()
    page.mouse.up()


def line(page: Page, what: str) -> str:
    """The number behind a word under the products."""
    return page.locator(".kernels-sum dl > div", has_text=what).locator("dd").inner_text()


def fraction(text: str) -> Fraction:
    return Fraction(text.replace(MINUS, "-"))


def test_a_drag_moves_the_window_and_the_numbers_add_up_without_a_call_to_the_server(page):
    page.locator(".kernels-preset").select_option("gaussian")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    drag(page, "before", (0.8, 0.8), (0.5, 0.3), (0.25, 0.5))
    assert asked == []
    products = [fraction(text) for text in page.locator(".kernels-product").all_inner_texts()]
    pixels = [int(text) for text in page.locator(".kernels-pixel").all_inner_texts()]
    weights = [fraction(box.input_value()) for box in page.locator("[data-weight]").all()]
    assert products == [pixel * weight for pixel, weight in zip(pixels, weights, strict=True)]
    assert fraction(line(page, "Sum").split(" = ")[0]) == sum(products)
    # A window of three whose middle is at a quarter and a half of 128 pixels: steps 31 or 32, and 63 or 64.
    told = page.locator(".kernels-told")
    canvas(page, "before").press("ArrowRight")
    column, row = (int(number) - 1 for number in re.findall(r"\d+", told.inner_text())[:2])
    assert column - 1 in (31, 32)
    assert row in (63, 64)
    shown = page.evaluate(LEVEL, [canvas(page, "after").element_handle(), column, row])
    assert line(page, "Shown as") == f"{shown} of 255"


def test_the_result_takes_the_window_too(page):
    drag(page, "after", (0.5, 0.5), (0.999, 0.001))
    canvas(page, "after").press("ArrowUp")
    expect(page.locator(".kernels-told")).to_contain_text("Column 128, row 1:")
    # Beyond the right and the upper rim there are five of nine pixels.
    expect(page.locator(".kernels-padding")).to_have_text(["0"] * 5)


def test_keys_reach_the_picture_and_move_the_window(page):
    page.get_by_role("tab", name="Kernels", exact=True).focus()
    reach(page, canvas(page, "before"))
    before = page.locator(".kernels-before .kernels-window").get_attribute("style")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".kernels-told")).to_contain_text(
        re.compile(r"Column \d+, row \d+: Sum .+, Shown as \d+ of 255")
    )
    assert page.locator(".kernels-before .kernels-window").get_attribute("style") != before


def test_what_is_no_weight_is_one_sentence_and_the_result_is_dim_until_it_is_one(page):
    page.locator(".kernels-preset").select_option("identity")
    box = page.get_by_label("Weight, row 2, column 2")
    box.fill("1/0")
    expect(page.get_by_role("alert").filter(has_text="First kernel: A weight is a number")).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".kernels-stage[data-stale]")).to_be_visible()
    box.fill("1/2")
    expect(page.locator(".kernels-problem")).to_be_hidden()
    expect(page.locator(".kernels-stage[data-stale]")).to_have_count(0)
    expect(page.locator(".kernels-preset")).to_have_value("own")
    pixel = fraction(page.locator(".kernels-pixel").nth(4).inner_text())
    assert fraction(line(page, "Sum").split(" = ")[0]) == pixel / 2


def test_the_order_of_two_kernels_matters_once_there_is_relu(open_page):
    page = open_tab(open_page)
    order = page.locator(".kernels-order")
    expect(order).to_have_text("changes nothing inside the rim")
    page.get_by_label("ReLU between").check()
    expect(order).to_have_text(re.compile(r"^changes up to \d{2,}\.\d of 255 inside the rim$"))
    said = order.inner_text()
    page.get_by_text("Swap the two").click()
    expect(page.locator(".kernels-preset")).to_have_value("box")
    expect(order).to_have_text(said)


def test_in_colour_the_products_of_the_chosen_channel_are_written_out(page):
    page.locator(".kernels-preset").select_option("sharpen")
    expect(page.locator(".kernels-channels")).to_be_hidden()
    drag(page, "before", (0.3, 0.3), (0.5, 0.5))
    grey = [int(text) for text in page.locator(".kernels-pixel").all_inner_texts()]
    page.get_by_label("Colour").check()
    canvas(page, "before").press("ArrowRight")
    canvas(page, "before").press("ArrowLeft")
    told = page.locator(".kernels-told")
    column, row = (int(number) - 1 for number in re.findall(r"\d+", told.inner_text())[:2])
    found = Axe().run(page, context=".kernels").response["violations"]
    assert [(finding["id"], [node["target"] for node in finding["nodes"]]) for finding in found] == []
    values, sums = [], []
    for number, name in enumerate(("Red", "Green", "Blue")):
        page.get_by_role("button", name=name, exact=True).click()
        products = [fraction(text) for text in page.locator(".kernels-product").all_inner_texts()]
        values.append([int(text) for text in page.locator(".kernels-pixel").all_inner_texts()])
        sums.append(fraction(line(page, "Sum").split(" = ")[0]))
        assert sums[-1] == sum(products)
        pixel = [canvas(page, which).element_handle() for which in ("before", "after")]
        seen = [page.evaluate(LEVEL.replace("data[0]", f"data[{number}]"), [one, column, row]) for one in pixel]
        assert seen[0] == values[-1][4]
        assert line(page, "Shown as") == f"{seen[1]} of 255"
    page.get_by_label("Colour").uncheck()
    expect(page.locator(".kernels-channels")).to_be_hidden()
    luma = [round(0.299 * red + 0.587 * green + 0.114 * blue) for red, green, blue in zip(*values, strict=True)]
    assert luma == grey


def test_sizes_follow_stride_and_pooling_and_an_impossible_one_is_said_in_words(page):
    page.locator(".kernels-preset").select_option("identity")
    page.locator(".kernels summary").click()
    page.get_by_label("Stride s").fill("2")
    expect(page.locator(".kernels-size")).to_contain_text("floor((128 + 2 · 1 \N{MINUS SIGN} 3) / 2) + 1 = 64")
    expect(canvas(page, "after")).to_have_attribute("width", "64")
    page.get_by_label("Pooling").select_option("max")
    expect(canvas(page, "after")).to_have_attribute("width", "32")
    page.get_by_label("Stride s").fill("0")
    expect(page.get_by_role("alert").filter(has_text="the window would never move on")).to_be_visible()
    page.get_by_label("Stride s").fill("1")
    page.get_by_label("Pooling").select_option("")
    expect(canvas(page, "after")).to_have_attribute("width", "128")


def test_another_face_has_the_kernel_that_was_set(open_page):
    page = open_tab(open_page)
    page.locator(".kernels-preset").select_option("sharpen")
    before = canvas(page, "after").evaluate("canvas => canvas.toDataURL()")
    page.locator("#random-face").click()
    page.wait_for_function(
        "([canvas, before]) => canvas.toDataURL() !== before", arg=[canvas(page, "after").element_handle(), before]
    )
    expect(page.locator(".kernels-preset")).to_have_value("sharpen")


def test_all_of_it_is_in_sight_on_a_small_laptop(open_page):
    page = open_tab(open_page, height=720)
    page.get_by_label("Colour").check()
    for size in ("3", "5"):
        page.locator(f"[data-size='{size}']").click()
        expect(page.locator("[data-weight]")).to_have_count(int(size) ** 2)
        box = page.locator(".kernels").bounding_box()
        assert box["y"] + box["height"] <= 720, size


def test_on_a_phone_nothing_is_cut_off_and_everything_is_large_enough_for_a_finger(open_page):
    page = open_tab(open_page, width=390, height=844, has_touch=True, is_mobile=True)
    page.locator(".kernels summary").tap()
    page.locator("[data-size='5']").tap()
    page.get_by_label("Colour").check()
    expect(page.locator("[data-weight]")).to_have_count(25)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    targets = page.locator(".kernels :is(button, select, summary, label, input:not([type=checkbox]))")
    assert min(target.bounding_box()["height"] for target in targets.all()) >= 40
    found = Axe().run(page, context=".kernels").response["violations"]
    assert [(finding["id"], [node["target"] for node in finding["nodes"]]) for finding in found] == []
