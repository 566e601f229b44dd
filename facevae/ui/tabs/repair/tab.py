"""Mark what is broken in an old photo, and have it mended at the photo's own resolution."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import gradio as gr

from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.events import BUTTON
from facevae.ui.components.mask_canvas import mark_canvas
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.photo_result import AS_IT_WAS, PhotoResultView
from facevae.ui.tabs.repair.handlers import ALL, THIS, RepairHandlers


def build(context: Context) -> None:
    """Draw the tab."""
    handlers = RepairHandlers(context.model, context.photo_store)
    context.css.append(text(Path(__file__).with_name("repair.css")))
    with gr.Row(elem_id="repair"):
        with gr.Column(min_width=300):
            marks = mark_canvas(elem_id="repair-marks")
        with gr.Column(min_width=300):
            screen = PhotoResultView(context.photo_store, context.key, AS_IT_WAS, "Mended")
    controls = _controls()
    explain(Path(__file__).with_name("explanation.md"), key=context.key)

    handlers.screen = screen
    token = gr.State("")
    asked = [marks, controls.automatic, controls.whose]
    shown = [marks, controls.words, *screen.outputs]
    context.on_face(handlers.show_face, [token, *asked], [token, *shown])
    latest = {"trigger_mode": "always_last", **BUTTON}
    gr.on([control.input for control in asked], handlers.mend, [context.face, *asked], shown, **latest)


def _controls() -> SimpleNamespace:
    made = SimpleNamespace()
    with gr.Row(elem_id="repair-controls"):
        made.automatic = gr.Checkbox(
            False,
            label="Find scratches by itself",
            info="Long bright or dark lines inside the frames. Look closely: a strand of hair is one, too.",
            elem_id="repair-automatic",
        )
        made.whose = gr.Radio(
            [("The chosen face", THIS), ("All faces", ALL)], value=THIS, label="Mend", elem_id="repair-whose"
        )
        made.words = gr.HTML(elem_id="repair-words")
    return made


TAB = Tab("repair", "Repair a photo", "Mark the scratches and stains of an old photo, and have them mended.", build)
