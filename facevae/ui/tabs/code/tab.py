"""The code: a face's way through a VAE, what its code costs, and what an exact copy takes besides."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.events import LIVE, UNDOCUMENTED, Updates
from facevae.ui.components.pictures import Picture, strip
from facevae.ui.components.result import RESULT
from facevae.ui.context import Context, Tab
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.code import dice, exactness, rate
from facevae.ui.tabs.code.bit_bars import BitBars
from facevae.ui.tabs.code.dice import DiceHandlers
from facevae.ui.tabs.code.dice_path import DicePath
from facevae.ui.tabs.code.exactness import ExactnessHandlers, ExactnessScreen
from facevae.ui.tabs.code.parts import Parts, part
from facevae.ui.tabs.code.rate import RateHandlers, RateScreen
from facevae.ui.tabs.code.reference import ReferenceSample
from facevae.ui.tabs.photo_result import draw_photo_result

HERE = Path(__file__).parent

PARTS = {"path": "Path and dice", "bits": "How many bits", "exact": "Is this a face to the model?"}


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    has_noise = model.vae.likelihood_is_density
    context.css.append(text(HERE / "code.css"))
    Parts({key: title for key, title in PARTS.items() if has_noise or key != "exact"}, elem_id="code-parts")
    with part("path"):
        path = DicePath(dice.FIRST, elem_id="code-pictures", models=dice.MODELS, elem_classes=RESULT)
    dice_on = DiceHandlers(model, path)
    with part("bits"):
        bits = _draw_bits(model.latent_dim)
        rate_on = RateHandlers(model, bits)
        draw_photo_result(context, rate_on.in_the_photo, [bits.bars], after="Drawn from the numbers that are left")
    exact = _draw_exactness(context) if has_noise else None
    explain(HERE / "explanation.md", key=context.key)

    def show_face(face: CurrentFace, choice: dict, noise: bool = False) -> Updates:
        more = exact[1].show_face(face, noise) if exact else {}
        return {**dice_on.show(face, choice), **rate_on.show_face(face), **more}

    chosen = [path, exact[0].noise] if exact else [path]
    context.on_face(show_face, chosen, [path, bits.bars, *bits.of_choice, *(exact[0].results if exact else [])])
    context.forget.extend([dice_on.forget, rate_on.forget])
    path.input(dice_on.show, [context.face, path], [path], **LIVE)
    bits.bars.input(rate_on.show, [context.face, bits.bars], bits.of_choice, api_name="bits", **UNDOCUMENTED)


def _draw_bits(count: int) -> RateScreen:
    """Draw what a code of `count` numbers costs."""
    pictures = gr.HTML(rate.waiting(), elem_id="code-left", elem_classes=RESULT)
    with gr.Row():
        with gr.Column(scale=3, min_width=300):
            bars = BitBars(elem_id="code-bars", count=count)
        with gr.Column(scale=2, min_width=300):
            words = gr.HTML(elem_id="code-words")
    return RateScreen(bars, pictures, words)


def _draw_exactness(context: Context) -> tuple[ExactnessScreen, ExactnessHandlers]:
    """Draw and connect what exact copies cost."""
    waiting = strip([Picture(None, title) for title in exactness.TITLES])
    with part("exact"), gr.Row():
        with gr.Column(scale=4, min_width=300):
            pictures = gr.HTML(waiting, elem_id="code-sample", elem_classes=RESULT)
            noise = gr.Checkbox(False, label="With the noise the model believes in", elem_id="code-noise")
            gr.Markdown(exactness.NOISE)
        with gr.Column(scale=5, min_width=300):
            answers = gr.HTML(elem_id="code-answers")
    screen = ExactnessScreen(noise, pictures, answers)
    reference = ReferenceSample.read(results.section(CHECKPOINTS, "face", "typicality"))
    on = ExactnessHandlers(context.model, reference, screen)
    context.forget.append(on.forget)
    noise.input(on.show, [context.face, noise], [pictures], **LIVE)
    return screen, on


TAB = Tab(
    "code", "The code", "Throw the dice and watch the picture, or switch off the numbers that describe it.", build
)
