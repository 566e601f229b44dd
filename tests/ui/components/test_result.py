"""What is shown says when it is being made anew: found from the page itself, for every handler there is."""

from __future__ import annotations

import gradio as gr
import pytest

from facevae.ui.app import build_demo
from facevae.ui.components.result import RESULT, grey, is_result, mark_work
from facevae.ui.tabs.registry import TABS


def test_a_handler_shows_its_work_on_the_results_that_it_changes_and_nowhere_else():
    with gr.Blocks() as blocks:
        result, words, button = gr.HTML(elem_classes=[RESULT, "other"]), gr.HTML(), gr.Button()
        button.click(lambda: ("", ""), None, [result, words], show_progress="hidden")
        button.click(lambda: "", None, words, show_progress="hidden")
        mark_work(blocks)
    shows, silent = blocks.fns.values()
    assert (shows.show_progress, shows.show_progress_on) == ("minimal", [result])
    assert silent.show_progress == "hidden"


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_no_handler_of_the_page_changes_a_result_in_silence(model, tab):
    handlers = build_demo(model, [tab]).blocks.fns.values()
    changing = [handler for handler in handlers if any(map(is_result, handler.outputs))]
    assert all(handler.show_progress == "minimal" for handler in changing)
    assert all(set(handler.show_progress_on) == set(filter(is_result, handler.outputs)) for handler in changing)


def test_what_is_made_on_request_follows_its_settings():
    with gr.Blocks() as blocks:
        with gr.Column(elem_id="film") as column:
            result, button = gr.HTML(elem_classes=RESULT), gr.Button()
        slider, state = gr.Slider(), gr.State()
        grey(column, {button: button.click(lambda: "", None, result)}, [slider, state])
    _, asked, shown, compared = blocks.fns.values()
    assert [("ask(" in asked.js, "show(" in shown.js, "compare(" in compared.js)] == [(True, True, True)]
    assert all(handler.inputs == [slider, state] and "'film'" in handler.js for handler in (asked, shown, compared))
    assert compared.targets == [(slider._id, "change")]
    assert shown.trigger_only_on_success
