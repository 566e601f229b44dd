"""The tab in which four faces flow into each other: a matrix between them, films, and the mean faces of groups."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr

from facevae.latent.interpolation import WAYS
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.download import connect_download
from facevae.ui.components.events import BUTTON, QUIET
from facevae.ui.components.face_grid import cells
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.morph import films
from facevae.ui.tabs.morph.corners import PLACES, tile
from facevae.ui.tabs.morph.handlers import MorphHandlers, open_chosen
from facevae.ui.tabs.morph.matrix import FIRST_SIZE, LEAST, MOST
from facevae.ui.tabs.morph.mean_faces import Means
from facevae.ui.tabs.photo_result import draw_photo_result

SHOW_IT = "() => document.querySelector('#morph-large').scrollIntoView({behavior: 'smooth', block: 'nearest'})"

ARROWS = "\N{NORTH WEST ARROW}\N{NORTH EAST ARROW}\N{SOUTH WEST ARROW}\N{SOUTH EAST ARROW}"

EXPLANATION = (
    "For the model a face is a list of numbers (its *latent code*). On the way from one corner to the next, every "
    "number changes a little with each step, and the model draws a face for each list on the way (*interpolation*). "
    "No pixels are mixed, so nobody on the way has two noses. *Straight* takes the shortest way. It leads past the "
    "average face, whose numbers are all zero: the longer a code, the more unusual its face. *Around* turns from one "
    "code to the other and keeps their length (on a sphere: *spherical*). A mean face is the mean of the codes of "
    "many people, drawn once.",
    r"\begin{gathered} z_t = (1 - t)\, z_A + t\, z_B \\[10pt] "
    r"z_t = \frac{\sin (1 - t)\omega}{\sin \omega}\, z_A + \frac{\sin t\omega}{\sin \omega}\, z_B \\[10pt] "
    r"\cos \omega = \frac{z_A \cdot z_B}{|z_A|\,|z_B|} \end{gathered}",
    "in the middle of a straight matrix stands a face like everybody and nobody, because its code is only half as long "
    "as those of the corners (first formula). Switch to Around, and it becomes somebody (second formula).",
)

_LIVE = {"api_visibility": "private", **QUIET}
_LATEST = {"trigger_mode": "always_last", **BUTTON}
"""How what may come faster than it can be drawn is connected: past the queue, and through it where it may fail."""


def build(context: Context) -> None:
    """Draw the tab."""
    means = Means(context.model) if context.model.atlas is not None else None
    handlers = MorphHandlers(context.model, means)
    context.css.append(text(Path(__file__).with_name("morph.css")))
    with gr.Row(elem_id="morph"):
        board, settings = _board(), _settings()
    first = handlers.first(context.face.value, settings.size.value, settings.way.value)
    corners, chosen = (gr.State(value) for value in first)
    draw_photo_result(context, handlers.in_the_photo, [chosen], after="With the large face", all_faces=False)
    path = _path()
    with gr.Column(visible=means is not None, elem_id="morph-groups"):
        gr.HTML(
            "<h3>Mean faces</h3><p>What the model draws for the mean code of everybody of one age and gender in its "
            "training photos. Click one to see it large.</p>"
        )
        table = cells("Mean faces, by gender and age", elem_id="morph-means", value=means.value() if means else None)
    explain(*EXPLANATION, key="morph")

    asked = [corners, settings.size, settings.way]
    drawn = [chosen, board.matrix, board.large, table]
    shown = [*drawn, corners, *board.tiles]
    context.on_face(handlers.show_face, [*asked, chosen], shown)
    _connect_matrix(handlers, context, board, asked, shown)
    gr.on([settings.size.input, settings.way.input], handlers.redraw, [*asked, chosen], drawn, **_LIVE)
    connect_download(settings.download, handlers.matrix_of, asked, file="morph.png")
    _connect_path(context.model, path, corners, settings.way)
    if means:
        picked = table.select(handlers.pick_mean, corners, [chosen, board.large, board.matrix], **_LATEST)
        picked.then(None, None, None, js=SHOW_IT, api_visibility="private")
        table.double_click(handlers.open_mean, None, context.to_sliders, **BUTTON)


def _settings() -> SimpleNamespace:
    """Draw what is set of the matrix."""
    made = SimpleNamespace()
    with gr.Row(elem_id="morph-settings"):
        made.size = gr.Slider(
            LEAST, MOST, FIRST_SIZE, step=1, label="Faces on each side", scale=2, min_width=200, elem_id="morph-size"
        )
        made.way = gr.Radio(
            list(zip(("Straight (linear)", "Around (spherical)"), WAYS, strict=True)),
            value=WAYS[0],
            label="The way from face to face",
            scale=3,
            min_width=380,
            elem_id="morph-way",
        )
        made.download = gr.Button("Download the matrix", size="md", scale=1, min_width=200, elem_id="morph-download")
    return made


def _board() -> SimpleNamespace:
    """Draw the matrix with its corners, and beside it one face large."""
    made = SimpleNamespace(tiles=[tile(index) for index in range(len(PLACES))])
    made.matrix = cells("Faces between the four corners", elem_id="morph-pictures")
    with gr.Column(min_width=280, elem_id="morph-chosen"):
        made.large = gr.HTML(elem_id="morph-large")
        made.open = gr.Button("Open in the sliders", variant="primary", elem_id="morph-open")
        made.download = gr.Button("Download this face", elem_id="morph-face-download")
        gr.HTML("Put this face into a corner:", elem_id="morph-put")
        with gr.Row(elem_id="morph-puts"):
            made.puts = [
                gr.Button(f"{arrow} {place}", size="sm", min_width=120, elem_id=f"morph-put-{index}")
                for index, (arrow, place) in enumerate(zip(ARROWS, PLACES, strict=True))
            ]
    return made


def _path() -> SimpleNamespace:
    """Draw what makes a film, and where it runs."""
    made = SimpleNamespace()
    ends = [(place, index) for index, place in enumerate(PLACES)]
    with gr.Row(elem_id="morph-path"):
        with gr.Column(min_width=280):
            gr.HTML("<h3>From face to face, as a film</h3><p>There and back for ever, the way set above.</p>")
            with gr.Row():
                made.start = gr.Dropdown(ends, value=0, label="From", min_width=130, elem_id="morph-start")
                made.end = gr.Dropdown(ends, value=len(ends) - 1, label="To", min_width=130, elem_id="morph-end")
            made.frames = gr.Slider(
                films.LEAST, films.MOST, films.FIRST, step=1, label="Faces on the way (frames)", elem_id="morph-frames"
            )
            with gr.Row():
                made.buttons = {
                    key: gr.Button(f"Make {kind.name}", variant="primary", min_width=120, elem_id=f"morph-{key}-make")
                    for key, kind in films.KINDS.items()
                }
        made.screens = {key: films.screen(key) for key in films.KINDS}
    return made


def _connect_matrix(
    handlers: MorphHandlers, context: Context, board: SimpleNamespace, asked: list, shown: list
) -> None:
    """Connect what is clicked around the matrix; `asked` are the corners, the size and the way."""
    chosen, _, large, table, *_ = shown
    wished = [context.face, *asked, chosen]
    gr.on([place.input for place in board.tiles], handlers.choose_corner, wished, shown, **_LATEST)
    board.matrix.select(handlers.pick, asked, [chosen, large, table], **_LATEST)
    board.matrix.double_click(handlers.open_cell, asked, context.to_sliders, **BUTTON)
    board.open.click(open_chosen, chosen, context.to_sliders, **BUTTON)
    connect_download(board.download, handlers.picture_of, [chosen], file="face.png")
    for index, button in enumerate(board.puts):
        button.click(handlers.put(index), [*asked, chosen], shown, **BUTTON)


def _connect_path(model: Any, path: SimpleNamespace, corners: gr.State, way: gr.Radio) -> None:
    """Connect what makes the films."""
    for key, button in path.buttons.items():
        make = films.maker(model, key)
        button.click(make, [corners, path.start, path.end, path.frames, way], path.screens[key], **BUTTON)


TAB = Tab("morph", "Morph", "Put a face into each corner, and click anybody you find between them.", build)
