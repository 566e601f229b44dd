"""Hide a part of the face with a brush, and see who it could have been."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.download import connect_download
from facevae.ui.components.events import BUTTON, LATEST, LIVE
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.inpaint.handlers import InpaintHandlers, sheet_of
from facevae.ui.tabs.inpaint.results import offered, preferred
from facevae.ui.tabs.inpaint.screen import Controls, FilledFace, NineFaces, draw_controls, draw_face, draw_nine
from facevae.ui.tabs.result_stage import Turn

SHOW = "() => document.querySelector('{}').scrollIntoView({{behavior: 'smooth', block: 'nearest'}})"


def build(context: Context) -> None:
    """Draw the tab."""
    context.css.append(text(Path(__file__).with_name("inpaint.css")))
    face = draw_face(context)
    controls = draw_controls(context.model, offered(context.model), preferred(context.model))
    nine = draw_nine()
    handlers = InpaintHandlers(context.model, context.face, face, controls, nine)
    face.stage.connect(handlers.edit, [face.filled, face.paint, *controls.way])
    explain(Path(__file__).with_name("explanation.md"), key="inpaint")
    _connect_filling(handlers, context, face, controls, nine)
    _connect_nine(handlers, context, face, controls, nine)
    kept = [context.face, face.filled, controls.dial]
    controls.keep.click(handlers.keep, kept, [context.face, face.paint], **BUTTON)


def _connect_filling(
    handlers: InpaintHandlers, context: Context, face: FilledFace, controls: Controls, nine: NineFaces
) -> None:
    """Connect what fills the hole."""
    settings = [nine.turn, face.paint, *controls.way]
    results = [*face.picture, *nine.gone]
    asked = [context.face, face.stage.turn]
    face.stage.on_face(handlers.show_face, settings, results)
    changed = (controls.method, controls.noise, controls.noise_seed, controls.live)
    gr.on(
        [setting.input for setting in changed],
        handlers.show_if_live,
        [*asked, controls.live, *settings],
        results,
        **LIVE,
    )
    # What is painted is no square any more.
    face.paint.input(
        handlers.show_painted, [*asked, controls.live, *settings], [controls.size, controls.settled, *results], **LIVE
    )
    resized = [*asked, controls.live, nine.turn, controls.size, *controls.way]
    controls.size.input(handlers.resize, resized, results, **LIVE)
    controls.live.input(lambda live: gr.Button(visible=not live), controls.live, controls.fill, **BUTTON)
    controls.fill.click(
        handlers.show,
        [*asked, *settings],
        results,
        api_name="tab_inpaint",
        api_visibility="undocumented",
        show_progress="hidden",
    )
    # Where the person looks changes what is shown, and not what fits it.
    face.stage.on_switch(handlers.look, [face.filled, controls.dial], face.picture)


def _connect_nine(
    handlers: InpaintHandlers, context: Context, face: FilledFace, controls: Controls, nine: NineFaces
) -> None:
    """Connect what shows nine answers, and what takes one of them."""
    asked = [context.face, face.stage.turn]
    results = [*face.picture, controls.seed, *nine.shown]
    pressed = [*asked, nine.turn, nine.nine, face.paint, *controls.way]
    more = controls.more.click(handlers.more, pressed, results, **BUTTON)
    released = [context.face, controls.live, nine.turn, controls.size, controls.settled, *controls.way]
    settled = controls.size.release(handlers.settle, released, [controls.settled, *nine.shown], **LATEST)
    again = [*asked, nine.turn, face.filled, controls.seed, controls.dial]
    other = controls.seed.release(handlers.again, again, [*face.picture, *nine.shown], **LATEST)
    nine.stop.click(Turn.stop, nine.turn, None, **LIVE)
    dial = [*asked, face.filled, nine.nine, controls.dial]
    turned = [*face.picture, nine.words, nine.gallery, nine.spread]
    controls.dial.input(handlers.turn, dial, turned, **LIVE)
    for slow in (more, settled, other):
        # The dial may have moved while they were drawn.
        slow.then(handlers.turn, dial, turned, **LIVE)
    more.success(None, None, None, js=SHOW.format("#inpaint-nine"), api_visibility="private")
    chosen = [*asked, nine.nine, controls.dial]
    for taken in (
        nine.gallery.select(handlers.choose, chosen, face.picture, **BUTTON),
        nine.mean.click(handlers.choose_mean, chosen, face.picture, **BUTTON),
    ):
        taken.then(None, None, None, js=SHOW.format("#inpaint"), api_visibility="private")
    connect_download(nine.sheet, sheet_of, [nine.nine, controls.dial], file="nine-faces.png")


TAB = Tab("inpaint", "Inpaint", "Paint over the eyes and see who it could have been.", build)
