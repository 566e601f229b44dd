"""Size and price: what the size of a code and its price change, on nine models, a map, and along the training."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from facevae.checkpoints import CheckpointError, results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.latent import study
from facevae.latent.latent_map import LIMIT
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.events import CLICKED, LIVE, Updates
from facevae.ui.components.result import RESULT
from facevae.ui.context import Context, Tab
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.size import latent_map, learning, nine
from facevae.ui.tabs.size.learning_board import LearningBoard
from facevae.ui.tabs.size.map_board import MapBoard
from facevae.ui.tabs.size.nine_board import NineBoard
from facevae.ui.tabs.size.view_switch import ViewSwitch

HERE = Path(__file__).parent

MISSING = "The small models of the study are not here: {} The other tabs do without them."


def build(context: Context) -> None:
    """Draw the tab; without the models of the study only a sentence that says so."""
    context.css.append(text(HERE / "size.css"))
    try:
        parts = _draw()
    except CheckpointError as error:
        gr.Markdown(MISSING.format(error), elem_id="size-missing")
    else:
        _connect(context, *parts)
    explain(HERE / "explanation.md", key="size")


def _draw() -> tuple[ViewSwitch, dict[str, gr.HTML], dict[str, Callable[[CurrentFace], Any]]]:
    """Draw the switch and the parts; returns them, and what makes each part's value of a face."""
    found = results.read(CHECKPOINTS)
    courses = learning.courses()
    with gr.Column(elem_id="size-views"):
        switch = ViewSwitch(elem_id="size-view")
        boards: dict[str, gr.HTML] = {
            "nine": NineBoard(
                elem_id="size-pictures",
                elem_classes=RESULT,
                dims=study.DIMS,
                betas=study.BETAS,
                averages=nine.averages(found),
                invented=nine.invented(),
                note=nine.two_betas_in_words(found),
            ),
            "map": MapBoard(
                elem_id="size-map",
                elem_classes=RESULT,
                faces=latent_map.faces(),
                side=latent_map.SIDE,
                limit=LIMIT,
                ages=latent_map.ages(),
            ),
            "learning": LearningBoard(elem_id="size-learning", elem_classes=RESULT, courses=courses),
        }
    makers: dict[str, Callable[[CurrentFace], Any]] = {
        "nine": nine.show,
        "map": latent_map.show,
        "learning": lambda face: learning.show(courses, face),
    }
    return switch, boards, makers


def _connect(
    context: Context,
    switch: ViewSwitch,
    boards: dict[str, gr.HTML],
    makers: dict[str, Callable[[CurrentFace], Any]],
) -> None:
    """Let the part that is seen follow the face; the others say that they do not until they are opened."""

    def show_view(face: CurrentFace, view: str) -> Updates:
        return {boards[view]: gr.update(value=makers[view](face), fresh=True)}

    def show_face(face: CurrentFace, view: str) -> Updates:
        old = {board: gr.update(fresh=False) for key, board in boards.items() if key != view}
        return {**old, **show_view(face, view)}

    def draw_place(event: gr.EventData) -> Any:
        return gr.update(drawn=latent_map.drawn(*latent_map.read_place(event)))

    context.on_face(show_face, [switch], list(boards.values()))
    switch.input(show_view, [context.face, switch], list(boards.values()), **LIVE)
    boards["map"].select(draw_place, None, boards["map"], **CLICKED)


TAB = Tab("size", "Size and price", "Which of nine models copies this face best, and does it invent best, too?", build)
