"""Have the scratches of an old photo found, mark what else is broken, and have all of it restored at its own size."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.dial import MIDDLE, dial
from facevae.ui.components.events import BUTTON, LATEST, LIVE
from facevae.ui.components.mask_canvas import mark_canvas
from facevae.ui.components.result import FAILED
from facevae.ui.context import Context, Tab
from facevae.ui.photo.examples import OLD_PRINT, PORTRAITS, portrait
from facevae.ui.tabs.repair.cache import RepairCache
from facevae.ui.tabs.repair.handlers import RepairHandlers
from facevae.ui.tabs.repair.result import RestoredView
from facevae.ui.tabs.repair.screen import RepairScreen

STAND_IN = f"The photo of {PORTRAITS[0].name} has nothing to restore, so here is an old print to try."

NO_PHOTO = "#### This face did not come from a photo\nThere is nothing to restore in a face that the model made up."

CHOOSE = "() => document.querySelector('#photo input[type=file]').click()"


def build(context: Context) -> None:
    """Draw the tab."""
    context.css.append(text(Path(__file__).with_name("repair.css")))
    no_photo, example = _draw_no_photo()
    screen, use_own = _draw(context, no_photo)
    explain(Path(__file__).with_name("explanation.md"), key=context.key)
    cache = RepairCache(context.model)
    context.forget.append(cache.clear)
    old_print = portrait(context.model, next(one for one in PORTRAITS if one.photo == OLD_PRINT))
    handlers = RepairHandlers(context.photo_store, cache, screen, context.face.value, old_print.place)
    opened = [screen.tool, screen.no_photo, screen.stand_in, screen.zoom, screen.due, screen.held]
    context.on_face(handlers.open, [screen.held, screen.own], [*opened, *screen.result.outputs])
    asked = [context.face, *screen.settings]
    changes = [screen.due.change, screen.marks.input, screen.zoom.input, screen.dial.input]
    for restoring in (
        gr.on(changes, handlers.restore, asked, screen.outputs, **LATEST),
        screen.automatic.input(handlers.toggle, asked, screen.outputs, **LATEST),
        screen.accept.click(handlers.accept, asked, screen.outputs, **BUTTON),
    ):
        restoring.failure(lambda: gr.update(busy=False, stale=FAILED), None, screen.result.compared, **LIVE)
    example.click(lambda: old_print, None, context.face, **BUTTON)
    outputs = [screen.own, *opened, *screen.result.outputs]
    use_own.click(handlers.use_own, [context.face, screen.held], outputs, **BUTTON)


def _draw_no_photo() -> tuple[gr.Column, gr.Button]:
    with gr.Column(visible=False, elem_id="repair-no-photo") as no_photo:
        gr.Markdown(NO_PHOTO)
        with gr.Row():
            example = gr.Button("Use the example photo", variant="primary", elem_id="repair-example")
            gr.Button("Choose a photo", elem_id="repair-choose").click(None, js=CHOOSE)
    return no_photo, example


def _draw(context: Context, no_photo: gr.Column) -> tuple[RepairScreen, gr.Button]:
    with gr.Column(elem_id="repair-tool") as tool:
        # There from the start, as the page starts with the face that it is for: what is below does not move.
        with gr.Row(elem_id="repair-stand-in") as stand_in:
            gr.Markdown(STAND_IN)
            use_own = gr.Button("Use that photo all the same", size="sm", min_width=200, elem_id="repair-own")
        with gr.Row(elem_id="repair"):
            with gr.Column(min_width=300):
                marks = mark_canvas(elem_id="repair-marks")
            with gr.Column(min_width=300):
                result = RestoredView(context.photo_store, context.key)
        with gr.Row(elem_id="repair-said"):
            words = gr.HTML(elem_id="repair-words")
            label = "Restore the yellow lines, too"
            accept = gr.Button(label, visible=False, size="sm", min_width=200, elem_id="repair-accept")
        with gr.Row(elem_id="repair-controls"):
            with gr.Column(min_width=240):
                hint = "Long thin lines, and dust. The eraser takes back what is no scratch."
                automatic = gr.Checkbox(
                    True, label="Find scratches automatically", info=hint, elem_id="repair-automatic"
                )
                zoom = gr.Checkbox(False, label="Zoom to the face", elem_id="repair-zoom")
            style = dial(context.model, context.key, MIDDLE)
    due = gr.Textbox(visible="hidden", elem_id="repair-due")
    screen = RepairScreen(
        tool=tool,
        no_photo=no_photo,
        stand_in=stand_in,
        marks=marks,
        automatic=automatic,
        zoom=zoom,
        dial=style,
        words=words,
        accept=accept,
        held=gr.State(None),
        own=gr.State(False),
        due=due,
        result=result,
    )
    return screen, use_own


TAB = Tab(
    "repair",
    "Repair",
    "Scratches, creases and dust are found and restored; paint over what is left.",
    build,
)
