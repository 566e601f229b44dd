"""The sliders as programs use them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae import latent, photos
from facevae.model import FaceVae
from facevae.ui.app import build_demo
from facevae.ui.components.encoding import data_address, shown
from facevae.ui.tabs.sliders.endpoint import read_sliders, sliders_endpoint
from facevae.ui.tabs.sliders.rows import SliderRow
from facevae.ui.tabs.sliders.tab import TAB

ROWS = [SliderRow(key, "", key) for key in ("age", "smile", "direction-1")]


@pytest.fixture
def decode_sliders(model: FaceVae) -> Callable[..., str]:
    directions = torch.eye(12)[:6].view(2, 3, 12)
    return sliders_endpoint(model, ROWS, directions)


def test_sliders_in_the_middle_show_the_random_face(model, decode_sliders):
    address = decode_sliders([], 4, 0.7)
    kind, _, data = address.partition(",")
    assert kind == "data:image/png;base64"
    face = model.decode(latent.sample(model, 1, torch.Generator().manual_seed(4), 0.7))
    small = photos.to_faces(Image.open(io.BytesIO(base64.b64decode(data))), model.image_size)
    assert (small - face).abs().mean() < 0.02


def test_a_slider_changes_the_face_and_back_again(decode_sliders):
    still, moved, back = (decode_sliders([value], 4) for value in (0, 2.5, 0))
    assert still == back
    assert still != moved


def test_a_slider_can_be_called_by_its_name(decode_sliders):
    assert decode_sliders({"smile": 2}, 4) == decode_sliders([0, 2], 4)


def test_untangled_sliders_go_the_other_way(decode_sliders):
    assert decode_sliders([2], 4, untangle=True) != decode_sliders([2], 4)
    assert decode_sliders([0], 4, untangle=True) == decode_sliders([0], 4)


def test_a_style_is_as_the_library_draws_it(tiny_model):
    decode_sliders = sliders_endpoint(tiny_model, ROWS[:1], torch.eye(4)[:2].view(2, 1, 4))
    faithful, real = (decode_sliders([1.0], 4, 1.0, False, style) for style in ("faithful", "real"))
    assert decode_sliders([1.0], 4) == faithful
    moved = latent.sample(tiny_model, 1, torch.Generator().manual_seed(4)) + torch.eye(4)[:1]
    for address, style in ((faithful, "faithful"), (real, "real")):
        assert address == data_address(photos.encode(shown(tiny_model.decode(moved, style)), "PNG"), "image/png")


def test_a_style_that_the_model_has_not_is_an_error_in_words(decode_sliders):
    with pytest.raises(gr.Error, match="this model has faithful"):
        decode_sliders([], style="real")


@pytest.mark.parametrize(
    ("sliders", "seed", "temperature"),
    [
        ([1, 2, 3, 4], 1, 0.7),
        ({"frown": 1}, 1, 0.7),
        ({"age": "old"}, 1, 0.7),
        ("1", 1, 0.7),
        ([1], None, 0.7),
        ([1], float("nan"), 0.7),
        ([1], 1, 9),
        ([1], 1, None),
    ],
)
def test_bad_values_are_an_error_in_words(decode_sliders, sliders, seed, temperature):
    with pytest.raises(gr.Error):
        decode_sliders(sliders, seed, temperature)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="no slider 'frown'; there are age, smile, direction-1"):
        read_sliders({"frown": 2.0}, ROWS)


@pytest.mark.parametrize("sliders", [None, "12", [1, 2, 3, 4], [float("nan")], ["1"], [[1.0]], {"age": None}])
def test_other_slider_values_are_refused(sliders):
    with pytest.raises(ValueError, match="at most 3 numbers"):
        read_sliders(sliders, ROWS)


def test_sliders_by_name_are_put_in_their_order():
    assert read_sliders({"direction-1": 3, "age": 1}, ROWS) == [1, 0.0, 3]


def test_a_slider_goes_no_further_than_on_the_page():
    rows = [SliderRow("one", "", "One", least=-1), *ROWS]
    assert read_sliders([-2, 9, -9], rows) == [-1, 3, -3]
    assert read_sliders({"one": 2, "smile": 5}, rows) == [2, 0, 3, 0]


def test_programs_find_it_described(model):
    info = build_demo(model, [TAB]).blocks.get_api_info()["named_endpoints"]["/decode_sliders"]
    names = [part["parameter_name"] for part in info["parameters"]]
    assert names == ["sliders", "seed", "temperature", "untangle", "style"]
    assert [part["parameter_has_default"] for part in info["parameters"]] == [False, True, True, True, True]
    assert info["description"].startswith("Draw a random face moved by sliders")
    assert info["returns"][0]["type"] == {"type": "string"}
