"""The tab in which a face follows sliders through the latent space."""

from __future__ import annotations

import random
import secrets
from pathlib import Path
from typing import Any

import gradio as gr
from PIL import Image
from torch import Tensor

from facevae import latent
from facevae.align import Edit
from facevae.ui.components.base import text
from facevae.ui.components.controls import MAX_SEED, explain, generator, seed_slider
from facevae.ui.components.download import connect_download
from facevae.ui.components.encoding import shown
from facevae.ui.components.events import BUTTON, QUIET
from facevae.ui.context import SLIDERS, Context, Handed, Tab
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.photo_result import FaceEdit, draw_photo_result
from facevae.ui.tabs.sliders import board as live
from facevae.ui.tabs.sliders.rows import directions_of, entanglement_tables, rows_of

FIRST_SEED = 23
TEMPERATURE = 0.7

NOT_MOVED = "Move a slider first: the same change is then made to the face in your photo."

EXPLANATION = (
    "The model describes a face by a list of numbers (the *latent code*), and each slider changes many of them at "
    "once, along one direction. The *leading directions* are those that change the picture most; nobody told the model "
    "what to put there. The *named* ones were looked for afterwards: the direction in which the codes of 20,000 faces "
    "change as people get older, or smile. Such a direction takes along whatever goes together in the photos "
    "(*entanglement*), biases included: the line under each slider says what, as another network and simple "
    "measurements see it. *Untangle* removes from each direction what it shares with the others (*orthogonal*). The "
    "unit is one *standard deviation* of the codes of all faces.",
    r"x = D\left(z_0 + \sum_k s_k\, u_k\right), \qquad -3 \le s_k \le 3",
    "drag Age to the right: the face also gets darker and more masculine, because the older faces among the photos are "
    "more often men's, and babies' pictures are bright. Switch Untangle on, and most of that is gone. The model has "
    "learned its photos, not what ageing is.",
)


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    rows, directions = rows_of(model), directions_of(model)
    context.css.append(text(Path(__file__).with_name("sliders.css")))
    context.routes.append((live.PATH, live.decode_route(model)))

    def random_start(seed: float, temperature: float) -> dict[str, str]:
        latents = latent.sample(model, 1, generator(seed), temperature)
        return live.start_at(latents, f"A face that nobody has (seed {seed:.0f}, temperature {temperature:.1f})")

    def new_start(temperature: float) -> tuple[int, dict[str, str]]:
        seed = random.randint(0, MAX_SEED)
        return seed, random_start(seed, temperature)

    def own_start(face: CurrentFace) -> dict[str, str]:
        return live.start_at(model.encode(face.pixels).mean, f"{face.name}, as the model sees it")

    def picture(value: Any) -> Tensor:
        try:
            return model.decode(live.read_latents(value, model.latent_dim))
        except ValueError as error:
            raise gr.Error(str(error), title="This face cannot be drawn", print_exception=False) from error

    def in_the_photo(face: CurrentFace, value: Any) -> FaceEdit | None:
        try:
            change = live.read_change(value, model.latent_dim)
        except ValueError as error:
            raise gr.Error(str(error), print_exception=False) from error
        if not change.any():
            gr.Info(NOT_MOVED)
            return None
        return FaceEdit(Edit(latent.edit(model, face.pixels, change), "residual"))

    with gr.Row(equal_height=True, elem_id="sliders-actions"):
        new = gr.Button("New random face", variant="primary", min_width=150, elem_id="sliders-new")
        own = gr.Button("Start from my face", min_width=150, elem_id="sliders-own")
        keep = gr.Button("Keep this face", min_width=150, elem_id="sliders-keep")
        download = gr.Button("Download", min_width=150, elem_id="sliders-download")
    board = live.slider_board(model, rows, directions, random_start(FIRST_SEED, TEMPERATURE))
    with gr.Accordion("Fine settings", open=False, elem_id="sliders-fine"), gr.Row():
        seed = seed_slider("sliders-seed", FIRST_SEED)
        temperature = gr.Slider(
            0.1,
            1.2,
            TEMPERATURE,
            step=0.1,
            label="How unusual the random face is (temperature)",
            info="Low: close to the average face. Above 1: faces stranger than the model ever saw.",
            elem_id="sliders-temperature",
        )
    if model.atlas is not None:
        with gr.Accordion("What else each slider changes (entanglement)", open=False, elem_id="sliders-entangled"):
            gr.HTML(entanglement_tables(model))
    draw_photo_result(context, in_the_photo, [board], after="With the sliders as they are")
    explain(*EXPLANATION, key="sliders")

    new.click(new_start, temperature, [seed, board], **BUTTON)
    gr.on([seed.input, temperature.input], random_start, [seed, temperature], board, api_visibility="private", **QUIET)
    own.click(own_start, context.face, board, **BUTTON)
    keep.click(lambda value: current_face(picture(value), "A face from the sliders"), board, context.face, **BUTTON)
    connect_download(download, picture, [board], file="face.png")
    _take_what_is_handed(context, board)
    _serve_programs(model, directions, [row.key for row in rows])


def _take_what_is_handed(context: Context, board: gr.HTML) -> None:
    """Start at the code that another tab hands on.

    It goes through the box outside the tabs, as a changed face does: see ``Context.on_face``.
    """
    quiet = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    context.code.change(lambda handed: secrets.token_hex(4), context.code, context.due, **quiet)

    def start(handed: Handed | None) -> Any:
        return live.start_at(handed.latents, handed.name) if handed else gr.skip()

    context.due.change(start, context.code, board, **quiet)


def _serve_programs(model: Any, directions: Tensor, keys: list[str]) -> None:
    """Let programs do what the sliders do: a handler that is not on the page."""
    gr.Button(visible=False).click(
        lambda sliders, seed, temperature, untangle: decode_sliders(
            model, directions[int(bool(untangle))], sliders, seed, temperature, keys
        ),
        [
            gr.JSON([0.0] * len(keys), label="sliders", visible=False),
            gr.Number(FIRST_SEED, label="seed", minimum=0, maximum=MAX_SEED, visible=False),
            gr.Number(TEMPERATURE, label="temperature", visible=False),
            gr.Checkbox(False, label="untangle", visible=False),
        ],
        gr.Image(label="face", format="png", visible=False),
        api_name="decode_sliders",
    )


def decode_sliders(
    model: Any, directions: Tensor, sliders: Any, seed: Any, temperature: Any, keys: list[str]
) -> Image.Image:
    """Draw a random face moved by sliders, as the page does.

    Args:
        model: as ``facevae.load`` returns it.
        directions: (count, D), one for each slider.
        sliders: at most `count` numbers from -3 to 3, in prior standard deviations, or a dict of such by key.
        seed, temperature: of the random face.
        keys: `count` names.
    Returns:
        The face as a photo.
    Raises:
        gr.Error: one of them cannot be used; the message says which.
    """
    try:
        start = latent.sample(model, 1, generator(seed), temperature)
        return shown(model.decode(live.moved(start, directions, sliders, keys)))
    except (TypeError, ValueError) as error:
        raise gr.Error(str(error), print_exception=False) from error


TAB = Tab(SLIDERS, "Latent sliders", "Drag a slider and watch the face follow.", build)
