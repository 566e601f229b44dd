"""Tables of faces: what they look like, and which cell a click means."""

from __future__ import annotations

import gradio as gr
import pytest
import torch

from facevae.ui.components.face_grid import NONE, FaceGrid, table
from tests.support.grids import cell_of


def test_a_table_with_words_around_it_keeps_its_order():
    faces = torch.linspace(0, 1, 6).view(6, 1, 1, 1).expand(6, 3, 16, 16)
    value = table(faces, 3, list("abcdef"), above=list("xyz"), beside=["1", "2"])
    greys = [cell_of(value, row, column, 3).mean().item() for row in (0, 1) for column in range(3)]
    assert greys == pytest.approx(torch.linspace(0, 1, 6).tolist(), abs=0.02)
    assert (value["above"], value["beside"]) == (["x", "y", "z"], ["1", "2"])


def test_a_click_is_a_row_and_a_column():
    assert FaceGrid.read_cell(gr.EventData(None, {"row": 1, "column": 3}), 2, 4) == (1, 3)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        7,
        "cell",
        [0, 0],
        {},
        {"row": 0},
        {"row": 2, "column": 0},
        {"row": 0, "column": 4},
        {"row": -1, "column": 0},
        {"row": "0", "column": 0},
        {"row": 1.0, "column": 0},
        {"row": True, "column": 0},
    ],
)
def test_a_cell_that_is_not_there_is_one_sentence(sent):
    with pytest.raises(gr.Error, match="no such face"):
        FaceGrid.read_cell(gr.EventData(None, sent), 2, 4)


def test_what_a_client_sends_as_the_value_is_left_aside():
    with gr.Blocks():
        grid = FaceGrid(elem_id="grid", label="Faces")
    assert grid.preprocess({"picture": "javascript:alert()"}) is None
    assert grid.props["chosen"] == NONE
