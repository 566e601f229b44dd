"""Hide a part of the face with a brush, and see who it could have been."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr

from facevae import restore
from facevae.ui.components.base import text
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.controls import MAX_SEED, explain, seed_slider
from facevae.ui.components.download import connect_download
from facevae.ui.components.events import BUTTON, QUIET
from facevae.ui.components.face_grid import FaceGrid
from facevae.ui.components.mask_canvas import mask_canvas
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.inpaint.handlers import InpaintHandlers, choose, choose_mean, keep, picture_of, sheet_of
from facevae.ui.tabs.photo_result import draw_photo_result

AFTER = 4
MOST_NOISE = 150
SHOW_IT = "() => document.querySelector('#inpaint').scrollIntoView({behavior: 'smooth', block: 'nearest'})"


def build(context: Context) -> None:
    """Draw the tab."""
    model, handlers = context.model, InpaintHandlers(context.model)
    context.css.append(text(Path(__file__).with_name("inpaint.css")))
    with gr.Row(elem_id="inpaint"):
        with gr.Column(min_width=300):
            paint = mask_canvas(model.image_size)
        with gr.Column(min_width=300):
            result = BeforeAfter(elem_id="inpaint-result", before="Before", after="Filled in", at=AFTER, most=480)
            caption = gr.HTML(elem_id="inpaint-caption")
    controls = _controls(model)
    panel = _panel()
    filled = gr.State(None)
    settings = [paint, controls.method, controls.noise, controls.noise_seed]
    draw_photo_result(context, handlers.in_the_photo, [filled, *settings], before="With the hole", after="Filled in")
    explain(Path(__file__).with_name("explanation.md"), key="inpaint")

    picture = [filled, result, caption]
    results = [*picture, panel.nine, panel.words]
    context.on_face(handlers.show_face, settings, [paint, *results])
    _connect_filling(handlers, context, controls, settings, [paint, *results])
    _connect_nine(handlers, context, controls, settings, picture, panel)
    controls.keep.click(keep, [context.face, filled], [context.face, paint], **BUTTON)
    connect_download(controls.download, picture_of, [filled], file="face.png")


def _controls(model: Any) -> SimpleNamespace:
    """Draw what is set and pressed."""
    able = [(way.label, name) for name, way in restore.INPAINTERS.items() if way.runs_on(model)]
    made = SimpleNamespace()
    with gr.Row(elem_id="inpaint-controls"):
        made.size = gr.Slider(0, 100, value=0, step=5, label="Hole size (% of the width)", elem_id="inpaint-size")
        made.method = gr.Dropdown(able, value=able[-1][1], label="Fill in with", elem_id="inpaint-method")
        with gr.Column(min_width=200):
            made.live = gr.Checkbox(True, label="Fill in after every stroke", elem_id="inpaint-live")
            made.fill = gr.Button("Fill in", interactive=False, elem_id="inpaint-fill")
    with gr.Row():
        made.more = gr.Button(
            "What else could it have been?", variant="primary", scale=2, min_width=300, elem_id="inpaint-more"
        )
        made.keep = gr.Button("Keep this face", min_width=150, elem_id="inpaint-keep")
        made.download = gr.Button("Download", min_width=150, elem_id="inpaint-download")
    with gr.Accordion("Fine settings", open=False, elem_id="inpaint-fine"), gr.Row():
        made.noise = gr.Slider(
            0,
            MOST_NOISE,
            value=0,
            step=1,
            label="Noise on what is left (standard deviation sigma, out of 255)",
            min_width=280,
            elem_id="inpaint-noise",
        )
        made.noise_seed = seed_slider("inpaint-noise-seed")
        made.seed = gr.Slider(
            0,
            MAX_SEED,
            value=1,
            step=1,
            label="Which nine",
            info="The same number gives the same nine again.",
            elem_id="inpaint-seed",
        )
    return made


def _panel() -> SimpleNamespace:
    """Draw the place of the nine answers, hidden until somebody asks for them."""
    made = SimpleNamespace(nine=gr.State(None))
    with gr.Column(visible=False, elem_id="inpaint-nine") as made.column:
        made.words = gr.HTML(elem_id="inpaint-words")
        with gr.Row():
            with gr.Column(scale=3, min_width=300):
                made.gallery = FaceGrid(elem_id="inpaint-choices", label="Faces that would fit what is left")
            with gr.Column(scale=2, min_width=300):
                made.spread = gr.HTML(elem_id="inpaint-spread")
                made.mean = gr.Button("Show their mean large", elem_id="inpaint-mean")
                made.sheet = gr.Button("Download all nine", elem_id="inpaint-sheet")
    return made


def _connect_filling(
    handlers: InpaintHandlers, context: Context, controls: SimpleNamespace, settings: list, outputs: list
) -> None:
    """Connect what fills the hole; the canvas is the first of `settings` and of `outputs`."""
    live, results = [context.face, controls.live, *settings], outputs[1:]
    changes = [changed.input for changed in (*settings, controls.live)]
    gr.on(changes, handlers.show_if_live, live, results, api_visibility="private", **QUIET)
    resized = [context.face, controls.live, controls.size, *settings[1:]]
    controls.size.input(handlers.resize, resized, outputs, api_visibility="private", **QUIET)
    controls.live.input(lambda live: gr.Button(interactive=not live), controls.live, controls.fill, **BUTTON)
    controls.fill.click(handlers.show, [context.face, *settings], results, api_name="inpaint", show_progress="hidden")


def _connect_nine(
    handlers: InpaintHandlers,
    context: Context,
    controls: SimpleNamespace,
    settings: list,
    picture: list,
    panel: SimpleNamespace,
) -> None:
    """Connect what shows nine answers, and what takes one of them."""
    nine = [panel.nine, panel.column, panel.gallery, panel.spread, panel.words]
    asked = [context.face, panel.nine, controls.seed, *settings]
    controls.more.click(handlers.more, asked, [*picture, controls.seed, *nine], **BUTTON)
    settled, latest = gr.State(controls.size.value), {"trigger_mode": "always_last", **BUTTON}
    released = [context.face, controls.live, controls.size, settled, controls.seed, *settings[1:]]
    controls.size.release(handlers.settle, released, [settled, *nine], **latest)
    controls.seed.release(handlers.again, [picture[0], controls.seed], nine, **latest)
    for taken in (
        panel.gallery.select(choose, panel.nine, picture, **BUTTON),
        panel.mean.click(choose_mean, panel.nine, picture, **BUTTON),
    ):
        taken.then(None, None, None, js=SHOW_IT, api_visibility="private")
    connect_download(panel.sheet, sheet_of, [panel.nine], file="nine-faces.png")


TAB = Tab("inpaint", "Inpaint", "Paint over the eyes and see who it could have been.", build)
