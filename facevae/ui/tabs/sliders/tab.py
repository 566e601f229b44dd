"""The tab in which a face follows sliders through the latent space."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.latent.directions import editing_directions
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain, seed_slider
from facevae.ui.components.dial import REAL, dial, strength
from facevae.ui.components.download import connect_download
from facevae.ui.components.events import BUTTON, LIVE, PROGRAMS
from facevae.ui.components.turns import later
from facevae.ui.context import SLIDERS, Context, Tab
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.photo_result import draw_photo_result
from facevae.ui.tabs.sliders.board import TO_BOARD, Own, Start, slider_board
from facevae.ui.tabs.sliders.endpoint import FIRST_SEED, TEMPERATURE, edit_endpoint, sliders_endpoint
from facevae.ui.tabs.sliders.handlers import SlidersHandlers, SlidersScreen
from facevae.ui.tabs.sliders.route import PATH, decode_route
from facevae.ui.tabs.sliders.rows import LEADING, entanglement_tables, rows_of

if TYPE_CHECKING:
    from facevae.model import FaceVae

HERE = Path(__file__).parent

_UNQUEUED: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    rows, directions = rows_of(model), editing_directions(model, LEADING)
    context.css.append(text(HERE / "sliders.css"))
    context.routes.append((PATH, decode_route(model, context.turns)))
    board = slider_board(model, rows, directions, _first(model, context.face.value), share=strength(model, REAL))
    with gr.Row(elem_id="sliders-actions"):
        keep = gr.Button(
            "Use this face in all tabs", variant="primary", size="md", min_width=150, elem_id="sliders-keep"
        )
        download = gr.Button("Download", size="md", elem_id="sliders-download")
        new = gr.Button("New random face", size="md", elem_id="sliders-new")
    place = dial(model, "sliders", REAL)
    seed, temperature = _fine_settings()
    if model.atlas is not None:
        with gr.Accordion("What else each slider changes (entanglement)", open=False, elem_id="sliders-entangled"):
            gr.HTML(entanglement_tables(model))
    screen = SlidersScreen(board, seed, context.face, made=gr.State(""), taken=gr.State(None))
    on = SlidersHandlers(model, screen)
    draw_photo_result(context, on.in_the_photo, [board], after="With the sliders as they are")
    explain(HERE / "explanation.md", key="sliders")

    new.click(on.new_face, temperature, [seed, board], **BUTTON)
    changed = [seed.input, temperature.input]
    gr.on(changed, on.random_face, [seed, temperature], [board], **LIVE)
    place.input(None, place, None, js=TO_BOARD, api_visibility="private")
    keep.click(on.keep_face, [board, place], [context.face, screen.made], **BUTTON)
    connect_download(download, on.picture_of, [board, place], file="face.png")
    # A code from another tab goes through the box outside the tabs, as a changed face does: see Context.on_face.
    context.on_face(on.show_face, [screen.made, context.code, screen.taken], [board, screen.taken])
    context.code.change(lambda handed: secrets.token_hex(4), context.code, context.due, **_UNQUEUED)
    gr.api(sliders_endpoint(model, rows, directions), api_name="decode_sliders")
    edit = later(edit_endpoint(model, rows, directions))
    gr.api(edit, api_name="edit", concurrency_id=PROGRAMS, concurrency_limit=1)


def _first(model: FaceVae, face: CurrentFace) -> Start:
    """Return what the page opens with: its current face."""
    own = Own(model.encode(face.pixels).mean, face.name)
    return Start(own.latents, own.note, own)


def _fine_settings() -> tuple[gr.Slider, gr.Slider]:
    """Draw the seed and the temperature of the random face."""
    with gr.Accordion("The random face", open=False, elem_id="sliders-fine"), gr.Row():
        seed = seed_slider("sliders-seed", FIRST_SEED)
        temperature = gr.Slider(
            0.1,
            1.2,
            TEMPERATURE,
            step=0.1,
            label="How unusual the random face is (temperature)",
            info="1: as different as people. Lower: closer to the average face. Above: more unusual still.",
            elem_id="sliders-temperature",
        )
    return seed, temperature


TAB = Tab(SLIDERS, "Sliders", "Drag a slider and watch the face follow.", build)
