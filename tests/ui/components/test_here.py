"""What a page learns of its server: that it is the one of before, and whether it still knows the page."""

from __future__ import annotations

import datetime

import gradio as gr
import pytest
from gradio.state_holder import StateHolder
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from facevae.ui.components.here import MOST_BYTES, PATH, OpenPages


@pytest.fixture
def blocks() -> gr.Blocks:
    """A page with one value that handlers set, and one that they only read."""
    with gr.Blocks() as blocks:
        gr.State("as it was set")
        gr.State("as it began")
    holder = StateHolder()
    holder.set_blocks(blocks)
    return blocks


@pytest.fixture
def pages(blocks) -> OpenPages:
    """It knows the page "abc", which has set the first value, and has read the second."""
    pages, (set_one, read_one) = OpenPages(blocks), blocks.blocks
    pages.open("abc")
    session = blocks.state_holder["abc"]
    session[set_one] = "a face"
    assert session[read_one] == "as it began"
    return pages


def ask(pages: OpenPages, page: bytes):
    return TestClient(Starlette(routes=[Route(PATH, pages.answer, methods=["POST"])])).post(PATH, content=page)


def cut(blocks: gr.Blocks) -> None:
    """Do what Gradio does when a page's line is cut, and long after that."""
    session = blocks.state_holder["abc"]
    session.is_closed = True
    for number, (span, set_at) in session._state_ttl.items():
        session._state_ttl[number] = (span, set_at - datetime.timedelta(days=9))
    blocks.state_holder.delete_all_expired_state()


def test_a_page_that_is_known_hears_so_and_by_which_start_of_the_app(blocks, pages):
    answer = ask(pages, b"abc")
    assert answer.json() == {"app": blocks.app_id, "known": True}
    assert answer.headers["cache-control"] == "no-store"


def test_another_start_has_another_number_and_does_not_know_it(blocks):
    with gr.Blocks() as other:
        pass
    StateHolder().set_blocks(other)
    answer = ask(OpenPages(other), b"abc").json()
    assert answer["known"] is False
    assert answer["app"] != blocks.app_id


@pytest.mark.parametrize("page", [b"", b"never seen", b"\xff"])
def test_asking_makes_no_page_known(blocks, pages, page):
    assert ask(pages, page).json()["known"] is False
    assert list(blocks.state_holder.session_data) == ["abc"]


def test_what_is_no_name_is_refused(pages):
    answer = ask(pages, b"a" * (MOST_BYTES + 1))
    assert (answer.status_code, answer.text) == (400, "This is no name of a page.")


def test_a_short_cut_takes_nothing_away_however_long_ago_it_was_set(blocks, pages):
    waiting = pages.close("abc")
    cut(blocks)
    assert ask(pages, b"abc").json()["known"]
    assert not blocks.state_holder["abc"].is_closed
    assert waiting.finished.is_set()  # it waits no more


def test_a_page_that_stays_away_is_let_go_of(blocks, pages):
    cut(blocks)
    pages.close("abc", seconds=0).join(5)
    assert not pages.know("abc")
    assert ask(pages, b"abc").json()["known"] is False


def test_a_page_closed_once_more_counts_from_then(pages):
    first = pages.close("abc", seconds=60)
    second = pages.close("abc", seconds=60)
    assert first.finished.is_set()
    assert not second.finished.is_set()
    second.cancel()


def test_of_many_closed_pages_the_first_is_let_go_of(blocks):
    pages, holder = OpenPages(blocks, kept=2), blocks.state_holder
    for page in ("a", "b", "c"):
        pages.open(page)
    for page in ("a", "b"):
        pages.close(page)
    pages.open("a")  # it comes back, and was not closed then
    pages.close("c")
    assert set(holder.session_data) == {"a", "b", "c"}
    waiting = pages.close("a")
    assert [pages.know(page) for page in ("a", "b", "c")] == [True, False, True]
    pages.open("c")
    waiting.cancel()


def test_closing_what_was_never_open_does_no_harm(pages):
    pages.close("never seen", seconds=0).join(5)
    pages.close(None)
    pages.open(None)
