"""The report: a step with its question, opened where nothing can be fetched, and the visitor's own face."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from facevae.lecture import QUESTIONS, Lecture
from facevae.ui.lecture.plan import shipped_lecture
from facevae.ui.tabs.registry import TABS
from tests.browser.pages import change_of, go_to, settle, upload
from tests.support.photos import PORTRAIT

LECTURE: Lecture = shipped_lecture([tab.key for tab in TABS])
ASKED = next(number for number, step in enumerate(LECTURE.steps, 1) if step.question == "order-of-kernels")
QUESTION = QUESTIONS["order-of-kernels"]


def _report(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Report")


def _add(page: Page) -> None:
    """Open the report and add what is on the screen."""
    page.get_by_role("button", name="Report", exact=True).click()
    _report(page).get_by_role("button", name="Add what is on the screen").click()
    expect(_report(page).get_by_role("status")).to_contain_text("is in the report")


def _save(page: Page, path: Path) -> Path:
    with page.expect_download() as download:
        _report(page).get_by_role("button", name="Save the report").click()
    assert re.fullmatch(r"facevae-report-\d{4}-\d\d-\d\d\.html", download.value.suggested_filename)
    download.value.save_as(path)
    return path


def _open_from_disk(browser: Browser, path: Path, asked: list[str]) -> Page:
    """Open a file in a new profile in which every request but the one for the file is aborted, and noted in `asked`."""
    page = browser.new_context().new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url == path.as_uri() else route.abort())
    page.on("request", lambda request: request.url.startswith(("data:", path.as_uri())) or asked.append(request.url))
    page.goto(path.as_uri())
    return page


def _violations(page: Page) -> list[tuple]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def _widths(page: Page) -> list[int]:
    return page.locator("img").evaluate_all("images => images.map((image) => image.naturalWidth)")


def test_a_step_with_its_question_is_in_a_file_that_needs_nothing_else(open_page, browser, tmp_path):
    page = open_page(width=1024, height=768)
    page.evaluate("step => { location.hash = `step=${step}`; }", ASKED)
    panel = page.locator("#tab-kernels")
    expect(panel.get_by_text("The face, in grey")).to_be_visible()
    page.get_by_label("ReLU between").check()
    expect(page.locator(".lecture-said")).to_be_empty()
    page.keyboard.press("2")
    page.keyboard.press("r")
    expect(page.locator(".lecture-right")).to_have_count(1)
    right = page.locator(".lecture-right").inner_text()
    said = page.locator(".lecture-said").inner_text()
    settle(panel)
    page.keyboard.press("PageDown")
    expect(panel).to_be_hidden()

    page.locator(".lecture-strip").get_by_role("button", name="Report").click()
    entries = _report(page).get_by_role("listitem")
    expect(entries).to_have_count(2)
    page.keyboard.press("Home")  # the lecture's keys rest while a dialog lies over it
    expect(page.locator(".lecture-words h1")).to_have_text(f"Step {ASKED + 1} of {len(LECTURE.steps)}")
    _report(page).get_by_label("Name").fill("<b>Ada</b>")
    assert _violations(page) == []

    asked: list[str] = []
    saved = _open_from_disk(browser, _save(page, tmp_path / "report.html"), asked)
    expect(saved.locator("header")).to_contain_text("<b>Ada</b>")
    question, step = saved.locator("section").all()
    expect(question.locator("dt", has_text="Predicted").locator("+ dd")).to_have_text(QUESTION.choices[1])
    assert question.locator("dt", has_text="Right").locator("+ dd").inner_text() in right
    expect(question).to_contain_text(said)
    expect(step).to_contain_text("ReLU between")
    expect(step.locator("dt", has_text="ReLU between").locator("+ dd")).to_have_text("yes")
    assert len(widths := _widths(saved)) == 2
    assert min(widths) > 100
    assert asked == []
    assert _violations(saved) == []


def test_an_own_face_is_in_the_file_only_if_that_is_ticked(open_page, browser, tmp_path):
    page = open_page()
    settle(page.locator("#tab-damage"))
    _add(page)
    expect(_report(page).get_by_label("my own face")).to_be_hidden()
    page.keyboard.press("Escape")
    change_of(page.locator("#current-face img"), lambda: upload(page, PORTRAIT))
    expect(page.locator(".fv-current")).to_have_attribute("data-link", "")
    _add(page)
    tick = _report(page).get_by_label("my own face")
    expect(tick).not_to_be_checked()
    counts = []
    for number, ticked in enumerate((False, True)):
        tick.set_checked(ticked)
        saved = _open_from_disk(browser, _save(page, tmp_path / f"{number}.html"), [])
        shipped, own = saved.locator("section").all()
        counts.append([section.locator("img").count() for section in (shipped, own)])
        expect(own.locator(".settings")).to_contain_text("Scratches")
        expect(own.get_by_text("are left out of this report")).to_have_count(0 if ticked else 1)
    assert counts == [[5, 0], [5, 5]]
    stored = page.evaluate("JSON.stringify(Object.entries(sessionStorage))")
    assert "data:image" not in stored


def test_what_is_being_made_is_waited_for_and_what_is_old_is_left_out(open_page, browser, tmp_path):
    page = open_page("?tab=denoise")
    panel = page.locator("#tab-denoise")
    expect(panel).to_be_visible()
    settle(panel)
    noisy = panel.locator("figcaption", has_text="Noisy").filter(has_text="PSNR")
    before = noisy.inner_text()
    page.locator("#denoise-sigma input[type=number]").fill("150")
    _add(page)
    after = noisy.inner_text()
    assert after != before
    page.keyboard.press("Escape")
    go_to(page, "Kernels")
    expect(page.get_by_text("The face, in grey")).to_be_visible()
    page.get_by_label("Stride s").evaluate("box => box.closest('details').open = true")
    page.get_by_label("Stride s").fill("0")
    expect(page.locator(".kernels-stage")).to_have_attribute("data-stale", "Not what is set")
    _add(page)
    expect(_report(page).get_by_role("status")).to_contain_text("did not belong to the settings")
    saved = _open_from_disk(browser, _save(page, tmp_path / "report.html"), [])
    denoise, kernels = saved.locator("section").all()
    expect(denoise.locator("dt", has_text="Noise level").locator("+ dd")).to_have_text("150")
    expect(denoise.locator("figcaption", has_text="Noisy").filter(has_text="PSNR")).to_have_text(after)
    expect(kernels.locator("img")).to_have_count(0)
    expect(kernels.get_by_text("Not what is set")).to_be_visible()
