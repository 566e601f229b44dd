"""Damage a face in one or several ways, and see the model restore it."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae.damage import DAMAGES, Damage, Option
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.controls import explain, seed_slider
from facevae.ui.components.dial import MIDDLE, dial
from facevae.ui.components.events import LIVE, QUIET
from facevae.ui.components.pictures import Picture, strip
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.damage.handlers import TITLES, DamageHandlers, DamageScreen
from facevae.ui.tabs.damage.settings import OPTIONS, on_screen, scale
from facevae.ui.tabs.photo_result import draw_photo_result

STARTS_WITH = ("gaussian-noise", "block")


def build(context: Context) -> None:
    """Draw the tab."""
    with gr.Row():
        with gr.Column(scale=4, min_width=300):
            chosen = gr.CheckboxGroup(
                [(kind.label, name) for name, kind in DAMAGES.items()],
                value=list(STARTS_WITH),
                label="Damage, applied in this order",
                elem_id="damage-chosen",
            )
            main = {pair: _slider(*pair) for pair in OPTIONS if pair[1] is pair[0].options[0]}
            style = dial(context.model, context.key, MIDDLE)
            surprise = gr.Button("New random damage", elem_id="damage-random")
            with gr.Accordion("Fine settings", open=False, elem_id="damage-fine"):
                fine = {pair: _slider(*pair) for pair in OPTIONS if pair not in main}
                seed = seed_slider("damage-seed")
        with gr.Column(scale=9, min_width=300, elem_classes="fv-first"):
            pictures = gr.HTML(strip([Picture(None, title) for title in TITLES]), elem_id="damage-pictures")
            compared = BeforeAfter(elem_id="damage-compare", before=TITLES[1], after=TITLES[2], most=480)
    sliders = tuple((main | fine)[pair] for pair in OPTIONS)
    screen = DamageScreen(chosen, seed, style, sliders, pictures, compared)
    handlers = DamageHandlers(context.model, screen)
    draw_photo_result(
        context,
        handlers.edit,
        screen.settings,
        before=TITLES[1],
        after=TITLES[2],
        follow=[setting.change for setting in screen.settings],
    )
    explain(Path(__file__).with_name("explanation.md"), key="damage")
    _connect(context, handlers, screen, surprise)
    context.forget.append(handlers.forget)


def _connect(context: Context, handlers: DamageHandlers, screen: DamageScreen, surprise: gr.Button) -> None:
    settings, results = screen.settings, [screen.pictures, screen.compared]
    context.on_face(handlers.show, settings, results, at_start=True)
    gr.on(
        [setting.input for setting in settings],
        handlers.show,
        [context.face, *settings],
        results,
        api_name="damage",
        api_visibility="undocumented",
        **QUIET,
    )
    screen.chosen.change(handlers.show_sliders, screen.chosen, list(screen.sliders), **LIVE)
    changed = [screen.chosen, screen.seed, *screen.sliders]
    surprised = surprise.click(handlers.surprise, None, changed, **LIVE)
    surprised.then(handlers.show, [context.face, *settings], results, **LIVE)


def _slider(kind: Damage, option: Option) -> gr.Slider:
    factor = scale(option)
    unit = ", out of 255" if factor > 1 else ""
    return gr.Slider(
        option.low * factor,
        option.high * factor,
        value=on_screen(option, option.default),
        step=1 if factor > 1 else option.step,
        label=f"{kind.label}: {option.label[0].lower()}{option.label[1:]}{unit}",
        info=kind.hint if option is kind.options[0] else None,
        visible=kind.name in STARTS_WITH,
        elem_id=f"damage-{kind.name}-{option.name}",
    )


TAB = Tab("damage", "Damage", "Damage this face in as many ways as you like: how well can the model restore it?", build)
