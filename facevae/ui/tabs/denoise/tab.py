"""Add noise, and see what each method makes of it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from facevae.restore import comparison
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain, seed_slider
from facevae.ui.components.events import BUTTON, QUIET
from facevae.ui.components.pictures import OUT_OF_255
from facevae.ui.context import Context, Tab
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.denoise.pictures import REFINED, Refinement, captioned, noise_line, progress, waiting
from facevae.ui.tabs.denoise.plots import Drawn, draw
from facevae.ui.tabs.denoise.settings import MOST, RefinementSlot, Settings
from facevae.ui.tabs.photo_result import FaceEdit, draw_photo_result, replace_crop

START_SIGMA = 50
STARTS_WITH = ("mean", "eigenfaces", "vae")
IN_THE_PHOTO = "vae"

EXPLANATION = (
    "The *mean filter* replaces each pixel by the average of the square around it (the *window*): the noise averages "
    "out, and so does every edge. The VAE has seen thousands of faces, so it looks for the face that explains the "
    "noisy picture best, and then keeps of the photo what can be believed at this noise level. *VAE alone* keeps "
    "nothing: a few hundred numbers cannot hold every hair, so at little noise it loses. *PSNR* measures how far the "
    "pixels are off, *SSIM* how well the structure survives.\n\n"
    "*Eigenfaces* know faces too, but only as sums: a mean face plus so much of each typical difference. If faces were "
    "nothing more than that, no method could do better (it is the *linear optimum*, a Wiener filter). A VAE is far "
    "more costly, so it has to beat this line. It can only do so by knowing what sums cannot say: that "
    "glasses have two rims, or that hair is rough where skin is smooth.\n\n"
    "The *dial* leans on the photo or on the model: at one end the noisy photo comes back, at the other the "
    "model's face alone, and in the middle each counts as much as it deserves. A *supervised network* was shown "
    "pairs of noisy and clean faces and learned this one task and nothing else. It can imagine no new face and fill no "
    "hole; this one is a yardstick (*upper reference*) that learned for half an hour. *Refining* lets the VAE look "
    "longer: it changes its face step by step until it fits the noisy photo better.",
    r"\text{noisy} = \text{face} + \sigma\,\mathbf{n}, \qquad "
    r"\mathrm{PSNR} = -10 \log_{10} \tfrac{1}{P} \sum_{i=1}^{P} (\text{guess}_i - \text{face}_i)^2",
    "the best window grows with the noise. To find it, one has to look at the clean face, which nobody has in real "
    "life: the comparison is kinder to the mean filter than life is.",
)


@dataclass(frozen=True)
class Controls:
    """The controls, as `Settings.read` takes their values, and the button."""

    sigma: gr.Slider
    sigma_known: gr.Checkbox
    methods: gr.CheckboxGroup
    strength: gr.Slider
    window: gr.Slider
    best: gr.Checkbox
    seed: gr.Slider
    level: gr.HTML
    refine: gr.Button
    status: gr.HTML

    @property
    def settings(self) -> list[gr.components.Component]:
        """Those that hold a value."""
        return [self.sigma, self.sigma_known, self.methods, self.strength, self.window, self.best, self.seed]


def build(context: Context) -> None:
    """Draw the tab."""
    context.css.append(text(Path(__file__).with_name("denoise.css")))
    runnable = {method.name: method.label for method in comparison.available(context.model)}
    with gr.Row():
        with gr.Column(scale=4, min_width=300):
            controls = _controls(runnable)
        with gr.Column(scale=9, min_width=300, elem_classes="fv-first"):
            pictures = gr.HTML(waiting(controls.methods.value), elem_id="denoise-pictures")
    plot = gr.HTML(
        '<div class="fv-plots fv-waiting">Measuring this face at every noise level ...</div>', elem_id="denoise-plot"
    )
    _connect(context, controls, pictures, plot)
    explain(*EXPLANATION, key="denoise")


def _controls(runnable: dict[str, str]) -> Controls:
    sigma = gr.Slider(
        0, 150, START_SIGMA, step=1, label="Noise level (standard deviation sigma, out of 255)", elem_id="denoise-sigma"
    )
    sigma_known = gr.Checkbox(True, label="The methods are told the noise level", elem_id="denoise-sigma-known")
    level = gr.HTML(elem_id="denoise-level")
    methods = gr.CheckboxGroup(
        [(label, name) for name, label in runnable.items() if name != REFINED],
        value=[name for name in STARTS_WITH if name in runnable],
        label="Methods, side by side",
        info=f"Up to {MOST}.",
        elem_id="denoise-methods",
    )
    strength = gr.Slider(
        0,
        1,
        0.5,
        step=0.05,
        label="Trust the photo ... trust the model",
        info="For eigenfaces and VAE.",
        elem_id="denoise-strength",
    )
    refine = gr.Button("Refine step by step", visible=REFINED in runnable, elem_id="denoise-refine")
    status = gr.HTML(elem_id="denoise-status")
    with gr.Accordion("Fine settings", open=False, elem_id="denoise-fine"):
        first, *_, last = comparison.WINDOWS
        window = gr.Slider(first, last, 5, step=2, label="Mean filter window", elem_id="denoise-window")
        best = gr.Checkbox(True, label="Use the best window", elem_id="denoise-best")
        seed = seed_slider("denoise-seed")
    return Controls(sigma, sigma_known, methods, strength, window, best, seed, level, refine, status)


def _connect(context: Context, controls: Controls, pictures: gr.HTML, plot: gr.HTML) -> None:
    model = context.model

    @functools.lru_cache(maxsize=32)
    def compared(face: CurrentFace, asked: Settings) -> comparison.Comparison:
        options = {"window": asked.window, "strength": asked.strength, "sigma_known": asked.sigma_known}
        sigma = asked.sigma / OUT_OF_255
        return comparison.compare(model, face.pixels, sigma, seed=asked.seed, methods=asked.methods, **options)

    @functools.lru_cache(maxsize=16)
    def measured(face: CurrentFace, seed: int) -> Drawn:
        return draw(comparison.against_noise(model, face.pixels, seed=seed))

    def show(
        face: CurrentFace,
        slot: RefinementSlot,
        sigma: float,
        sigma_known: bool,
        methods: list[str],
        strength: float,
        window: float,
        best: bool,
        seed: float,
    ) -> tuple[str, str, str, int]:
        asked = Settings.read(sigma, sigma_known, methods, strength, window, best, seed)
        result, refined = compared(face, asked), slot.move_to(face, asked)
        return captioned(face, result, refined), noise_line(result, sigma_known), progress(refined), result.window

    def show_window(face: CurrentFace, slot: RefinementSlot, *values: Any) -> tuple[str, str, str, bool]:
        *before, _, seed = values
        *shown, _ = show(face, slot, *before, False, seed)
        return *shown, False

    def mark(face: CurrentFace, *values: Any) -> str:
        asked = Settings.read(*values)
        return measured(face, asked.seed).marked(compared(face, asked))

    def refine(face: CurrentFace, slot: RefinementSlot, *values: Any) -> Iterator[tuple[str, str]]:
        asked = Settings.read(*values)
        slot.move_to(face, asked)
        result = compared(face, asked)
        for step, picture in enumerate(comparison.refining(model, face.pixels, result, strength=asked.strength)):
            refined = Refinement(step, picture)
            if not slot.keep(refined, face, asked):
                return
            yield captioned(face, result, refined), progress(refined)

    def in_the_photo(face: CurrentFace, *values: Any) -> FaceEdit:
        result = compared(face, dataclasses.replace(Settings.read(*values), methods=(IN_THE_PHOTO,)))
        return FaceEdit(replace_crop(result.results[IN_THE_PHOTO].faces), replace_crop(result.noisy.faces))

    slot, settings = gr.State(RefinementSlot()), controls.settings
    inputs, shown = [context.face, slot, *settings], [pictures, controls.level, controls.status]
    context.on_face(show, [slot, *settings], [*shown, controls.window])
    changed = [control.input for control in settings if control is not controls.window]
    gr.on(changed, show, inputs, [*shown, controls.window], api_name="denoise", **QUIET)
    # Moving the window is choosing it oneself; the slider is no output here, because it is under the person's finger.
    controls.window.input(show_window, inputs, [*shown, controls.best], api_visibility="private", **QUIET)
    controls.methods.input(_not_too_many, controls.methods, controls.methods, api_visibility="private", **QUIET)
    refining = controls.refine.click(refine, inputs, [pictures, controls.status], **BUTTON)
    # A picture that was on its way when the person moved on may have come last.
    refining.then(show, inputs, [*shown, controls.window], api_visibility="private", **QUIET)
    # The curve takes a second for a new face: it comes after the pictures, so that they need not wait for it.
    pictures.change(mark, [context.face, *settings], plot, api_name="denoise_curves", **QUIET)
    draw_photo_result(context, in_the_photo, settings, before="With noise", after="Mended by the VAE")
    context.forget.extend([compared.cache_clear, measured.cache_clear])


def _not_too_many(methods: list[str]) -> Any:
    """Take back a tick that is one too many; the newest is last."""
    return methods[:MOST] if len(methods) > MOST else gr.skip()


TAB = Tab("denoise", "Denoise", "Turn up the noise: at which level does knowing faces beat blurring?", build)
