"""Of pages that were closed long before others little is kept; who comes back still finds their face."""

from __future__ import annotations

import gradio as gr
import pytest
from gradio.routes import App
from gradio.state_holder import StateHolder

from facevae.ui.components.closed_pages import LITTLE, ClosedPages

BIG = b"x" * (LITTLE + 1)


@pytest.fixture
def page() -> tuple[gr.Blocks, gr.State, gr.State, StateHolder]:
    """A page with a small state and one that may be big."""
    with gr.Blocks() as blocks:
        face, film = gr.State("example"), gr.State(None)
    app = App.create_app(blocks)
    return blocks, face, film, app.state_holder


def _visit(holder: StateHolder, session: str, face: gr.State, film: gr.State) -> None:
    holder[session][face._id], holder[session][film._id] = session, BIG


def test_who_was_closed_first_keeps_only_what_is_small(page):
    blocks, face, film, holder = page
    closed = ClosedPages(blocks, kept=2)
    for session in "abc":
        _visit(holder, session, face, film)
        closed.add(session)
    kept = {session: (holder[session][face._id], holder[session][film._id]) for session in "abc"}
    assert kept == {"a": ("a", None), "b": ("b", BIG), "c": ("c", BIG)}


def test_who_came_back_keeps_everything(page):
    blocks, face, film, holder = page
    closed = ClosedPages(blocks, kept=1)
    _visit(holder, "a", face, film)
    closed.add("a")
    _visit(holder, "a", face, film)
    closed.add("b")
    closed.add(None)
    assert holder["a"][film._id] == BIG
