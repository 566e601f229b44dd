"""Add noise, and see what each method makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from facevae.restore import comparison
from facevae.restore.comparison import REFINED
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain, seed_slider
from facevae.ui.components.dial import MIDDLE, dial
from facevae.ui.components.events import BUTTON, LIVE, UNDOCUMENTED
from facevae.ui.components.result import RESULT
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.denoise.handlers import RESTORED, DenoiseHandlers, DenoiseScreen
from facevae.ui.tabs.denoise.pictures import waiting
from facevae.ui.tabs.denoise.settings import MOST, RefinementSlot
from facevae.ui.tabs.result_stage import ResultStage

HERE = Path(__file__).parent

NOISY = "Noisy"

START_SIGMA = 50
STARTS_WITH = ("mean", "eigenfaces", "vae")

MEASURING = '<div class="fv-plots fv-waiting">Measuring this face at every noise level ...</div>'


@dataclass(frozen=True)
class Controls:
    """The controls, as `Settings.read` takes their values, what is said beside them, and the button."""

    sigma: gr.Slider
    sigma_known: gr.Checkbox
    methods: gr.CheckboxGroup
    strength: gr.Slider
    window: gr.Slider
    best: gr.Checkbox
    seed: gr.Slider
    dial: gr.Slider
    level: gr.HTML
    refine: gr.Button
    status: gr.HTML

    @property
    def settings(self) -> list[gr.components.Component]:
        """Those that hold a value."""
        given = [self.sigma, self.sigma_known, self.methods, self.strength, self.window, self.best, self.seed]
        return [*given, self.dial]


def build(context: Context) -> None:
    """Draw the tab."""
    context.css.append(text(HERE / "denoise.css"))
    runnable = {method.name: method.label for method in comparison.available(context.model)}
    starts_with = [name for name in STARTS_WITH if name in runnable]
    with gr.Row(elem_classes="fv-lab"):
        with gr.Column(scale=4, min_width=280):
            controls = _draw_controls(context, runnable, starts_with)
        with gr.Column(scale=9, min_width=280, elem_classes="fv-first"):
            stage = ResultStage(context, before=NOISY, after=RESTORED)
            pictures = gr.HTML(waiting(starts_with), elem_id="denoise-pictures", elem_classes=[RESULT, "fv-below"])
    plot = gr.HTML(MEASURING, elem_id="denoise-plot", elem_classes=RESULT)
    screen = DenoiseScreen(
        stage, pictures, controls.level, controls.status, controls.window, controls.best, controls.methods, plot
    )
    _connect(context, controls, screen)
    explain(HERE / "explanation.md", key="denoise")


def _draw_controls(context: Context, runnable: dict[str, str], starts_with: list[str]) -> Controls:
    """Draw the controls; `runnable` are the labels of the methods that run here, by name."""
    sigma = gr.Slider(0, 150, START_SIGMA, step=1, label="Noise level (sigma, out of 255)", elem_id="denoise-sigma")
    level = gr.HTML(elem_id="denoise-level")
    methods = gr.CheckboxGroup(
        [(label, name) for name, label in runnable.items() if name != REFINED],
        value=starts_with,
        label="Methods, side by side",
        info=f"Up to {MOST}: one more replaces the oldest.",
        elem_id="denoise-methods",
    )
    strength = gr.Slider(
        0,
        1,
        0.5,
        step=0.05,
        label="Trust the photo (0) or the model (1)",
        info="For eigenfaces and VAE.",
        elem_id="denoise-strength",
    )
    style = dial(context.model, context.key, MIDDLE)
    refine = gr.Button("Refine step by step", visible=REFINED in runnable, elem_id="denoise-refine")
    status = gr.HTML(elem_id="denoise-status")
    with gr.Accordion("Fine settings", open=False, elem_id="denoise-fine"):
        sigma_known = gr.Checkbox(True, label="The methods are told the noise level", elem_id="denoise-sigma-known")
        first, *_, last = comparison.WINDOWS
        window = gr.Slider(first, last, 5, step=2, label="Mean filter window", elem_id="denoise-window")
        best = gr.Checkbox(True, label="Use the best window", elem_id="denoise-best")
        seed = seed_slider("denoise-seed")
    return Controls(sigma, sigma_known, methods, strength, window, best, seed, style, level, refine, status)


def _connect(context: Context, controls: Controls, screen: DenoiseScreen) -> None:
    """Connect the controls to what they change."""
    on = DenoiseHandlers(context.model, screen)
    slot, settings = gr.State(RefinementSlot()), controls.settings
    stage = screen.stage
    inputs = [context.face, stage.turn, slot, *settings]
    stage.on_face(on.show, [slot, *settings], screen.of_settings)
    stage.on_switch(on.show, [slot, *settings], screen.of_settings)
    changed = [
        controls.sigma.input,
        controls.sigma_known.input,
        controls.methods.input,
        controls.strength.input,
        controls.best.input,
        controls.seed.input,
        controls.dial.input,
    ]
    gr.on(changed, on.show, inputs, screen.of_settings, api_name="tab_denoise", **UNDOCUMENTED)
    controls.window.input(on.show_window, inputs, [*screen.of_settings, screen.best], **LIVE)
    controls.methods.input(on.limit_methods, controls.methods, [screen.methods, screen.window, screen.best], **LIVE)
    refining = controls.refine.click(
        on.refine, [context.face, slot, *settings], [screen.pictures, screen.status], **BUTTON
    )
    # A picture that was on its way when the person moved on may have come last.
    refining.then(on.show, inputs, screen.of_settings, **LIVE)
    # The curve takes a second for a new face: it comes after the pictures, so that they need not wait for it.
    screen.pictures.change(on.mark, [context.face, *settings], [screen.plot], api_name="denoise_curves", **UNDOCUMENTED)
    stage.connect(on.in_the_photo, settings)
    context.forget.append(on.forget)


TAB = Tab("denoise", "Denoise", "Turn up the noise: at which level does knowing faces beat blurring?", build)
