"""The tab in which four faces flow into each other: a matrix between them, films, and the mean faces of groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.components import Component

from facevae.latent.interpolation import WAYS
from facevae.ui.components.base import text
from facevae.ui.components.controls import explain
from facevae.ui.components.dial import REAL, decode_both, dial
from facevae.ui.components.download import connect_download
from facevae.ui.components.events import BUTTON, CLICKED, LATEST, LIVE
from facevae.ui.components.face_grid import NONE, FaceGrid
from facevae.ui.context import Context, Tab
from facevae.ui.tabs.morph import matrix
from facevae.ui.tabs.morph.corner_tile import PLACES, CornerTile
from facevae.ui.tabs.morph.corners import MIDDLE, Chosen, CornerFaces, Corners
from facevae.ui.tabs.morph.film import FIRST, LEAST, MOST, FilmHandlers, FilmParts
from facevae.ui.tabs.morph.film_screen import FilmScreen
from facevae.ui.tabs.morph.handlers import LargeFace, MorphHandlers, MorphScreen, Wanted
from facevae.ui.tabs.morph.mean_faces import MeanFaces
from facevae.ui.tabs.photo_result import draw_photo_result

if TYPE_CHECKING:
    from facevae.model import FaceVae

HERE = Path(__file__).parent

ARROWS = "\N{NORTH WEST ARROW}\N{NORTH EAST ARROW}\N{SOUTH WEST ARROW}\N{SOUTH EAST ARROW}"

MEANS = (
    "<h3>Mean faces</h3><p>What the model draws for the mean code of all people of one age and gender in its training "
    "photos, faithful. Click one to see it large.</p>"
)

FILM = (
    "<h3>From face to face, as a film</h3><p>Loops back and forth between two corners, the way set above, as faithful "
    "or real as the dial says.</p>"
)


@dataclass(frozen=True)
class _Taking:
    """What is done with a large face."""

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
class _Film:
    """What is set of a film, and where it runs."""

    start: gr.Dropdown
    end: gr.Dropdown
    frames: gr.Slider
    make: gr.Button
    parts: FilmParts


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    faces, means = CornerFaces(model), MeanFaces(model, model.atlas) if model.atlas is not None else None
    context.css.append(text(HERE / "morph.css"))
    corners = gr.State(faces.first(context.face.value))
    first = matrix.choose(corners.value, matrix.FIRST_SIZE, WAYS[0], *matrix.cell_at(MIDDLE, matrix.FIRST_SIZE))
    with gr.Row(elem_id="morph"):
        tiles = tuple(CornerTile(elem_id=f"morph-corner-{index}", corner=index) for index in range(len(PLACES)))
        share = 1.0 if "real" in model.styles else 0.0
        grid = FaceGrid(elem_id="morph-pictures", label="Faces between the four corners", share=share)
        with gr.Column(min_width=280, elem_id="morph-chosen", elem_classes="morph-chosen"):
            large, taking = _draw_large(model, first, "morph", corners.value)
        settings = _draw_settings()
        with gr.Column(min_width=280, elem_id="morph-style"):
            place = dial(model, "morph", REAL)
    photo = gr.Column(elem_id="morph-photo")
    # The handlers need the mean faces, which stand further down on the page.
    film, (table, mean, taking_mean) = _draw_film(), _draw_means(model, means, replace(first, shares=()))
    screen = MorphScreen(corners, tiles, grid, large, mean)
    on = MorphHandlers(model, context, screen, faces, means)
    asked, watched = [large.styles, place], [large.picture]
    with photo:
        draw_photo_result(
            context, on.in_the_photo, asked, after="With the large face", all_faces=False, watched=watched
        )
    explain(HERE / "explanation.md", key="morph")
    _connect_matrix(on, context, screen, settings, place)
    _connect_taking(on, context, screen, large, taking, settings, place)
    _connect_film(FilmHandlers(model, film.parts), film, screen, settings, place)
    if means:
        table.select(on.pick_mean, place, mean.all, **CLICKED)
        table.double_click(on.open_mean, None, context.to_sliders, **BUTTON)
        _connect_taking(on, context, screen, mean, taking_mean, settings, place)


def _draw_large(model: FaceVae, chosen: Chosen, key: str, corners: Corners = ()) -> tuple[LargeFace, _Taking]:
    """Draw a large face and what is done with it."""
    styles = decode_both(model, chosen.latents)
    picture = gr.HTML(matrix.large(chosen, styles, REAL, corners), elem_id=f"{key}-large", elem_classes="morph-large")
    with gr.Row():
        open_it = gr.Button("Edit with sliders", variant="primary", size="md", min_width=130, elem_id=f"{key}-open")
        download = gr.Button("Download", size="md", min_width=100, elem_id=f"{key}-face-download")
    gr.HTML("Put this face into a corner:", elem_classes="morph-put")
    with gr.Row(elem_classes="morph-puts"):
        puts = tuple(
            gr.Button(f"{arrow} {place}", size="sm", min_width=110, elem_id=f"{key}-put-{index}")
            for index, (arrow, place) in enumerate(zip(ARROWS, PLACES, strict=True))
        )
    return LargeFace(gr.State(chosen), gr.State(styles), picture), _Taking(open_it, download, puts)


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


def _draw_film() -> _Film:
    ends = [(place, index) for index, place in enumerate(PLACES)]
    with gr.Row(elem_id="morph-path"):
        with gr.Column(min_width=280, elem_id="morph-film-settings"):
            gr.HTML(FILM)
            with gr.Row():
                start = gr.Dropdown(ends, value=0, label="From", min_width=130, elem_id="morph-start")
                end = gr.Dropdown(ends, value=len(ends) - 1, label="To", min_width=130, elem_id="morph-end")
            frames = gr.Slider(LEAST, MOST, FIRST, step=1, label="Faces on the way (frames)", elem_id="morph-frames")
            with gr.Row():
                make = gr.Button("Make a film", variant="primary", size="md", min_width=120, elem_id="morph-film-make")
                saves = tuple(
                    gr.Button(f"Save as {kind.upper()}", size="md", interactive=False, elem_id=f"morph-{kind}")
                    for kind in ("mp4", "gif")
                )
        film = FilmScreen(elem_id="morph-film")
    return _Film(start, end, frames, make, FilmParts(gr.State(None), film, saves))


def _draw_means(model: FaceVae, means: MeanFaces | None, other: Chosen) -> tuple[FaceGrid, LargeFace, _Taking]:
    """Draw the table of mean faces with one of them beside it; hidden, with another face, where there are none."""
    value, chosen, at = None, other, NONE
    if means is not None:
        row, column = means.first
        value, chosen, at = means.value(), means.choose(row, column) or other, row * len(means.ages) + column
    with gr.Column(visible=means is not None, elem_id="morph-groups"):
        gr.HTML(MEANS)
        with gr.Row(elem_id="morph-groups-row"):
            table = FaceGrid(value, elem_id="morph-means", label="Mean faces, by gender and age", chosen=at)
            with gr.Column(scale=0, min_width=330, elem_id="morph-mean-chosen", elem_classes="morph-chosen"):
                return table, *_draw_large(model, chosen, "morph-mean")


def _connect_matrix(
    on: MorphHandlers, context: Context, screen: MorphScreen, settings: _Settings, place: gr.Slider
) -> None:
    """Connect what is clicked and set around the matrix."""
    large, mean = screen.large, screen.mean
    matrix_asked = [screen.corners, settings.size, settings.way]
    asked = [*matrix_asked, place]
    wished = [context.face, *asked, large.chosen]
    context.on_face(on.show_face, [*asked, large.chosen], screen.of_corners)
    gr.on([tile.input for tile in screen.tiles], on.choose_corner, wished, screen.of_corners, **CLICKED)
    changed = [settings.size.input, settings.way.input]
    gr.on(changed, on.redraw, [*asked, large.chosen], screen.of_choice, **LIVE)
    screen.matrix.select(on.pick, asked, large.all, **CLICKED)
    screen.matrix.double_click(on.open_cell, matrix_asked, context.to_sliders, **BUTTON)
    connect_download(settings.download, on.matrix_of, asked)
    turned = [screen.corners, large.chosen, large.styles, mean.chosen, mean.styles, place]
    place.input(on.turn, turned, [screen.matrix, large.picture, mean.picture], **LIVE)
    # A newer matrix must not wait for an older one, which is then given up.
    at_once: dict[str, Any] = {**BUTTON, "trigger_mode": "multiple", "concurrency_limit": None}
    screen.matrix.change(on.sharpen, [*matrix_asked, gr.State(Wanted())], [screen.matrix], **at_once)


def _connect_taking(
    on: MorphHandlers,
    context: Context,
    screen: MorphScreen,
    large: LargeFace,
    taking: _Taking,
    settings: _Settings,
    place: gr.Slider,
) -> None:
    """Connect what is done with a large face."""
    taking.open.click(on.open_chosen, large.chosen, context.to_sliders, **BUTTON)
    connect_download(taking.download, on.picture_of, [large.styles, place], file="face.png")
    asked = [screen.corners, settings.size, settings.way, place, screen.large.chosen, large.chosen, large.styles]
    for index, button in enumerate(taking.puts):
        button.click(on.put(index), asked, screen.of_corners, **BUTTON)


def _connect_film(on: FilmHandlers, film: _Film, screen: MorphScreen, settings: _Settings, place: gr.Slider) -> None:
    """Connect what makes the film, and what saves it."""
    asked: list[Component] = [screen.corners, film.start, film.end, film.frames, settings.way, place]
    parts = film.parts
    gr.on([film.make.click, film.start.change, film.end.change], on.make, asked, parts.all, **LATEST)
    set_anew = [screen.matrix.change, film.start.change, film.end.change, film.frames.input, place.input]
    gr.on(set_anew, on.compare, [parts.film, *asked], [parts.screen, *parts.saves], **LIVE)
    for button, file in zip(parts.saves, (on.mp4, on.gif), strict=True):
        connect_download(button, file, [parts.film])


TAB = Tab("morph", "Morph", "Put a face into each corner, and click any face in between.", build)
