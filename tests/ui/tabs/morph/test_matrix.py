"""The matrix of the Morph tab, and what a click on it means."""

from __future__ import annotations

import io

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae.latent.interpolation import matrix
from facevae.ui.components.dial import REAL
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import current_face
from facevae.ui.tabs.morph import matrix as morph_matrix
from facevae.ui.tabs.morph.corners import KEPT, codes
from tests.support.grids import cell_of, small

SIZE, WAY = 5, "linear"


def event(**data):
    return gr.EventData(None, data)


@pytest.mark.parametrize("way", ["linear", "spherical"])
def test_the_picture_shows_each_code_at_its_place(model, corners, way):
    value = morph_matrix.draw(model, corners, SIZE, way)
    expected = small(model.decode(matrix(codes(corners), SIZE, SIZE, way).flatten(0, 1)))
    for row, column in ((0, 0), (0, 4), (2, 1), (3, 2), (4, 0), (4, 4)):
        error = (cell_of(value, row, column, SIZE) - expected[row * SIZE + column]).abs().mean()
        assert error < 0.03, (row, column)


def test_corners_are_marked_and_every_cell_has_a_name(model, corners):
    value = morph_matrix.draw(model, corners, SIZE, WAY)
    assert value["marked"] == [0, 4, 20, 24]
    assert value["names"][0] == "Top left: Test face"
    assert value["names"][7] == "Row 2, column 3"
    assert len(set(value["names"])) == SIZE * SIZE


@pytest.mark.parametrize("size", range(3, 12))
def test_every_size_is_drawn_and_keeps_the_place_that_is_shown_large(on, screen, corners, chosen, size):
    changed = on.redraw(corners, size, WAY, REAL, chosen)
    chosen, drawn = changed[screen.large.chosen], changed[screen.matrix]
    assert len(drawn["value"]["names"]) == size * size
    assert all(abs(part - 0.5) <= 0.501 / (size - 1) for part in chosen.place)
    row, column = morph_matrix.cell_at(chosen.place, size)
    assert drawn["chosen"] == row * size + column


def test_a_click_shows_the_face_of_that_cell_large_and_says_what_it_is_made_of(on, screen, model, corners):
    changed = on.pick(corners, SIZE, "spherical", REAL, event(row=1, column=3))
    chosen, large = changed[screen.large.chosen], changed[screen.large.picture]
    assert torch.equal(chosen.latents, matrix(codes(corners), SIZE, SIZE, "spherical")[1, 3][None])
    assert data_uri(model.decode(chosen.latents)) in large
    # A quarter of the way down, three quarters across.
    for share in ("19 %", "56 %", "6 %"):
        assert f"<strong>{share}</strong>" in large
    assert chosen.name.startswith("A mix of 56 % Invented face 20, ")
    assert chosen.made_of == chosen.name.removeprefix("A mix of ")


def test_a_corner_that_is_clicked_is_that_face_alone(on, screen, corners):
    changed = on.pick(corners, SIZE, WAY, REAL, event(row=4, column=4))
    chosen, large = changed[screen.large.chosen], changed[screen.large.picture]
    torch.testing.assert_close(chosen.latents, corners[3].latents)
    assert (chosen.title, chosen.shares) == ("Invented face 26, as the model sees it", (0, 0, 0, 1))
    assert "<strong>100 %</strong> Invented face 26" in large


@pytest.mark.parametrize(
    "cell",
    [{}, {"row": 5, "column": 0}, {"row": 0, "column": -1}, {"row": "0", "column": 0}, {"row": 1.0, "column": 0}],
)
def test_a_cell_that_is_not_there_is_refused_with_a_sentence(on, corners, cell):
    for handler, settings in ((on.pick, (SIZE, WAY, REAL)), (on.open_cell, (SIZE, WAY))):
        with pytest.raises(gr.Error, match="no such face"):
            handler(corners, *settings, event(**cell))


def test_the_sliders_get_the_code_that_is_shown_large_and_that_of_a_double_click(on, screen, corners):
    clicked = event(row=1, column=3)
    chosen = on.pick(corners, SIZE, WAY, REAL, clicked)[screen.large.chosen]
    for handed in (on.open_chosen(chosen), on.open_cell(corners, SIZE, WAY, clicked)):
        assert torch.equal(handed["latents"], chosen.latents)
        assert handed["name"] == chosen.name


def test_the_large_face_can_be_put_into_a_corner_and_the_others_stay(on, screen, corners):
    picked = on.pick(corners, SIZE, WAY, REAL, event(row=1, column=3))
    chosen = picked[screen.large.chosen]
    styles = picked[screen.large.styles]
    shown = on.put(2)(corners, SIZE, WAY, REAL, chosen, chosen, styles)
    changed = shown[screen.corners]
    assert (changed[2].source, changed[2].name, changed[2].about) == (KEPT, "Mix 1", chosen.made_of)
    assert shown[screen.tiles[2]]["about"].startswith("56 % Invented face 20, ")
    assert torch.equal(changed[2].latents, chosen.latents)
    assert (*changed[:2], changed[3]) == (*corners[:2], corners[3])
    again = on.put(3)(changed, SIZE, WAY, REAL, chosen, chosen, styles)[screen.corners]
    assert [corner.name for corner in again[2:]] == ["Mix 1", "Mix 2"]


def test_names_are_escaped(on, screen, corner_faces, model):
    face = current_face(model.decode(torch.zeros(1, model.latent_dim)), "<b>Me</b>")
    corners = corner_faces.first(face)
    assert "<b>" not in on.pick(corners, SIZE, WAY, REAL, event(row=0, column=0))[screen.large.picture]


def test_the_matrix_can_be_taken_home_with_large_faces(on, corners):
    picture = Image.open(io.BytesIO(on.matrix_of(corners, SIZE, WAY, REAL).content))
    assert (picture.format, picture.size) == ("JPEG", (SIZE * 512,) * 2)
