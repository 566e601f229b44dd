"""The tab in which four faces flow into each other: a matrix between them, films, and the mean faces of groups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.components import Component

from facevae.latent.interpolation import WAYS
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.dial import REAL, decode_both, dial
from facevae.ui.components.download import connect_download
from facevae.ui.components.events import BUTTON, LATEST, LIVE
from facevae.ui.components.face_grid import FaceGrid
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.morph import film_screen, matrix
from facevae.ui.tabs.morph.corner_tile import PLACES, CornerTile
from facevae.ui.tabs.morph.corners import CornerFaces
from facevae.ui.tabs.morph.film_screen import FilmScreen, film_maker
from facevae.ui.tabs.morph.handlers import MorphHandlers, MorphScreen, Wanted
from facevae.ui.tabs.morph.mean_faces import MeanFaces
from facevae.ui.tabs.photo_result import draw_photo_result

if TYPE_CHECKING:
    from facevae.model import FaceVae

HERE = Path(__file__).parent

SHOW_IT = "() => document.querySelector('#morph-large').scrollIntoView({behavior: 'smooth', block: 'nearest'})"

ARROWS = "\N{NORTH WEST ARROW}\N{NORTH EAST ARROW}\N{SOUTH WEST ARROW}\N{SOUTH EAST ARROW}"

MEANS = (
    "<h3>Mean faces</h3><p>What the model draws for the mean code of all people of one age and gender in its training "
    "photos, faithful. Click one to see it large.</p>"
)

FILMS = (
    "<h3>From face to face, as a film</h3><p>Loops back and forth, the way set above, as faithful or real as the dial "
    "says.</p>"
)


@dataclass(frozen=True)
class _Board:
    """The matrix with its corners, and beside it one face large with its buttons."""

    tiles: tuple[CornerTile, ...]
    matrix: FaceGrid
    large: gr.HTML
    open: gr.Button
    download: gr.Button
    puts: tuple[gr.Button, ...]


@dataclass(frozen=True)
class _Settings:
    """What is set of the matrix."""

    size: gr.Slider
    way: gr.Radio
    download: gr.Button


@dataclass(frozen=True)
class _Films:
    """What makes a film; the buttons and the screens by kind."""

    start: gr.Dropdown
    end: gr.Dropdown
    frames: gr.Slider
    buttons: dict[str, gr.Button]
    screens: dict[str, FilmScreen]


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    faces, means = CornerFaces(model), MeanFaces(model, model.atlas) if model.atlas is not None else None
    context.css.append(text(HERE / "morph.css"))
    with gr.Row(elem_id="morph"):
        board, settings = _draw_board(model), _draw_settings()
        with gr.Column(min_width=280, elem_id="morph-style"):
            place = dial(model, "morph", REAL)
    corners = gr.State(faces.first(context.face.value))
    row, column = matrix.cell_at(matrix.MIDDLE, matrix.FIRST_SIZE)
    chosen = gr.State(matrix.choose(corners.value, matrix.FIRST_SIZE, WAYS[0], row, column))
    styles = gr.State(decode_both(model, chosen.value.latents))
    # Handlers need the table of mean faces, which stands further down on the page.
    value, label = means.value() if means else None, "Mean faces, by gender and age"
    table = FaceGrid(value, elem_id="morph-means", label=label, render=False)
    screen = MorphScreen(corners, chosen, styles, board.tiles, board.matrix, board.large, table)
    on = MorphHandlers(model, context, screen, faces, means)
    draw_photo_result(context, on.in_the_photo, [styles, place], after="With the large face", all_faces=False)
    films = _draw_films()
    with gr.Column(visible=means is not None, elem_id="morph-groups"):
        gr.HTML(MEANS)
        table.render()
    explain(HERE / "explanation.md", key="morph")
    _connect_matrix(on, context, screen, board, settings, place)
    _connect_films(model, films, [corners, films.start, films.end, films.frames, settings.way, place])
    if means:
        picked = table.select(on.pick_mean, [corners, place], screen.of_choice, **LATEST)
        picked.then(None, None, None, js=SHOW_IT, api_visibility="private")
        table.double_click(on.open_mean, None, context.to_sliders, **BUTTON)


def _draw_board(model: FaceVae) -> _Board:
    tiles = tuple(CornerTile(elem_id=f"morph-corner-{index}", corner=index) for index in range(len(PLACES)))
    share = 1.0 if "real" in model.styles else 0.0
    grid = FaceGrid(elem_id="morph-pictures", label="Faces between the four corners", share=share)
    with gr.Column(min_width=280, elem_id="morph-chosen"):
        large = gr.HTML(elem_id="morph-large")
        open_it = gr.Button("Edit with sliders", variant="primary", elem_id="morph-open")
        download = gr.Button("Download this face", elem_id="morph-face-download")
        gr.HTML("Put this face into a corner:", elem_id="morph-put")
        with gr.Row(elem_id="morph-puts"):
            puts = tuple(
                gr.Button(f"{arrow} {place}", size="sm", min_width=120, elem_id=f"morph-put-{index}")
                for index, (arrow, place) in enumerate(zip(ARROWS, PLACES, strict=True))
            )
    return _Board(tiles, grid, large, open_it, download, puts)


def _draw_settings() -> _Settings:
    with gr.Row(elem_id="morph-settings"):
        size = gr.Slider(
            matrix.LEAST,
            matrix.MOST,
            matrix.FIRST_SIZE,
            step=1,
            label="Faces on each side",
            scale=2,
            min_width=200,
            elem_id="morph-size",
        )
        way = gr.Radio(
            list(zip(("Straight (linear)", "Around (spherical)"), WAYS, strict=True)),
            value=WAYS[0],
            label="The way from face to face",
            scale=3,
            min_width=380,
            elem_id="morph-way",
        )
        download = gr.Button("Download the matrix", size="md", scale=1, min_width=200, elem_id="morph-download")
    return _Settings(size, way, download)


def _draw_films() -> _Films:
    ends = [(place, index) for index, place in enumerate(PLACES)]
    least, first, most = film_screen.LEAST, film_screen.FIRST, film_screen.MOST
    with gr.Row(elem_id="morph-path"):
        with gr.Column(min_width=280):
            gr.HTML(FILMS)
            with gr.Row():
                start = gr.Dropdown(ends, value=0, label="From", min_width=130, elem_id="morph-start")
                end = gr.Dropdown(ends, value=len(ends) - 1, label="To", min_width=130, elem_id="morph-end")
            frames = gr.Slider(least, most, first, step=1, label="Faces on the way (frames)", elem_id="morph-frames")
            with gr.Row():
                buttons = {
                    key: gr.Button(f"Make {kind.name}", variant="primary", min_width=120, elem_id=f"morph-{key}-make")
                    for key, kind in film_screen.KINDS.items()
                }
        screens = {key: film_screen.film_screen(key) for key in film_screen.KINDS}
    return _Films(start, end, frames, buttons, screens)


def _connect_matrix(
    on: MorphHandlers, context: Context, screen: MorphScreen, board: _Board, settings: _Settings, place: gr.Slider
) -> None:
    """Connect what is clicked and set around the matrix."""
    matrix_asked = [screen.corners, settings.size, settings.way]
    asked = [*matrix_asked, place]
    wished = [context.face, *asked, screen.chosen]
    context.on_face(on.show_face, [*asked, screen.chosen], screen.of_corners)
    gr.on([tile.input for tile in board.tiles], on.choose_corner, wished, screen.of_corners, **LATEST)
    changed = [settings.size.input, settings.way.input]
    gr.on(changed, on.redraw, [*asked, screen.chosen], screen.of_choice, **LIVE)
    board.matrix.select(on.pick, asked, screen.of_choice, **LATEST)
    board.matrix.double_click(on.open_cell, matrix_asked, context.to_sliders, **BUTTON)
    board.open.click(on.open_chosen, screen.chosen, context.to_sliders, **BUTTON)
    connect_download(settings.download, on.matrix_of, asked)
    connect_download(board.download, on.picture_of, [screen.styles, place], file="face.png")
    for index, button in enumerate(board.puts):
        button.click(on.put(index), [*asked, screen.chosen, screen.styles], screen.of_corners, **BUTTON)
    turned = [screen.corners, screen.chosen, screen.styles, place]
    place.input(on.turn, turned, [screen.matrix, screen.large], **LIVE)
    # A newer matrix must not wait for an older one, which is then given up.
    at_once: dict[str, Any] = {**BUTTON, "trigger_mode": "multiple", "concurrency_limit": None}
    board.matrix.change(on.sharpen, [*matrix_asked, gr.State(Wanted())], [screen.matrix], **at_once)


def _connect_films(model: FaceVae, films: _Films, inputs: list[Component]) -> None:
    """Connect what makes the films."""
    for key, button in films.buttons.items():
        screen = films.screens[key]
        button.click(film_maker(model, key, screen), inputs, [screen], **BUTTON)


TAB = Tab("morph", "Morph", "Put a face into each corner, and click any face in between.", build)
