"""What our own components put into the page."""

import gradio as gr
import pytest

from facevae.ui.components.mask_canvas import MaskCanvas, mark_canvas


@pytest.fixture
def canvas() -> MaskCanvas:
    with gr.Blocks():
        return mark_canvas(elem_id="marks")


def test_a_property_that_the_script_watches_is_no_event(canvas):
    assert not hasattr(canvas, "face")
    assert callable(canvas.input)


def test_the_page_gets_plain_values_and_each_once(canvas):
    config = canvas.get_config()
    assert config["props"]["face"] == ""
    assert not set(config) & set(config["props"])
