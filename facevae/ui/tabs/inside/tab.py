"""Inside a VAE: what the numbers of a code cost, what the model takes for a face, and what it has memorised."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain, seed_slider
from facevae.ui.components.events import BUTTON, LATEST, QUIET, Updates
from facevae.ui.components.result import RESULT
from facevae.ui.context import Context, Tab
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.inside import rate
from facevae.ui.tabs.inside.bit_bars import BitBars
from facevae.ui.tabs.inside.histogram import ReferenceSample
from facevae.ui.tabs.inside.memorization import MemorizationHandlers, MemorizationScreen
from facevae.ui.tabs.inside.rate import RateHandlers, RateScreen
from facevae.ui.tabs.inside.typicality import TypicalityQuestions
from facevae.ui.tabs.photo_result import draw_photo_result

if TYPE_CHECKING:
    from facevae.model import FaceVae

HERE = Path(__file__).parent

QUESTION = (
    "### How surprising is this picture to the model?\n\n"
    "A model that has seen thousands of faces can tell how many bits it would take to store a picture to the last "
    "digit: few if it expected the picture, many if it is surprised (*log-likelihood*). A cat and a plain grey square "
    "stand there already; ask it about the current face, upright and altered."
)

MEMORY = (
    "### Has it memorised its training photos?\n\n"
    "A model that copies the photos it learned from would be of no use, and would give people away. Let it invent a "
    "face, and see whether that comes nearer to one of those photos than other people do."
)


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    context.css.append(text(HERE / "inside.css"))
    gr.Markdown("### How many bits is a face?", elem_classes="inside-part")
    screen = _draw_rate(model.latent_dim)
    on = RateHandlers(model, screen)
    draw_photo_result(context, on.in_the_photo, [screen.bars], after="Drawn from the numbers that are left")
    answers, questions = _draw_questions(context)
    if model.atlas is not None:
        _draw_memory(model)
    explain(HERE / "explanation.md", key="inside-vae")

    def show_face(face: CurrentFace) -> Updates:
        return {**on.show_face(face), **questions.clear()}

    context.on_face(show_face, [], [screen.bars, *screen.of_choice, answers])
    context.forget.extend([on.forget, questions.forget])
    screen.bars.input(on.show, [context.face, screen.bars], screen.of_choice, api_name="bits", **QUIET)


def _draw_rate(count: int) -> RateScreen:
    """Draw what a code of `count` numbers costs."""
    waiting, waiting_jpeg = rate.waiting()
    pictures = gr.HTML(waiting, elem_id="inside-vae-pictures")
    with gr.Row():
        with gr.Column(scale=9, min_width=300):
            bars = BitBars(elem_id="inside-vae-bars", count=count)
            words = gr.HTML(elem_id="inside-vae-words")
        with gr.Column(scale=4, min_width=300):
            jpeg = gr.HTML(waiting_jpeg, elem_id="inside-vae-jpeg")
    return RateScreen(bars, pictures, words, jpeg)


def _draw_questions(context: Context) -> tuple[gr.HTML, TypicalityQuestions]:
    """Draw and connect what asks the model whether a picture is a face."""
    gr.Markdown(QUESTION, elem_classes="inside-part")
    ask = gr.Button("Ask about the current face", variant="primary", size="md", elem_id="inside-vae-ask")
    answers = gr.HTML(elem_id="inside-vae-answers")
    reference = ReferenceSample.read(results.section(CHECKPOINTS, "face", "typicality"))
    questions = TypicalityQuestions(context.model, reference, answers)
    answers.value = questions.first()
    asking = ask.click(questions.ask, context.face, [answers], **BUTTON)
    # Answers about the face before must not arrive under the new one.
    context.face.change(None, None, None, cancels=[asking], api_visibility="private")
    return answers, questions


def _draw_memory(model: FaceVae) -> None:
    """Draw and connect the check for copies."""
    gr.Markdown(MEMORY, elem_classes="inside-part")
    with gr.Row():
        with gr.Column(scale=9, min_width=300):
            draw = gr.Button("Invent a face and measure it", size="md", elem_id="inside-vae-draw")
            words = gr.HTML(elem_id="inside-vae-likeness", elem_classes=RESULT)
            seed = seed_slider("inside-vae-seed")
        with gr.Column(scale=4, min_width=300):
            picture = gr.HTML(elem_id="inside-vae-invented", elem_classes=RESULT)
    screen = MemorizationScreen(seed, picture, words)
    on = MemorizationHandlers(model, screen)
    draw.click(on.invent, None, [seed, screen.picture, screen.words], **BUTTON)
    # Not "release", which the arrow keys and the field for the number do not bring.
    seed.input(on.show, seed, [screen.picture, screen.words], **LATEST)


TAB = Tab("inside-vae", "Inside a VAE", "Switch off the numbers that describe this face, and see what vanishes.", build)
