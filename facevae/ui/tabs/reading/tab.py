"""Reading a face: a network's guess of an age, what it depends on, and what the network sees on the way."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae import reading
from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.models.face_reader import FaceReaderConfig
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.events import BUTTON, LIVE, WORKING
from facevae.ui.components.result import RESULT
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.reading.handlers import STAGES, ReadingHandlers, ReadingScreen
from facevae.ui.tabs.reading.labels import trust
from facevae.ui.tabs.reading.map_board import MapBoard
from facevae.ui.tabs.reading.patch_face import PatchFace
from facevae.ui.tabs.reading.pictures import waiting
from facevae.ui.tabs.reading.sentences import NO_MAP, NOTICE

HERE = Path(__file__).parent

FIRST_STAGE = 2
"""Number among the `STAGES`."""


def build(context: Context) -> None:
    """Draw the tab."""
    context.css.append(text(HERE / "reading.css"))
    recognition = results.section(CHECKPOINTS, "face_reader", "recognition")
    screen = _draw()
    with gr.Accordion("How often is it right?", open=False, elem_id="reading-trust"):
        gr.HTML(trust(recognition))
    explain(HERE / "explanation.md", key="reading")
    on = ReadingHandlers(context.model, screen, recognition)

    result = [screen.patch, screen.panel, screen.draw, screen.map]
    context.on_face(on.show_face, [screen.asked, screen.maps], [*result, screen.ask, screen.notice, screen.maps])
    context.forget.append(on.forget)
    screen.patch.input(on.show, [context.face, screen.asked, screen.patch], result, **LIVE)
    screen.ask.click(on.ask, [context.face, screen.patch], [*result, screen.asked, screen.ask], **BUTTON)
    drawing = screen.draw.click(on.draw, [context.face, screen.asked, screen.patch], [screen.map], **WORKING)
    # A map of the face or the patch before must not arrive under the new one.
    for event in (context.face.change, screen.patch.input):
        event(None, None, None, cancels=[drawing], api_visibility="private")
    screen.maps.input(on.show_stage, [context.face, screen.maps], [screen.maps], **LIVE)


def _draw() -> ReadingScreen:
    config = FaceReaderConfig()
    fields = [reading.receptive_field(config, stage) for stage in STAGES]
    with gr.Row(elem_id="reading-row"):
        with gr.Column(scale=5, min_width=300):
            patch = PatchFace(elem_id="reading-patch")
        with gr.Column(scale=5, min_width=300):
            notice = gr.Markdown(NOTICE, visible=False, elem_id="reading-notice")
            ask = gr.Button("Read the age of this face", visible=False, size="md", elem_id="reading-ask")
            panel = gr.HTML(elem_id="reading-panel", elem_classes=RESULT)
        with gr.Column(scale=4, min_width=280):
            draw = gr.Button("Map what the age depends on", size="md", interactive=False, elem_id="reading-draw")
            dependence = gr.HTML(waiting(NO_MAP), elem_id="reading-map", elem_classes=RESULT)
    maps = MapBoard(
        FIRST_STAGE,
        elem_id="reading-maps",
        sides=[config.image_size // field.stride for field in fields],
        fields=[vars(field) for field in fields],
        read=config.image_size,
    )
    return ReadingScreen(patch, gr.State(""), ask, notice, panel, draw, dependence, maps)


TAB = Tab("reading", "Reading a face", "Drag a patch over the face and watch what age a network reads.", build)
