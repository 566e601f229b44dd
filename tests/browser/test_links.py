"""Links to what is on the screen: what they carry to another browser, what they hide there, and what never travels."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from facevae.ui.photo import examples
from tests.browser.pages import settle, upload

FOLDER = Path(examples.__file__).with_name("example_photos")


def make_link(page: Page, *unticked: str) -> str:
    """Make a link on the dialog, and close that again; returns the address."""
    page.locator("footer").get_by_role("button", name="Link", exact=True).click()
    dialog = page.get_by_role("dialog", name="Link to what is on the screen")
    for label in unticked:
        dialog.get_by_label(label, exact=True).uncheck()
    address = dialog.get_by_label("Address").input_value()
    dialog.get_by_role("button", name="Close").click()
    return address


def query(address: str) -> str:
    return address[address.index("?") :]


def test_a_link_carries_face_and_settings_and_hides_what_is_not_ticked(open_page):
    page = open_page("?tab=denoise#face=invented:7&sigma=75&seed=3&sigma-known=false")
    expect(page.locator("#current-face")).to_contain_text("Invented face 7")
    expect(page.locator("#denoise-sigma input[type=number]")).to_have_value("75")
    expect(page.locator("#denoise-seed input[type=number]")).to_have_value("3")
    settle(page.locator("#tab-denoise"))
    address = make_link(page, "The other tabs", "Noise level (sigma, out of 255)")
    assert "without=tabs,sigma&sigma=75&" in address
    other = open_page(query(address))
    expect(other.locator("#current-face")).to_contain_text("Invented face 7")
    expect(other.locator("#denoise-sigma-known input")).not_to_be_checked()
    expect(other.locator("#denoise-sigma")).to_be_hidden()
    expect(other.locator("#denoise-sigma input[type=number]")).to_have_value("75")
    expect(other.locator("#tabs > .tab-wrapper")).to_be_hidden()
    expect(other.locator("#denoise-methods")).to_be_visible()
    settle(other.locator("#tab-denoise"))
    names = ["#denoise-compare img >> nth=0", "#denoise-compare img >> nth=1"]
    assert [other.locator(name).get_attribute("src") for name in names] == [
        page.locator(name).get_attribute("src") for name in names
    ]
    other.get_by_role("button", name="Show what the link hides").click()
    expect(other.locator("#denoise-sigma")).to_be_visible()
    expect(other.locator("#tabs > .tab-wrapper")).to_be_visible()


@pytest.mark.parametrize(
    ("tab", "settings"),
    [
        ("kernels", "first=emboss,5,2,1,&second=own,3,0,1,max,1/9,2,3,4,5,6,7,8,9&relu=true&colour=true"),
        ("sliders", "sliders=1.5,0,-0.5&independent=true"),
        ("reading", "patch=vae,0.5,0.375,0.25"),
        ("code", "parts=bits&off=3,4,200"),
        ("inpaint", "size=30&method=Eigenfaces (best linear)&noise=25"),
    ],
)
def test_what_only_one_tab_has_travels_too(open_page, tab, settings):
    page = open_page(f"?tab={tab}#face=grace-hopper&{settings}")
    expect(page.locator("#current-face")).to_contain_text("Grace Hopper")
    page.wait_for_function(
        """wanted => {
          const told = [...globalThis.fvOffered].map(([id, { read }]) => [id, read()]);
          const typed = [...document.querySelectorAll("#inpaint-size input[type=number], #inpaint-method input")];
          const all = new Map([...told, ...typed.map((one) => [one.closest("[id^=inpaint-]").id, one.value])]);
          return wanted.every(([id, value]) => String(all.get(id) ?? "").startsWith(value));
        }""",
        arg=[
            [f"{tab}-{name}", value]
            for name, value in (one.split("=") for one in settings.split("&"))
            if name not in ("parts", "noise")
        ],
    )
    expect(page.locator(".link-problem")).to_be_hidden()


def test_a_visitors_face_never_travels_and_the_dialog_says_so(open_page):
    page = open_page()
    upload(page, FOLDER / "grace-hopper-photo.webp")
    expect(page.locator("#current-face")).not_to_contain_text("Eileen Collins")
    page.locator("footer").get_by_role("button", name="Link", exact=True).click()
    dialog = page.get_by_role("dialog", name="Link to what is on the screen")
    expect(dialog).to_contain_text("The face that you see does not travel: Eileen Collins is taken in its place.")
    assert "#face=eileen-collins&" in dialog.get_by_label("Address").input_value()
    found = Axe().run(page, context=".link-dialog").response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_a_link_to_a_step_may_keep_the_answer_back(open_page):
    page = open_page()
    page.evaluate("location.hash = 'step=6&face=oath-in-blue&sigma=99&without=answer'")
    expect(page.locator(".lecture-words h1")).to_contain_text("Step 6")
    expect(page.locator("#denoise-sigma input[type=number]")).to_have_value("99")
    question = page.locator(".lecture-question")
    expect(question.get_by_role("button", name="Reveal")).to_be_hidden()
    expect(question.locator(".lecture-said")).to_be_empty()  # the answer is there
    page.keyboard.press("r")
    expect(question.locator(".lecture-right")).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(page.locator(".lecture-words h1")).to_contain_text("Step 7")
    expect(question.get_by_role("button", name="Reveal")).to_be_visible()


def test_what_a_page_does_not_have_is_said(open_page):
    page = open_page("?tab=damage#face=nobody&chosen=block&wobble=3")
    expect(page.locator(".toast-body")).to_contain_text("is not here any more")
    expect(page.locator(".link-problem")).to_have_text("This page does not have, or cannot set: wobble.")
