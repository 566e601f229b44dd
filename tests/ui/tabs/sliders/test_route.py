"""The route of the sliders answers with the face it was asked for, and refuses everything else."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from PIL import Image
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from facevae.latent import codec
from facevae.model import FaceVae
from facevae.ui.components.encoding import jpeg
from facevae.ui.components.turns import Turns
from facevae.ui.tabs.sliders.route import PATH, SIDE, decode_route

DIM = 12


@pytest.fixture
def client(model: FaceVae) -> TestClient:
    return TestClient(Starlette(routes=[Route(PATH, decode_route(model, Turns()), methods=["POST"])]))


def _floats(*values: float) -> bytes:
    return np.array([*values, *[0.0] * (DIM - len(values))], "<f4").tobytes()


def test_the_route_answers_with_the_face_of_the_latents(client: TestClient, model: FaceVae) -> None:
    answer = client.post(PATH, content=_floats(2, 0, -1))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    shown = Image.open(io.BytesIO(answer.content)).resize((model.image_size, model.image_size), Image.Resampling.BOX)
    got = torch.from_numpy(np.array(shown)).permute(2, 0, 1) / 255
    wanted = model.decode(torch.from_numpy(np.frombuffer(_floats(2, 0, -1), "<f4").copy())[None])[0]
    unmoved = model.decode(torch.zeros(1, DIM))[0]
    assert (got - wanted).abs().mean() < 0.02 < (unmoved - wanted).abs().mean()


@pytest.mark.parametrize("style", ["faithful", "real"])
def test_the_style_that_is_asked_for_is_drawn(tiny_model: FaceVae, style: str) -> None:
    client = TestClient(Starlette(routes=[Route(PATH, decode_route(tiny_model, Turns()), methods=["POST"])]))
    latents = torch.linspace(-1, 1, tiny_model.latent_dim)[None]
    answer = client.post(PATH, content=codec.to_bytes(latents), params={"style": style})
    assert answer.content == jpeg(tiny_model.decode(latents, style), SIDE, quality=90)
    other = client.post(
        PATH, content=codec.to_bytes(latents), params={"style": {"real": "faithful"}.get(style, "real")}
    )
    assert other.content != answer.content


def test_a_style_that_the_model_has_not_is_refused_with_a_sentence(client: TestClient) -> None:
    answer = client.post(PATH, content=_floats(), params={"style": "real"})
    assert answer.status_code == 400
    assert answer.text == "style is 'real'; this model has faithful."


def test_far_latents_are_clipped(client: TestClient) -> None:
    near, far = (client.post(PATH, content=_floats(value, -value)).content for value in (codec.LIMIT, 1e30))
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
    answer = client.post(PATH, content=body)
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.endswith(".")


def test_the_route_only_takes_posts(client: TestClient) -> None:
    assert client.get(PATH).status_code == 405


def test_a_start_beyond_what_sliders_reach_comes_back_exactly(client: TestClient, model: FaceVae) -> None:
    latents = torch.linspace(-9, 9, DIM)[None]
    answer = client.post(PATH, content=latents.numpy().astype("<f4").tobytes())
    assert answer.content == jpeg(model.decode(latents), SIDE, quality=90)
