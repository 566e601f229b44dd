"""The tab in which a face follows sliders along the leading directions of the latent space."""

from __future__ import annotations

import random
from typing import Any

import gradio as gr
from PIL import Image
from torch import Tensor

from facevae import latent
from facevae.ui import live
from facevae.ui.controls import MAX_SEED, QUIET, explain, generator, seed_slider, shown
from facevae.ui.page import BUTTON, connect_download, static
from facevae.ui.state import Context, CurrentFace, Tab, current_face

DIRECTIONS = 10
FIRST_SEED = 23
TEMPERATURE = 0.7

EXPLANATION = (
    "The model describes a face by a list of numbers (the *latent code*). Each slider changes many of them at once, "
    "along a direction in which faces differ most (a *principal direction*). Nobody told the model what to put there: "
    "it found by itself that light, pose, age or a smile are worth a direction. The unit is the spread of the codes of "
    "all faces (one *standard deviation* of the prior), so most faces lie between minus 2 and plus 2.",
    r"x = D\left(z_0 + \sum_k s_k\, u_k\right), \qquad -3 \le s_k \le 3",
    "one slider often changes several things together, because they go together in the photos the model learned from.",
)


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    directions = latent.principal(model, DIRECTIONS)
    context.css.append(static("sliders.css"))
    context.routes.append((live.PATH, live.decode_route(model)))

    def random_start(seed: float, temperature: float) -> dict[str, str]:
        latents = latent.sample(model, 1, generator(seed), temperature)
        return live.start_at(latents, f"A face that nobody has (seed {seed:.0f})")

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

    labels = [f"Direction {number}" for number in range(1, DIRECTIONS + 1)]
    with gr.Row(equal_height=True, elem_id="sliders-actions"):
        new = gr.Button("New random face", variant="primary", min_width=150, elem_id="sliders-new")
        own = gr.Button("Start from my face", min_width=150, elem_id="sliders-own")
        keep = gr.Button("Keep this face", min_width=150, elem_id="sliders-keep")
        download = gr.Button("Download", min_width=150, elem_id="sliders-download")
    board = live.slider_board(model, directions, labels, random_start(FIRST_SEED, TEMPERATURE))
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
    explain(*EXPLANATION, key="sliders")

    new.click(new_start, temperature, [seed, board], **BUTTON)
    gr.on([seed.input, temperature.input], random_start, [seed, temperature], board, api_visibility="private", **QUIET)
    own.click(own_start, context.face, board, **BUTTON)
    keep.click(lambda value: current_face(picture(value), "A face from the sliders"), board, context.face, **BUTTON)
    connect_download(download, picture, [board], file="face.png")
    # Not on the page: programs do with it what the sliders do.
    gr.Button(visible=False).click(
        lambda sliders, seed, temperature: decode_sliders(model, directions, sliders, seed, temperature),
        [
            gr.JSON([0.0] * DIRECTIONS, label="sliders", visible=False),
            gr.Number(FIRST_SEED, label="seed", minimum=0, maximum=MAX_SEED, visible=False),
            gr.Number(TEMPERATURE, label="temperature", visible=False),
        ],
        gr.Image(label="face", format="png", visible=False),
        api_name="decode_sliders",
    )


def decode_sliders(model: Any, directions: Tensor, sliders: Any, seed: Any, temperature: Any) -> Image.Image:
    """Draw a random face moved by sliders, as the page does.

    Args:
        model: as ``facevae.load`` returns it.
        directions: (count, D), one for each slider.
        sliders: at most `count` numbers from -3 to 3, in prior standard deviations.
        seed, temperature: of the random face.
    Returns:
        The face as a photo.
    Raises:
        gr.Error: one of them cannot be used; the message says which.
    """
    try:
        start = latent.sample(model, 1, generator(seed), temperature)
        return shown(model.decode(live.moved(start, directions, sliders)))
    except (TypeError, ValueError) as error:
        raise gr.Error(str(error), print_exception=False) from error


TAB = Tab("sliders", "Latent sliders", "Drag a slider and watch the face follow.", build)
