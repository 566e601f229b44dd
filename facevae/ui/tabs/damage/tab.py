"""Damage a face in one or several ways, and see the model restore it."""

from __future__ import annotations

import math
from pathlib import Path

import gradio as gr

from facevae.damage import DAMAGES, Damage, Option
from facevae.ui.components.controls import explain, seed_slider
from facevae.ui.components.dial import MIDDLE, dial
from facevae.ui.components.events import LIVE, QUIET
from facevae.ui.components.pictures import Picture, strip
from facevae.ui.components.result import RESULT
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.damage.handlers import TITLES, DamageHandlers, DamageScreen
from facevae.ui.tabs.damage.settings import OPTIONS, STARTS_WITH, first_value, scale
from facevae.ui.tabs.result_stage import ResultStage


def build(context: Context) -> None:
    """Draw the tab."""
    with gr.Row(elem_classes="fv-lab"):
        with gr.Column(scale=4, min_width=280):
            chosen = gr.CheckboxGroup(
                [(kind.label, name) for name, kind in DAMAGES.items()],
                value=list(STARTS_WITH),
                label="Damage, applied in this order",
                elem_id="damage-chosen",
            )
            main = {pair: _slider(*pair) for pair in OPTIONS if pair[1] is pair[0].options[0]}
            surprise = gr.Button("New random damage", elem_id="damage-random")
            style = dial(context.model, context.key, MIDDLE)
            with gr.Accordion("Fine settings", open=False, elem_id="damage-fine"):
                fine = {pair: _slider(*pair) for pair in OPTIONS if pair not in main}
                seed = seed_slider("damage-seed")
        with gr.Column(scale=9, min_width=280, elem_classes="fv-first"):
            stage = ResultStage(context, before=TITLES[1], after=TITLES[2])
            pictures = gr.HTML(
                strip([Picture(None, title) for title in TITLES], small=True),
                elem_id="damage-pictures",
                elem_classes=[RESULT, "fv-below"],
            )
    sliders = tuple((main | fine)[pair] for pair in OPTIONS)
    screen = DamageScreen(chosen, seed, style, sliders, pictures, stage)
    handlers = DamageHandlers(context.model, screen)
    stage.connect(handlers.edit, screen.settings)
    explain(Path(__file__).with_name("explanation.md"), key="damage")
    _connect(context, handlers, screen, surprise)
    context.forget.append(handlers.forget)


def _connect(context: Context, handlers: DamageHandlers, screen: DamageScreen, surprise: gr.Button) -> None:
    settings, stage = screen.settings, screen.stage
    results = [screen.pictures, *stage.outputs]
    stage.on_face(handlers.show, settings, [screen.pictures], at_start=True)
    stage.on_switch(handlers.show, settings, results)
    asked = [context.face, stage.turn, *settings]
    gr.on(
        [setting.input for setting in settings],
        handlers.show,
        asked,
        results,
        api_name="tab_damage",
        api_visibility="undocumented",
        **QUIET,
    )
    screen.chosen.change(handlers.show_sliders, screen.chosen, list(screen.sliders), **LIVE)
    changed = [screen.chosen, screen.seed, *screen.sliders]
    surprised = surprise.click(handlers.surprise, None, changed, **LIVE)
    surprised.then(handlers.show, asked, results, **LIVE)


def _slider(kind: Damage, option: Option) -> gr.Slider:
    factor = scale(option)
    return gr.Slider(
        option.low * factor,
        math.floor(option.high * factor),
        value=first_value(kind, option),
        step=1 if factor > 1 else option.step,
        label=_label(kind, option) + (" (%)" if factor > 1 else ""),
        visible=kind.name in STARTS_WITH,
        elem_id=f"damage-{kind.name}-{option.name}",
    )


def _label(kind: Damage, option: Option) -> str:
    """Return what a setting is called: after its damage alone where that is the main thing to set."""
    if option is kind.options[0]:
        return kind.label
    # What stands in brackets are units of the library.
    what = option.label.partition(" (")[0]
    return f"{kind.label}: {what[0].lower()}{what[1:]}"


TAB = Tab("damage", "Damage", "Damage this face in as many ways as you like: how well can the model restore it?", build)
