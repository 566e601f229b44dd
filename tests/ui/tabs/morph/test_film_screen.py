"""Films from one corner of the Morph tab to another."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator

import av
import gradio as gr
import pytest
import torch
from PIL import Image

from facevae.latent.interpolation import path
from facevae.photos import animation
from facevae.ui.components.dial import REAL
from facevae.ui.tabs.morph.film_screen import film_maker, film_screen
from tests.support.grids import small


@pytest.fixture
def film(model) -> Callable[[str], Callable[..., Iterator[dict]]]:
    """A function that returns a handler whose values it unpacks."""

    def film(key):
        with gr.Blocks():
            screen = film_screen(key)
        make = film_maker(model, key, screen)
        return lambda *asked: (changed[screen] for changed in make(*asked))

    return film


@pytest.mark.parametrize("way", ["linear", "spherical"])
def test_a_film_tells_how_far_it_is_and_goes_from_one_corner_to_the_other(model, film, corners, way):
    *steps, last = film("mp4")(corners, 0, 3, 9, way, REAL)
    assert [step["done"] for step in steps] == [0, 4, 8, 9]
    assert all(step["of"] == 9 and "film" not in step for step in steps)
    assert "Test face (top left) to Invented face 26 (bottom right)" in last["note"]
    kind, _, data = last["film"].partition(",")
    assert kind == "data:video/mp4;base64"
    with av.open(io.BytesIO(base64.b64decode(data))) as film:
        frames = [torch.from_numpy(frame.to_ndarray(format="rgb24")) / 255 for frame in film.decode(video=0)]
    expected = model.decode(path(corners[0].latents, corners[3].latents, 9, way))
    for index, face in ((0, 0), (animation.HOLD + 3, 4), (animation.HOLD + 7, 8)):
        frame = frames[index].permute(2, 0, 1)[None]
        assert (small(frame) - small(expected[face][None])).abs().mean() < 0.02


def test_a_gif_has_its_frames_there_and_back(film, corners):
    *_, last = film("gif")(corners, 1, 2, 24, "linear", REAL)
    kind, _, data = last["film"].partition(",")
    assert kind == "data:image/gif;base64"
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    assert (picture.n_frames, picture.info["loop"]) == (46, 0)


def test_a_film_from_a_corner_to_itself_is_an_error_in_words(film, corners):
    with pytest.raises(gr.Error, match="two different corners"):
        next(film("gif")(corners, 1, 1, 24, "linear", REAL))
