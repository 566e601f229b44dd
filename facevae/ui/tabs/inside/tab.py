"""Inside a VAE: what the numbers of a code cost, what the model takes for a face, and what it knows by heart."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr

from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.ui.components.base import component, text
from facevae.ui.components.controls import MAX_SEED, explain, seed_slider
from facevae.ui.components.events import BUTTON, QUIET
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.inside import memorization, rate, typicality
from facevae.ui.tabs.inside.histogram import ReferenceSample
from facevae.ui.tabs.photo_result import draw_photo_result

QUESTION = (
    "### Is this a face to the model?\n\n"
    "A model that has seen thousands of faces can tell how many bits it would take to store a picture to the last "
    "digit: few if it expected the picture, many if it is surprised (*log-likelihood*). Ask it about this face, about "
    "the same face spoilt, and about a cat."
)

MEMORY = (
    "### Has it learned faces by heart?\n\n"
    "A model that copies the photos it learned from would be of no use, and would give people away. Let it make up a "
    "face, and see whether that comes nearer to one of those photos than a stranger does."
)

EXPLANATION = (
    "For each number of the code the encoder tells a best guess $\\mu$ and how unsure it is, $\\sigma$. To send the "
    "number so exactly and no more costs as many bits as that is away from knowing nothing, which would be $\\mu = 0$ "
    "and $\\sigma = 1$ (*Kullback-Leibler divergence* from the *prior*). Training makes the sum of the bars small and "
    "the picture good at the same time, so every bit has to earn its place.\n\n"
    "To store a picture to the last digit takes those bits and many times as many more, which mend the decoder's "
    "picture. Their exact number nobody can compute; what you see is an upper limit, from several codes that the "
    "encoder finds plausible (*importance-weighted bound*). Beware: few bits do not prove that there is a face. A "
    "smooth picture is cheap whatever it shows, so a plain grey square may well be likelier than any face; this is "
    "known of many such models (Nalisnick et al. 2019). The number tells surprise, not sense.",
    r"\mathrm{bits}_i = \frac{1}{2 \ln 2} \left( \mu_i^2 + \sigma_i^2 - 1 - \ln \sigma_i^2 \right)",
    "no number is a nose or a smile: each changes light, colour or shape all over the face. The longest bar is not "
    "always the one you miss most: bits pay for how unusual this face is there, not for how much of it one sees.",
)


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    context.css.append(text(Path(__file__).with_name("inside.css")))
    gr.Markdown("### How many bits is a face?", elem_classes="inside-part")
    pictures = gr.HTML(rate.waiting(), elem_id="inside-vae-pictures")
    with gr.Row():
        with gr.Column(scale=9, min_width=300):
            bars = component(
                Path(__file__).with_name("bit_bars"),
                value=[],
                elem_id="inside-vae-bars",
                count=model.latent_dim,
                bits=[],
                order=[],
            )
            words = gr.HTML(elem_id="inside-vae-words")
        with gr.Column(scale=4, min_width=300):
            jpeg = gr.HTML(elem_id="inside-vae-jpeg")
    on = rate.RateHandlers(model)
    draw_photo_result(context, on.in_the_photo, [bars], after="Drawn from the numbers that are left")
    asked = _questions(context)
    if model.atlas is not None:
        _memory(model)
    explain(*EXPLANATION, key="inside-vae")

    shown = [pictures, words, jpeg]
    context.on_face(
        lambda face: (*on.show_face(face), asked.questions.show_face(face)), [], [bars, *shown, asked.answers]
    )
    context.forget.extend([on.forget, asked.questions.forget])
    bars.input(on.show, [context.face, bars], shown, api_name="bits", **QUIET)


def _questions(context: Context) -> SimpleNamespace:
    """Draw and connect what asks the model whether a picture is a face."""
    reference = ReferenceSample.read(results.section(CHECKPOINTS, "face", "typicality"))
    made = SimpleNamespace(questions=typicality.Questions(context.model, reference))
    gr.Markdown(QUESTION, elem_classes="inside-part")
    ask = gr.Button("Ask the model", variant="primary", elem_id="inside-vae-ask")
    made.answers = gr.HTML(elem_id="inside-vae-answers")
    asking = ask.click(made.questions.ask, context.face, made.answers, **BUTTON)
    # Answers about the face before must not arrive under the new one.
    context.face.change(None, None, None, cancels=[asking], api_visibility="private")
    return made


def _memory(model: Any) -> None:
    """Draw and connect the check for copies."""
    gr.Markdown(MEMORY, elem_classes="inside-part")
    on = memorization.Handlers(model)
    picture, words = memorization.waiting()
    with gr.Row():
        with gr.Column(scale=4, min_width=300):
            face = gr.HTML(picture, elem_id="inside-vae-made-up")
        with gr.Column(scale=9, min_width=300):
            draw = gr.Button("Make up a face and measure it", elem_id="inside-vae-draw")
            seed = seed_slider("inside-vae-seed")
            words = gr.HTML(words, elem_id="inside-vae-likeness")

    def another() -> tuple[int, str, str]:
        seed = random.randint(0, MAX_SEED)
        return seed, *on.show(seed)

    draw.click(another, None, [seed, face, words], **BUTTON)
    seed.release(on.show, seed, [face, words], trigger_mode="always_last", **BUTTON)


TAB = Tab("inside-vae", "Inside a VAE", "Switch off the numbers that describe this face, and see what vanishes.", build)
