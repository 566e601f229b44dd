"""Hide a part of the face with a brush, and see who it could have been."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.download import connect_download
from facevae.ui.components.events import BUTTON, LATEST, LIVE
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.inpaint.handlers import InpaintHandlers, picture_of, sheet_of
from facevae.ui.tabs.inpaint.results import offered, preferred
from facevae.ui.tabs.inpaint.screen import Controls, FilledFace, NineFaces, draw_controls, draw_face, draw_nine
from facevae.ui.tabs.photo_result import draw_photo_result

SHOW_IT = "() => document.querySelector('#inpaint').scrollIntoView({behavior: 'smooth', block: 'nearest'})"


def build(context: Context) -> None:
    """Draw the tab."""
    context.css.append(text(Path(__file__).with_name("inpaint.css")))
    face = draw_face(context.model.image_size)
    controls = draw_controls(context.model, offered(context.model), preferred(context.model))
    nine = draw_nine()
    handlers = InpaintHandlers(context.model, context.face, face, controls, nine)
    settings = [face.paint, *controls.way]
    draw_photo_result(context, handlers.edit, [face.filled, *settings], before="With the hole", after="Filled in")
    explain(Path(__file__).with_name("explanation.md"), key="inpaint")
    _connect_filling(handlers, context, face, controls, nine)
    _connect_nine(handlers, context, face, controls, nine)
    shown = [face.filled, controls.dial]
    controls.keep.click(handlers.keep, [context.face, *shown], [context.face, face.paint], **BUTTON)
    connect_download(controls.download, picture_of, shown, file="face.png")


def _connect_filling(
    handlers: InpaintHandlers, context: Context, face: FilledFace, controls: Controls, nine: NineFaces
) -> None:
    """Connect what fills the hole."""
    settings, results = [face.paint, *controls.way], [*face.picture, nine.nine, nine.words]
    live = [context.face, controls.live]
    context.on_face(handlers.show_face, settings, [face.paint, *results])
    changed = (face.paint, controls.method, controls.noise, controls.noise_seed, controls.live)
    gr.on([setting.input for setting in changed], handlers.show_if_live, [*live, *settings], results, **LIVE)
    controls.size.input(handlers.resize, [*live, controls.size, *controls.way], [face.paint, *results], **LIVE)
    controls.live.input(lambda live: gr.Button(interactive=not live), controls.live, controls.fill, **BUTTON)
    controls.fill.click(
        handlers.show,
        [context.face, *settings],
        results,
        api_name="inpaint",
        api_visibility="undocumented",
        show_progress="hidden",
    )


def _connect_nine(
    handlers: InpaintHandlers, context: Context, face: FilledFace, controls: Controls, nine: NineFaces
) -> None:
    """Connect what shows nine answers, and what takes one of them."""
    asked = [context.face, nine.nine, face.paint, *controls.way]
    more = controls.more.click(handlers.more, asked, [*face.picture, controls.seed, *nine.shown], **BUTTON)
    released = [context.face, controls.live, controls.size, controls.settled, *controls.way]
    settled = controls.size.release(handlers.settle, released, [controls.settled, *nine.shown], **LATEST)
    again = [face.filled, controls.seed, controls.dial]
    other = controls.seed.release(handlers.again, again, [*face.picture, *nine.shown], **LATEST)
    dial = [face.filled, nine.nine, controls.dial]
    turned = [face.result, face.caption, nine.words, nine.gallery, nine.spread]
    controls.dial.input(handlers.turn, dial, turned, **LIVE)
    for slow in (more, settled, other):
        # The dial may have moved while they were drawn.
        slow.then(handlers.turn, dial, turned, **LIVE)
    chosen = [nine.nine, controls.dial]
    for taken in (
        nine.gallery.select(handlers.choose, chosen, face.picture, **BUTTON),
        nine.mean.click(handlers.choose_mean, chosen, face.picture, **BUTTON),
    ):
        taken.then(None, None, None, js=SHOW_IT, api_visibility="private")
    connect_download(nine.sheet, sheet_of, chosen, file="nine-faces.png")


TAB = Tab("inpaint", "Inpaint", "Paint over the eyes and see who it could have been.", build)
