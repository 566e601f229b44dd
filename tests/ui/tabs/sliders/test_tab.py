"""The Latent sliders tab, as programs use it; the page itself is driven in tests/browser."""

from __future__ import annotations

from typing import Any

import gradio as gr
import pytest
import torch

from facevae import latent, photos
from facevae.model import FaceVae
from facevae.ui.tabs.sliders.tab import decode_sliders

DIRECTIONS = torch.eye(12)[:3]
KEYS = ["age", "smile", "direction-1"]


def test_sliders_in_the_middle_show_the_random_face(model: FaceVae) -> None:
    picture = decode_sliders(model, DIRECTIONS, [], 4, 0.7, KEYS)
    face = model.decode(latent.sample(model, 1, torch.Generator().manual_seed(4), 0.7))
    small = photos.to_faces(picture, model.image_size)
    assert (small - face).abs().mean() < 0.02


def test_a_slider_changes_the_face_and_back_again(model: FaceVae) -> None:
    still, moved, back = (decode_sliders(model, DIRECTIONS, [value], 4, 0.7, KEYS) for value in (0, 2.5, 0))
    assert still == back
    assert still != moved


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
def test_bad_values_are_an_error_in_words(model: FaceVae, sliders: Any, seed: Any, temperature: Any) -> None:
    with pytest.raises(gr.Error):
        decode_sliders(model, DIRECTIONS, sliders, seed, temperature, KEYS)


def test_a_slider_can_be_called_by_its_name(model: FaceVae) -> None:
    by_name, by_place = (decode_sliders(model, DIRECTIONS, value, 4, 0.7, KEYS) for value in ({"smile": 2}, [0, 2]))
    assert by_name == by_place
