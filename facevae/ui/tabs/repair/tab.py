"""Mark what is broken in an old photo, and have it repaired at the photo's own resolution."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.dial import MIDDLE, dial
from facevae.ui.components.events import LATEST
from facevae.ui.components.mask_canvas import mark_canvas
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.photo_result import AS_IT_WAS, PhotoResultView
from facevae.ui.tabs.repair.cache import RepairCache
from facevae.ui.tabs.repair.handlers import AFTER, ALL, THIS, RepairHandlers, RepairScreen


def build(context: Context) -> None:
    """Draw the tab."""
    context.css.append(text(Path(__file__).with_name("repair.css")))
    screen = _draw(context)
    explain(Path(__file__).with_name("explanation.md"), key=context.key)
    cache = RepairCache(context.model)
    context.forget.append(cache.clear)
    handlers = RepairHandlers(context.photo_store, cache, screen)
    settings = screen.settings
    outputs = [screen.marks, screen.words, screen.drawn, *screen.result.outputs]
    context.on_face(handlers.show_face, [screen.drawn, *settings], outputs)
    changes = [setting.input for setting in settings]
    gr.on(changes, handlers.repair, [context.face, screen.drawn, *settings], outputs, **LATEST)


def _draw(context: Context) -> RepairScreen:
    with gr.Row(elem_id="repair"):
        with gr.Column(min_width=300):
            marks = mark_canvas(elem_id="repair-marks")
        with gr.Column(min_width=300):
            result = PhotoResultView(context.photo_store, context.key, AS_IT_WAS, AFTER)
    with gr.Row(elem_id="repair-controls"):
        automatic = gr.Checkbox(
            False,
            label="Find scratches automatically",
            info="Long bright or dark lines inside the frames. Look closely: a strand of hair is one, too.",
            elem_id="repair-automatic",
        )
        style = dial(context.model, context.key, MIDDLE)
        whose = gr.Radio(
            [("The chosen face", THIS), ("All faces", ALL)], value=THIS, label="Repair", elem_id="repair-whose"
        )
        words = gr.HTML(elem_id="repair-words")
    return RepairScreen(marks, automatic, style, whose, words, gr.State(None), result)


TAB = Tab("repair", "Repair a photo", "Mark the scratches and stains of an old photo to have them repaired.", build)
