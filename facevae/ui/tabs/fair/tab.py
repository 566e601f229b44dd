"""Fair to whom?: whose face fills a hole, on shipped faces one at a time and on test faces all together."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae import reading
from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.events import LATEST, LIVE
from facevae.ui.components.result import RESULT
from facevae.ui.context import Context, Tab
from facevae.ui.photo.examples import PORTRAITS, portrait
from facevae.ui.tabs.fair.board import board
from facevae.ui.tabs.fair.filled_faces import Asked, empty
from facevae.ui.tabs.fair.folded import draw_folded
from facevae.ui.tabs.fair.handlers import FairHandlers, FairScreen
from facevae.ui.tabs.fair.headlines import headlines
from facevae.ui.tabs.fair.memory import draw_memory
from facevae.ui.tabs.fair.reader_error import ReaderError, read_error
from facevae.ui.tabs.result_stage import Turn

HERE = Path(__file__).parent

NINE = 9

NOT_MEASURED = "How often the network that reads agrees with the labels was not measured."

CANNOT = "This model cannot fill holes; below is what was measured of others."


def build(context: Context) -> None:
    """Draw the tab."""
    context.css.append(text(HERE / "fair.css"))
    error = read_error(results.section(CHECKPOINTS, "face_reader", "recognition"))
    if reading.can_fill(context.model):
        _connect(context, _draw(context, error), error)
    else:
        gr.Markdown(CANNOT, elem_id="fair-cannot")
    found = results.read(CHECKPOINTS)
    audit = results.section(CHECKPOINTS, "face", "audit")
    gr.HTML(headlines(audit), elem_id="fair-audit")
    draw_folded(found, audit)
    if context.model.atlas is not None:
        draw_memory(context.model)
    explain(HERE / "explanation.md", key=context.key)


def _draw(context: Context, error: ReaderError | None) -> FairScreen:
    """Draw the face, its fillings, and what is set."""
    can_draw = "real" in context.model.styles
    with gr.Row(elem_id="fair-controls"):
        hole = gr.Radio(
            [("The eyes", "eyes"), ("The left half", "left-half")], value="eyes", label="Hide", elem_id="fair-hide"
        )
        count = gr.Radio([("One answer", 1), ("Nine", NINE)], value=1, label="Fill with", elem_id="fair-count")
        styles = [(style.capitalize(), style) for style in context.model.styles]
        first_style = context.model.styles[-1]
        style = gr.Radio(styles, value=first_style, label="Draw it", visible=can_draw, elem_id="fair-style")
    notice = gr.Markdown(visible=False, elem_id="fair-notice")
    # Without pictures at first, so that what is below stays in its place.
    first = empty(context.face.value, Asked(hole.value, count.value, style.value))
    shown = gr.HTML(board(first, error), elem_id="fair-pictures", elem_classes=RESULT)
    gr.HTML(f"<p class='fv-note'>{error.told() if error else NOT_MEASURED}</p>", elem_id="fair-error")
    due = gr.Textbox(visible="hidden", elem_id="fair-due")
    return FairScreen(hole, count, style, notice, shown, due, gr.State(Turn()))


def _connect(context: Context, screen: FairScreen, error: ReaderError | None) -> None:
    """Connect what is set with what is shown."""
    on = FairHandlers(context.model, screen, portrait(context.model, PORTRAITS[0]), error)
    settings, changed = [screen.turn, *screen.settings], [screen.notice, screen.board, screen.due]
    context.on_face(on.ask, settings, changed)
    context.forget.append(on.forget)
    gr.on([one.input for one in screen.settings], on.ask, [context.face, *settings], changed, **LIVE)
    screen.due.change(on.show, [screen.due, context.face, *settings], [screen.board], **LATEST)


TAB = Tab("fair", "Fair to whom?", "When part of a face is missing, whose face fills it?", build)
