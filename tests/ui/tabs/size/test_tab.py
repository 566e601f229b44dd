"""The tab Size and price: its switch, and what it says where the small models are not there."""

from __future__ import annotations

import gradio as gr
import pytest

from facevae.checkpoints import CheckpointError
from facevae.ui.app import build_demo
from facevae.ui.tabs.size import learning
from facevae.ui.tabs.size.tab import TAB
from facevae.ui.tabs.size.view_switch import VIEWS, ViewSwitch


@pytest.mark.parametrize("sent", [None, "", "other", ["nine"], 1])
def test_what_is_no_part_is_refused(sent):
    with gr.Blocks(), pytest.raises(gr.Error, match="no such part"):
        ViewSwitch(elem_id="switch").preprocess(sent)


@pytest.mark.parametrize("view", VIEWS)
def test_every_part_has_a_button(view):
    with gr.Blocks():
        switch = ViewSwitch(elem_id="switch")
    assert switch.preprocess(view) == view
    assert f'data-view="{view}"' in switch.html_template
    assert f">{VIEWS[view]}<" in switch.html_template


def test_without_the_small_models_the_page_still_stands(tiny_model, monkeypatch):
    def missing():
        raise CheckpointError("There is no folder study.")

    monkeypatch.setattr(learning, "courses", missing)
    ids = [block.elem_id for block in build_demo(tiny_model, [TAB]).blocks.blocks.values()]
    assert "size-missing" in ids
    assert "size-pictures" not in ids
