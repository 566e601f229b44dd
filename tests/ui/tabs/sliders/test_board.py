"""The slider board: the route answers with the face it was asked for, and refuses everything else."""

from __future__ import annotations

import base64
import io
from typing import Any

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from facevae.model import FaceVae
from facevae.ui.components.encoding import jpeg
from facevae.ui.tabs.sliders import board as live
from facevae.ui.tabs.sliders.rows import LEADING_SET, NAMED_SET, SliderRow, rows_of
from tests.support.linear import linear_model

DIM = 12


@pytest.fixture(scope="module")
def model() -> FaceVae:
    return linear_model(latent_dim=DIM)


@pytest.fixture(scope="module")
def client(model: FaceVae) -> TestClient:
    return TestClient(Starlette(routes=[Route(live.PATH, live.decode_route(model), methods=["POST"])]))


def _floats(*values: float) -> bytes:
    return np.array([*values, *[0.0] * (DIM - len(values))], "<f4").tobytes()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_the_route_answers_with_the_face_of_the_latents(client: TestClient, model: FaceVae) -> None:
    answer = client.post(live.PATH, content=_floats(2, 0, -1))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    shown = Image.open(io.BytesIO(answer.content)).resize((model.image_size, model.image_size), Image.Resampling.BOX)
    got = torch.from_numpy(np.array(shown)).permute(2, 0, 1) / 255
    wanted = model.decode(torch.from_numpy(np.frombuffer(_floats(2, 0, -1), "<f4").copy())[None])[0]
    unmoved = model.decode(torch.zeros(1, DIM))[0]
    assert (got - wanted).abs().mean() < 0.02 < (unmoved - wanted).abs().mean()


def test_far_latents_are_clipped(client: TestClient) -> None:
    near, far = (client.post(live.PATH, content=_floats(value, -value)).content for value in (live.LIMIT, 1e30))
    assert near == far


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(_floats()[:-1], id="a byte short"),
        pytest.param(_floats() + b"\0", id="a byte long"),
        pytest.param(bytes(10_000_000), id="ten megabytes"),
        pytest.param(_floats(float("nan")), id="nan"),
        pytest.param(_floats(float("-inf")), id="infinite"),
    ],
)
def test_other_bodies_are_refused_with_a_sentence(client: TestClient, body: bytes) -> None:
    answer = client.post(live.PATH, content=body)
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.endswith(".")


def test_the_route_only_takes_posts(client: TestClient) -> None:
    assert client.get(live.PATH).status_code == 405


def test_a_start_is_read_back_exactly() -> None:
    latents = torch.randn(1, DIM, generator=torch.Generator().manual_seed(0))
    assert torch.equal(live.read_latents(live.start_at(latents, "somebody"), DIM), latents)


def test_released_sliders_count_more_than_the_start() -> None:
    value = {**live.start_at(torch.zeros(1, DIM), ""), "latents": _text(_floats(1.5, 99.0))}
    assert live.read_latents(value, DIM)[0, :3].tolist() == [1.5, live.LIMIT, 0.0]


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        [],
        {},
        {"start": 3},
        {"start": "not base64!"},
        {"start": "\u00e9"},
        {"start": _text(_floats()[:-4])},
        {"start": _text(bytes(400 * DIM))},
        {"start": _text(_floats(float("nan")))},
    ],
)
def test_a_value_without_latents_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        live.read_latents(value, DIM)


def test_a_start_beyond_what_sliders_reach_comes_back_exactly(client: TestClient, model: FaceVae) -> None:
    latents = torch.linspace(-9, 9, DIM)[None]
    answer = client.post(live.PATH, content=latents.numpy().astype("<f4").tobytes())
    assert answer.content == jpeg(model.decode(latents), 384, quality=90)


def test_sliders_can_be_named() -> None:
    found = live.moved(torch.zeros(1, 2), torch.eye(2), {"smile": 2.0}, ["age", "smile"])
    assert found.tolist() == [[0.0, 2.0]]
    with pytest.raises(ValueError, match="no slider 'frown'; there are age, smile"):
        live.moved(torch.zeros(1, 2), torch.eye(2), {"frown": 2.0}, ["age", "smile"])


def test_sliders_add_their_directions_to_the_start() -> None:
    start = torch.tensor([[1.0, 0.0]])
    directions = torch.tensor([[0.0, 1.0], [0.5, 0.5]])
    assert live.moved(start, directions, [2.0, -1]).tolist() == [[0.5, 1.5]]
    assert live.moved(start, directions, [2.0]).tolist() == [[1.0, 2.0]]
    assert live.moved(start, directions, [99.0]).tolist() == [[1.0, live.REACH]]
    assert start.tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("sliders", [None, "12", {"0": 1}, [1, 2, 3], [float("nan")], ["1"], [[1.0]]])
def test_other_slider_values_are_refused(sliders: Any) -> None:
    with pytest.raises(ValueError, match="at most 2 numbers"):
        live.moved(torch.zeros(1, 2), torch.eye(2), sliders)


def test_the_board_carries_both_lots_of_directions_and_a_picture_for_each_end(model: FaceVae) -> None:
    directions = torch.randn(2, 3, DIM, generator=torch.Generator().manual_seed(0))
    rows = [SliderRow("a", NAMED_SET, "One", "less", "more", ("found", "alone")), *rows_of(model)[-2:]]
    with gr.Blocks():
        board = live.slider_board(model, rows, directions, live.start_at(torch.zeros(1, DIM), "start"))
    sent = np.frombuffer(base64.b64decode(board.props["directions"]), "<f4")
    assert torch.equal(torch.from_numpy(sent.copy()).view(2, 3, DIM), directions)
    drawn = board.props["rows"]
    assert [row["label"] for row in drawn] == ["One", "Direction 9", "Direction 10"]
    assert [row["set"] for row in drawn] == [NAMED_SET, LEADING_SET, LEADING_SET]
    assert [drawn[0][key] for key in ("less", "more", "found", "alone")] == ["less", "more", "found", "alone"]
    assert len({row[end] for row in drawn for end in ("low", "high")}) == 6
    assert [item["key"] for item in board.props["sets"]] == [NAMED_SET, LEADING_SET]


def test_a_board_with_one_set_offers_no_choice(model: FaceVae) -> None:
    with gr.Blocks():
        board = live.slider_board(model, rows_of(model)[-2:], torch.zeros(2, 2, DIM), {})
    assert board.props["sets"] == []
