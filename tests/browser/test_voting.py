"""A phone votes, changes its mind, loses the connection, reloads, and sees the results; served without Gradio."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from starlette.applications import Starlette

from facevae.ui.voting.route import PATH, Voting
from tests.support.presenter import Presenter

PATIENCE_MS = 60_000

QUESTION = {
    "key": "hole",
    "text": "What does the model put into the hole?",
    "choices": ["What was there", "The mean face", "One of many faces that fit"],
}


@pytest.fixture
def presenter() -> Iterator[Presenter]:
    """The presenter of a server with nothing but the vote; nobody waits, for the socket listens from the beginning."""
    voting = Voting()
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=voting.routes()), log_level="warning"))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    serving.start()
    yield Presenter(f"http://127.0.0.1:{listening.getsockname()[1]}", voting.key)
    server.should_exit = True
    serving.join()


@pytest.fixture
def phone(browser: Browser, presenter: Presenter) -> Iterator[BrowserContext]:
    """The browser of a voter, 320 pixels wide."""
    expect.set_options(timeout=PATIENCE_MS)
    context = browser.new_context(viewport={"width": 320, "height": 568}, base_url=presenter.address)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    opened = phone.new_page()
    opened.goto(PATH)
    return opened


def look(page: Page) -> None:
    """Let the page ask now, as it would within a few seconds."""
    page.evaluate("dispatchEvent(new Event('online'))")


def choice(page: Page, number: int) -> Locator:
    return page.get_by_role("button").nth(number - 1)


def expect_said(page: Page, text: str) -> None:
    expect(page.locator("#said")).to_have_text(text)


def test_a_vote_from_the_question_to_the_end(page, presenter):
    expect(page.get_by_role("heading")).to_have_text("No question is open.")
    presenter.act("open", **QUESTION)
    look(page)
    expect(page.get_by_role("heading")).to_have_text(QUESTION["text"])
    expect_said(page, "Choose one.")
    choice(page, 1).click()
    expect_said(page, "1 is sent. You may change it until the vote is closed.")
    choice(page, 3).focus()
    page.keyboard.press("Enter")
    expect_said(page, "3 is sent. You may change it until the vote is closed.")
    expect(choice(page, 3)).to_have_attribute("aria-pressed", "true")
    expect(choice(page, 1)).to_have_attribute("aria-pressed", "false")
    assert presenter.state()["votes"] == 1
    presenter.act("close")
    look(page)
    expect_said(page, "The vote is closed. You voted 3.")
    expect(choice(page, 2)).to_have_attribute("aria-disabled", "true")
    choice(page, 2).click(force=True)
    expect(choice(page, 3)).to_have_attribute("aria-pressed", "true")
    presenter.act("hands", choice=0, by=2)
    presenter.act("reveal")
    look(page)
    expect_said(page, "The results of 3 votes; you chose 3.")
    expect(page.get_by_role("listitem")).to_have_text(
        [re.compile(r"2 \(67 %\)"), re.compile(r"0 \(0 %\)"), re.compile(r"1 \(33 %\)")]
    )
    expect(page.get_by_role("heading")).to_be_focused()
    presenter.act("end")
    look(page)
    expect(page.get_by_role("heading")).to_have_text("The lecture is over.")
    expect(page.locator("#choices > *")).to_have_count(0)


def test_a_reload_keeps_the_token_and_the_vote(page, presenter):
    presenter.act("open", **QUESTION)
    look(page)
    choice(page, 2).click()
    expect_said(page, "2 is sent. You may change it until the vote is closed.")
    page.reload()
    expect_said(page, "2 is sent. You may change it until the vote is closed.")
    choice(page, 1).click()
    expect_said(page, "1 is sent. You may change it until the vote is closed.")
    assert presenter.act("reveal")["counts"] == [1, 0, 0]


def test_without_a_connection_a_vote_is_kept_and_sent_later(page, phone, presenter):
    presenter.act("open", **QUESTION)
    look(page)
    expect_said(page, "Choose one.")
    phone.set_offline(True)
    expect(page.locator("#line")).to_have_text("No connection. Trying again …")
    choice(page, 2).click()
    expect_said(page, "2 is kept here, and sent when there is a connection.")
    assert presenter.state()["votes"] == 0
    phone.set_offline(False)
    expect_said(page, "2 is sent. You may change it until the vote is closed.")
    expect(page.locator("#line")).to_be_empty()
    assert presenter.act("reveal")["counts"] == [0, 1, 0]


def test_a_vote_that_comes_too_late_is_not_said_to_count(page, phone, presenter):
    presenter.act("open", **QUESTION)
    look(page)
    expect_said(page, "Choose one.")
    phone.set_offline(True)
    choice(page, 1).click()
    presenter.act("close")
    phone.set_offline(False)
    expect_said(page, "The vote was closed before 1 was surely there: it may not count.")
    assert presenter.act("reveal")["counts"] == [0, 0, 0]


def test_after_a_reset_one_votes_anew(page, presenter):
    presenter.act("open", **QUESTION)
    look(page)
    choice(page, 1).click()
    expect_said(page, "1 is sent. You may change it until the vote is closed.")
    presenter.act("reset")
    look(page)
    expect_said(page, "Choose one.")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)


def test_the_page_asks_by_itself(page, presenter):
    expect(page.get_by_role("heading")).to_have_text("No question is open.")
    presenter.act("open", **QUESTION)
    expect(page.get_by_role("heading")).to_have_text(QUESTION["text"])


def test_all_that_a_phone_fetches_is_below_10_kb_and_from_here(phone, presenter):
    presenter.act("open", **QUESTION)
    page = phone.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(PATH)
    expect_said(page, "Choose one.")
    assert [answer.url.removeprefix(presenter.address) for answer in answers] == [PATH, f"{PATH}/state"]
    assert sum(len(answer.body()) for answer in answers) < 10_000
    assert phone.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_narrow_phone(page, presenter, scheme):
    page.emulate_media(color_scheme=scheme)
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    presenter.act("open", **QUESTION | {"choices": [*QUESTION["choices"], long]})
    look(page)
    choice(page, 1).click()
    for step in (None, "close", "reveal", "end"):
        if step:
            said = page.locator("#said").text_content()
            presenter.act(step)
            look(page)
            expect(page.locator("#said")).not_to_have_text(said)
        assert Axe().run(page).response["violations"] == [], step
        assert page.evaluate("document.documentElement.scrollWidth") == 320
