"""The slider board: what it tells the page, and what it takes from it."""

from __future__ import annotations

import base64

import gradio as gr
import numpy as np
import pytest
import torch

from facevae.latent import codec
from facevae.model import FaceVae
from facevae.ui.app import build_demo
from facevae.ui.components.encoding import data_uri
from facevae.ui.tabs.sliders.board import Own, SliderBoard, Start, slider_board
from facevae.ui.tabs.sliders.rows import LEADING_SET, NAMED_SET, SliderRow, rows_of
from facevae.ui.tabs.sliders.tab import TAB

DIM = 12


@pytest.fixture
def board(model: FaceVae) -> SliderBoard:
    with gr.Blocks():
        return slider_board(model, rows_of(model)[-2:], torch.zeros(2, 2, DIM), Start(torch.zeros(1, DIM), "start"))


def _text(*values: float) -> str:
    return codec.to_text(torch.tensor([[*values, *[0.0] * (DIM - len(values))]]))


def test_a_start_is_read_back_exactly(board: SliderBoard) -> None:
    latents = torch.randn(1, DIM, generator=torch.Generator().manual_seed(0))
    shown = board.postprocess(Start(latents, "Ann"))
    assert shown["note"] == "Ann"
    moved = board.preprocess(shown)
    assert torch.equal(moved.start, latents)
    assert torch.equal(moved.latents, latents)
    assert not moved.change.any()


def test_released_sliders_count_more_than_the_start(board: SliderBoard) -> None:
    moved = board.preprocess({"start": _text(1.0, 2.0), "note": "", "latents": _text(1.5, 99.0)})
    assert moved.latents[0, :3].tolist() == [1.5, codec.LIMIT, 0.0]
    assert moved.change[0, :3].tolist() == [0.5, 10.0, 0.0]


def test_the_current_face_is_told_alone_or_beside_a_start(board: SliderBoard) -> None:
    own = Own(torch.ones(1, DIM), "Ann", made=True)
    told = {"start": codec.to_text(own.latents), "note": "Ann, as the model sees it", "name": "Ann", "made": True}
    assert board.postprocess(own) == {"own": told}
    both = board.postprocess(Start(torch.zeros(1, DIM), "A mix", own))
    assert both == {"start": codec.to_text(torch.zeros(1, DIM)), "note": "A mix", "own": told}


def test_a_current_face_that_the_page_has_not_begun_with_yet_is_where_it_will_begin(board: SliderBoard) -> None:
    moved = board.preprocess(board.postprocess(Own(torch.ones(1, DIM), "Ann")))
    assert torch.equal(moved.start, torch.ones(1, DIM))
    assert not moved.change.any()


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"own": None},
        {"own": {"start": 3}},
        {"own": "x"},
        "",
        [],
        {},
        {"latents": _text()},
        {"start": 3},
        {"start": "not base64!"},
        {"start": _text()[:-8]},
        {"start": _text(), "latents": _text(float("nan"))},
        {"start": _text(), "latents": ["x"]},
    ],
)
def test_what_is_no_face_is_one_sentence(board: SliderBoard, value: object) -> None:
    with pytest.raises(gr.Error, match="something that is no face"):
        board.preprocess(value)


def test_an_empty_board_shows_nothing(board: SliderBoard) -> None:
    assert board.postprocess(None) is None


def test_the_board_carries_both_lots_of_directions_and_a_picture_for_each_end(model: FaceVae) -> None:
    directions = torch.randn(2, 3, DIM, generator=torch.Generator().manual_seed(0))
    rows = [SliderRow("a", NAMED_SET, "One", "less", "more", ("found", "alone")), *rows_of(model)[-2:]]
    with gr.Blocks():
        board = slider_board(model, rows, directions, Start(torch.zeros(1, DIM), "start"))
    sent = np.frombuffer(base64.b64decode(board.props["directions"]), "<f4")
    assert torch.equal(torch.from_numpy(sent.copy()).view(2, 3, DIM), directions)
    drawn = board.props["rows"]
    assert [row["label"] for row in drawn] == ["One", "Direction 9", "Direction 10"]
    assert [row["set"] for row in drawn] == [NAMED_SET, LEADING_SET, LEADING_SET]
    assert [drawn[0][key] for key in ("less", "more", "found", "alone")] == ["less", "more", "found", "alone"]
    assert [drawn[1][key] for key in ("less", "more")] == ["Direction 9 to -2", "Direction 9 to +2"]
    assert len({row[end] for row in drawn for end in ("low", "high")}) == 6
    assert [item["key"] for item in board.props["sets"]] == [NAMED_SET, LEADING_SET]


def test_a_slider_that_ends_early_shows_its_ends(model: FaceVae) -> None:
    directions = torch.randn(2, 2, DIM, generator=torch.Generator().manual_seed(0))
    rows = [SliderRow("a", NAMED_SET, "One", least=-1, most=2.5), SliderRow("b", NAMED_SET, "Two")]
    with gr.Blocks():
        board = slider_board(model, rows, directions, Start(torch.zeros(1, DIM), ""))
    first, second = board.props["rows"]
    assert [first[key] for key in ("least", "left", "right", "most")] == [-1, -1, 2, 2.5]
    assert [second[key] for key in ("least", "left", "right", "most")] == [-3, -2, 2, 3]
    assert first["low"] == data_uri(model.decode(-directions[0, :1]), 88)


def test_the_board_starts_where_the_dial_stands(model: FaceVae, tiny_model: FaceVae) -> None:
    def share() -> float:
        blocks = build_demo(model, [TAB]).blocks.blocks.values()
        return next(block for block in blocks if isinstance(block, SliderBoard)).props["share"]

    assert share() == 0
    model.detail, model.styles = tiny_model.detail, tiny_model.styles
    assert share() == 1


def test_a_board_with_one_set_offers_no_choice(model: FaceVae) -> None:
    with gr.Blocks():
        board = slider_board(model, rows_of(model)[-2:], torch.zeros(2, 2, DIM), Start(torch.zeros(1, DIM), ""))
    assert board.props["sets"] == []
