"""A page that loses its server says so, and goes on when it is back: nothing that was asked is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

import facevae
from facevae.ui.app import build_demo
from facevae.ui.photo.store import ASSETS
from facevae.ui.tabs.denoise import tab as denoise
from tests.browser.conftest import HARMLESS, PATIENCE_MS
from tests.browser.pages import picture, upload
from tests.support.line import Line

PORTRAIT = ASSETS / "grace-hopper-photo.webp"

BROKEN = re.compile(r"Failed to load resource: net::ERR_[A-Z_]+")
"""What Chromium itself writes of every request that found no server."""


@pytest.fixture
def line(address) -> Iterator[Line]:
    """A line to the app, whole at first."""
    line = Line(urlsplit(address).port)
    yield line
    line.close()


@pytest.fixture
def visitor(browser: Browser, line: Line) -> Iterator[BrowserContext]:
    """A browser that comes by the line; no page of it has anything else to complain of."""
    complaints = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not BROKEN.fullmatch(message.text):
            complaints.append(message.text)

    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=line.address)
    context.set_default_timeout(PATIENCE_MS)
    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    assert [text for text in complaints if not any(part in text for part in HARMLESS)] == []


def opened(visitor: BrowserContext, query: str = "") -> Page:
    page = visitor.new_page()
    page.goto(f"/{query}")
    expect(page.locator("#current-face img")).to_be_visible()
    page.evaluate("window.isTheSame = true")
    return page


def bar(page: Page) -> Locator:
    return page.locator("#connection")


def set_noise(page: Page) -> Locator:
    """Set something on the tab Denoise, from which other pictures follow; returns the box that says "90"."""
    noise = page.locator("#denoise-sigma input[type=number]")
    noise.fill("90")
    noise.press("Tab")
    return noise


def test_what_is_done_while_the_line_is_cut_is_done_when_it_is_back(visitor, line, demo):
    page = opened(visitor)
    line.hang()
    page.locator("#random-face").click()
    line.cut()
    expect(bar(page)).to_contain_text("does not answer")
    upload(page, PORTRAIT)
    expect(page.locator(".fv-arriving")).to_contain_text("Waits for the server")
    with page.expect_response(re.compile("/heartbeat/")) as pulse:
        line.heal()
    expect(bar(page)).to_contain_text("The server is back")
    expect(page.locator("#current-face")).to_contain_text("Your photo")
    expect(page.locator(".fv-arriving")).to_have_count(0)
    assert page.evaluate("window.isTheSame")
    session = demo.blocks.state_holder.session_data[pulse.value.url.rpartition("/")[2]]
    assert not session.is_closed


def test_a_line_that_hangs_is_noticed_and_what_waited_is_sent_again(visitor, line):
    page = visitor.new_page()
    page.clock.install()
    page.goto("/?tab=denoise")
    noisy = picture(page, "denoise-pictures", "Noisy")
    expect(noisy).to_be_visible()
    before = noisy.get_attribute("src")
    line.hang()
    set_noise(page)
    # A request is slow after 6 seconds, and the question after that is given up after 10.
    page.clock.run_for(7000)
    page.clock.run_for(10_000)
    expect(bar(page)).to_contain_text("does not answer")
    assert page.locator("#denoise-compare .pending").evaluate("one => getComputedStyle(one).animationName") == "none"
    line.heal()
    page.clock.run_for(3000)
    expect(bar(page)).to_contain_text("The server is back")
    expect(noisy).not_to_have_attribute("src", before)
    page.clock.run_for(9000)
    expect(bar(page)).to_be_hidden()


def test_a_server_that_was_started_anew_is_said_and_loading_again_keeps_what_is_set(visitor, line):
    page = opened(visitor, "?tab=denoise")
    expect(page.locator("#denoise-pictures img").first).to_be_visible()
    line.cut()
    expect(bar(page)).to_contain_text("does not answer")
    noise = set_noise(page)
    other = build_demo(facevae.load("face"), [denoise.TAB])
    _, address, _ = other.launch(prevent_thread_lock=True, quiet=True, inbrowser=False)
    line.lead_to(urlsplit(address).port)
    line.heal()
    expect(bar(page)).to_contain_text("started anew")
    words = page.locator("#denoise-compare").evaluate("one => getComputedStyle(one, '::before').content")
    assert "Not worked out" in words
    assert page.evaluate("window.isTheSame")
    bar(page).get_by_role("button").click()
    expect(noise).to_have_value("90")
    expect(page.locator("#connection.fv-open")).to_have_count(0)
    assert not page.evaluate("window.isTheSame")
    page.close()
    other.close()


def test_two_tabs_of_a_browser_keep_their_own_faces_over_a_cut_and_a_reload(visitor, line):
    first, second = opened(visitor), opened(visitor)
    upload(first, PORTRAIT)
    expect(first.locator("#current-face")).to_contain_text("Your photo")
    line.cut()
    for page in (first, second):
        expect(bar(page)).to_contain_text("does not answer")
    line.heal()
    for page in (first, second):
        expect(bar(page)).to_contain_text("The server is back")
    for page in (first, second):
        page.reload()
    expect(first.locator("#current-face")).to_contain_text("Your photo")
    expect(second.locator("#current-face")).to_contain_text("Eileen Collins")


def test_a_page_that_is_left_while_it_waits_for_an_answer_complains_of_nothing(visitor):
    page = opened(visitor)
    page.route("**/queue/data**", lambda route: None)
    with page.expect_request("**/queue/data**"):
        page.locator("#random-face").click()
    page.unroute("**/queue/data**")
    page.reload()
    expect(page.locator("#current-face img")).to_be_visible()
    assert not page.evaluate("window.isTheSame")
