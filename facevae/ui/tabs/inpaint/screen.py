"""The components of the Inpaint tab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component

from facevae.restore import INPAINTERS
from facevae.ui.components.controls import MAX_SEED, seed_slider
from facevae.ui.components.dial import REAL, dial
from facevae.ui.components.face_grid import FaceGrid
from facevae.ui.components.mask_canvas import MaskCanvas, mask_canvas
from facevae.ui.components.result import RESULT, SAVES
from facevae.ui.context import Context
from facevae.ui.tabs.result_stage import ResultStage, Turn

if TYPE_CHECKING:
    from facevae.model import FaceVae

AFTER = 4
MOST_NOISE = 150


@dataclass(frozen=True)
class FilledFace:
    """The canvas, and the picture that is shown large beside it.

    Attributes:
        paint: the face, and what is hidden of it.
        stage: the face, or the photo, before and after, large.
        caption: what the filled face is, and its scores.
        filled: holds the InpaintResult that is shown, or None.
    """

    paint: MaskCanvas
    stage: ResultStage
    caption: gr.HTML
    filled: gr.State

    @property
    def picture(self) -> list[Component]:
        """What another large picture changes."""
        return [self.filled, self.paint, *self.stage.outputs, self.caption]


@dataclass(frozen=True)
class Controls:
    """What is set and pressed.

    Attributes:
        size: of a square hole in the middle, per cent of the width; 0 where something else is hidden.
        settled: holds the size that the last nine were made for.
        method: key of ``restore.INPAINTERS``.
        dial: from the faithful faces to the real ones.
        live: whether the hole is filled after every stroke; `fill` is the button for it otherwise.
        more, keep: buttons.
        noise: on what is left, standard deviation out of 255; `noise_seed` is its seed.
        seed: of the nine, and of all details.
    """

    size: gr.Slider
    settled: gr.State
    method: gr.Dropdown
    dial: gr.Slider
    live: gr.Checkbox
    fill: gr.Button
    more: gr.Button
    keep: gr.Button
    noise: gr.Slider
    noise_seed: gr.Slider
    seed: gr.Slider

    @property
    def way(self) -> list[Component]:
        """How a hole is filled and shown: what handlers take after the mask."""
        return [self.method, self.noise, self.noise_seed, self.seed, self.dial]


@dataclass(frozen=True)
class NineFaces:
    """Nine answers, hidden until they are asked for.

    Attributes:
        turn: holds the Turn of what they are imagined for.
        stop: ends the imagining.
        nine: holds the Samples, or None.
        column: all that shows them.
        words: how much they differ.
        gallery: the nine.
        spread: where they differ.
        mean, sheet: buttons.
    """

    turn: gr.State
    stop: gr.Button
    nine: gr.State
    column: gr.Column
    words: gr.HTML
    gallery: FaceGrid
    spread: gr.HTML
    mean: gr.Button
    sheet: gr.Button

    @property
    def shown(self) -> list[Block]:
        """What nine other answers change."""
        return [*self.gone, self.column, self.gallery, self.spread]

    @property
    def gone(self) -> list[Component]:
        """What changes when they no longer belong to the picture."""
        return [self.stop, self.nine, self.words, self.mean, self.sheet]


def draw_face(context: Context) -> FilledFace:
    """Draw the canvas, and the filled face beside it."""
    with gr.Row(elem_id="inpaint", elem_classes="fv-lab"):
        with gr.Column(min_width=280, elem_id="inpaint-hole"):
            paint = mask_canvas(context.model.image_size)
        with gr.Column(min_width=280, elem_classes="fv-first"):
            stage = ResultStage(context, before="Before", after="Filled in", at=AFTER)
            caption = gr.HTML(elem_id="inpaint-caption", elem_classes=[RESULT, "fv-below"])
    return FilledFace(paint, stage, caption, gr.State(None))


def draw_controls(model: FaceVae, methods: list[str], first: str) -> Controls:
    """Draw what is set and pressed; `methods` of the model are offered, and `first` is chosen."""
    choices = [(INPAINTERS[name].label, name) for name in methods]
    with gr.Row(elem_id="inpaint-controls"):
        size = gr.Slider(
            0, 100, value=0, step=5, label="Hide a square instead (% of the width)", elem_id="inpaint-size"
        )
        method = gr.Dropdown(choices, value=first, label="Fill in with", elem_id="inpaint-method")
        with gr.Column(min_width=200):
            live = gr.Checkbox(True, label="Fill in after every stroke", elem_id="inpaint-live")
            fill = gr.Button("Fill in", visible=False, elem_id="inpaint-fill")
    place = dial(model, "inpaint", REAL)
    with gr.Row():
        more = gr.Button(
            "What else could it have been?", variant="primary", scale=2, min_width=300, elem_id="inpaint-more"
        )
        keep = gr.Button("Use this face in all tabs", min_width=150, elem_id="inpaint-keep")
    with gr.Accordion("Fine settings", open=False, elem_id="inpaint-fine"), gr.Row():
        noise = gr.Slider(
            0,
            MOST_NOISE,
            value=0,
            step=1,
            label="Noise on the visible part (sigma, out of 255)",
            min_width=280,
            elem_id="inpaint-noise",
        )
        noise_seed = seed_slider("inpaint-noise-seed")
        seed = gr.Slider(
            0,
            MAX_SEED,
            value=1,
            step=1,
            label="Other nine, other details (seed)",
            info="The same number gives the same again.",
            elem_id="inpaint-seed",
        )
    return Controls(size, gr.State(size.value), method, place, live, fill, more, keep, noise, noise_seed, seed)


def draw_nine() -> NineFaces:
    """Draw the place of the nine answers."""
    with gr.Column(visible=False, elem_id="inpaint-nine") as column:
        with gr.Row(elem_id="inpaint-nine-head"):
            words = gr.HTML(elem_id="inpaint-words", elem_classes=RESULT)
            stop = gr.Button("Stop", visible=False, scale=0, min_width=90, elem_id="inpaint-nine-stop")
        with gr.Row():
            with gr.Column(scale=3, min_width=300):
                gallery = FaceGrid(
                    elem_id="inpaint-choices", label="Faces that would fit what is left", elem_classes=RESULT
                )
            with gr.Column(scale=2, min_width=300):
                spread = gr.HTML(elem_id="inpaint-spread", elem_classes=RESULT)
                mean = gr.Button("Show their mean large", elem_id="inpaint-mean")
                sheet = gr.Button("Download all nine", elem_id="inpaint-sheet", elem_classes=SAVES)
    return NineFaces(gr.State(Turn()), stop, gr.State(None), column, words, gallery, spread, mean, sheet)
