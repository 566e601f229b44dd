"""Films from one corner of the Morph tab to another."""

from __future__ import annotations

import io

import av
import gradio as gr
import pytest
import torch
from PIL import Image

from facevae.latent.interpolation import path
from facevae.photos import animation
from facevae.ui.components.dial import REAL
from facevae.ui.tabs.morph.film import FilmHandlers, FilmParts
from facevae.ui.tabs.morph.film_screen import FilmScreen
from tests.support.films import without_encoders
from tests.support.grids import small

ASKED = (1, 2, 24, "linear", REAL)


@pytest.fixture
def parts() -> FilmParts:
    with gr.Blocks():
        return FilmParts(gr.State(), FilmScreen(elem_id="film"), (gr.Button(), gr.Button()))


@pytest.fixture
def on(model, parts) -> FilmHandlers:
    return FilmHandlers(model, parts)


@pytest.mark.parametrize("way", ["linear", "spherical"])
def test_a_film_tells_how_far_it_is_and_goes_from_one_corner_to_the_other(model, on, parts, corners, way):
    *steps, last = on.make(corners, 0, 3, 9, way, REAL)
    assert [step[parts.screen]["done"] for step in steps] == [0, 4, 8, 9]
    assert all(step[parts.screen]["of"] == 9 and "film" not in step[parts.screen] for step in steps)
    shown = last[parts.screen]["value"]
    assert "Test face (top left) to Invented face 26 (bottom right)" in shown["note"]
    assert shown["film"].startswith("data:video/mp4;base64,")
    with av.open(io.BytesIO(on.mp4(last[parts.film]).content)) as film:
        frames = [torch.from_numpy(frame.to_ndarray(format="rgb24")) / 255 for frame in film.decode(video=0)]
    expected = model.decode(path(corners[0].latents, corners[3].latents, 9, way))
    for index, face in ((0, 0), (animation.HOLD + 3, 4), (animation.HOLD + 7, 8)):
        frame = frames[index].permute(2, 0, 1)[None]
        assert (small(frame) - small(expected[face][None])).abs().mean() < 0.02


def test_it_can_be_saved_as_a_gif_there_and_back(on, parts, corners):
    *_, last = on.make(corners, *ASKED)
    file = on.gif(last[parts.film])
    picture = Image.open(io.BytesIO(file.content))
    assert (file.name, picture.n_frames, picture.info["loop"]) == ("morph.gif", 46, 0)


def test_a_film_from_a_corner_to_itself_is_an_error_in_words(on, corners):
    with pytest.raises(gr.Error, match="two different corners"):
        next(on.make(corners, 1, 1, 24, "linear", REAL))


def test_where_no_film_can_be_written_that_is_said_before_any_face_is_drawn(on, corners, monkeypatch):
    without_encoders(monkeypatch, *(known.name for known in animation.ENCODERS))
    with pytest.raises(gr.Error, match="can write no film"):
        next(on.make(corners, *ASKED))


@pytest.mark.parametrize(
    ("other", "fresh"),
    [
        ({}, True),
        ({0: 0}, False),
        ({1: 3}, False),
        ({2: 23}, False),
        ({3: "spherical"}, False),
        ({4: 50}, False),
    ],
)
def test_it_can_be_saved_only_while_it_is_what_is_set(on, parts, corners, other, fresh):
    *_, last = on.make(corners, *ASKED)
    asked = [other.get(index, value) for index, value in enumerate(ASKED)]
    said = on.compare(last[parts.film], corners, *asked)
    assert said[parts.screen]["fresh"] == fresh
    assert {said[save]["interactive"] for save in parts.saves} == {fresh}


def test_another_face_at_an_end_makes_it_old_and_one_elsewhere_does_not(on, parts, corners):
    *_, last = on.make(corners, *ASKED)
    for swapped, fresh in (((3, 1, 2, 0), True), ((0, 3, 2, 1), False)):
        changed = tuple(corners[index] for index in swapped)
        assert on.compare(last[parts.film], changed, *ASKED)[parts.screen]["fresh"] == fresh


def test_without_a_film_there_is_nothing_to_save(on, parts, corners):
    assert not on.compare(None, corners, *ASKED)[parts.saves[0]]["interactive"]
    for save in (on.mp4, on.gif):
        with pytest.raises(gr.Error, match="no film yet"):
            save(None)
