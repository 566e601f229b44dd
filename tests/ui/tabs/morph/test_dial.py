"""The dial of the Morph tab: the large face, the matrix and the films between faithful and real."""

from __future__ import annotations

import base64
import io

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image, ImageSequence

from facevae import latent
from facevae.latent.interpolation import matrix, path
from facevae.photos import animation
from facevae.ui.components.dial import FAITHFUL, REAL
from facevae.ui.components.download import table_file
from facevae.ui.components.encoding import data_uri
from facevae.ui.tabs.morph import matrix as morph_matrix
from facevae.ui.tabs.morph.corners import codes
from facevae.ui.tabs.morph.film import FilmHandlers, FilmParts
from facevae.ui.tabs.morph.film_screen import FilmScreen
from facevae.ui.tabs.morph.handlers import MorphHandlers, Wanted
from tests.support.pictures import pixels_of

SIZE, WAY = 3, "linear"


@pytest.fixture
def model(model, tiny_model):
    """The same with a detail stage."""
    model.detail, model.styles = tiny_model.detail, tiny_model.styles
    return model


def event(**data):
    return gr.EventData(None, data)


@pytest.mark.parametrize(("place", "style"), [(FAITHFUL, "faithful"), (REAL, "real")])
def test_the_large_face_is_the_librarys_at_the_ends(on, screen, model, corners, place, style):
    changed = on.pick(corners, SIZE, WAY, place, event(row=1, column=2))
    chosen, styles = changed[screen.large.chosen], changed[screen.large.styles]
    expected = model.decode(chosen.latents, style)
    assert data_uri(expected) in changed[screen.large.picture]
    assert f"row 2, column 3, {style}<" in changed[screen.large.picture]
    assert torch.equal(on.picture_of(styles, place), expected)
    assert torch.equal(on.in_the_photo(None, styles, place).after.pixels, expected)


def test_moving_it_asks_nothing_of_the_model(on, screen, corners):
    picked = on.pick(corners, SIZE, WAY, REAL, event(row=1, column=2))
    styles = picked[screen.large.styles]
    mean = on.pick_mean(REAL, event(row=0, column=1))
    large = picked[screen.large.chosen], styles, mean[screen.mean.chosen], mean[screen.mean.styles]
    changed = MorphHandlers(None, None, screen, None).turn(corners, *large, 25)
    assert changed[screen.matrix]["share"] == 0.25
    assert data_uri(torch.lerp(styles.faithful, styles.real, 0.25)) in changed[screen.large.picture]
    for shown in (screen.large, screen.mean):
        assert "25 % real" in changed[shown.picture]


def test_the_matrix_is_faithful_at_once_and_its_real_faces_follow(on, screen, model, corners, chosen):
    first = on.redraw(corners, SIZE, WAY, REAL, chosen)[screen.matrix]["value"]
    *waiting, last = on.sharpen(corners, SIZE, WAY, Wanted())
    assert len(waiting) == SIZE
    assert all(step == gr.skip() for step in waiting)
    over = last[screen.matrix]["over"]
    assert (over["key"], over["names"]) == (first["key"], first["names"])
    real = latent.interpolate(model, codes(corners), SIZE, SIZE, WAY, "real").flatten(0, 1)
    expected = morph_matrix._value(real, corners, SIZE, WAY)
    # Row by row or all at once, sums may round otherwise, and the picture's blocks of 8 pixels with them.
    drawn, whole = (pixels_of(base64.b64decode(value.pop("picture").partition(",")[2])) for value in (over, expected))
    assert float((drawn - whole).abs().mean()) < 0.1 / 255
    assert over == expected
    assert not torch.equal(drawn, pixels_of(base64.b64decode(first["picture"].partition(",")[2])))


@pytest.mark.parametrize("other", [(4, "linear"), (SIZE, "spherical")])
def test_a_matrix_that_is_no_longer_wanted_is_given_up(on, corners, other):
    wanted = Wanted()
    steps = on.sharpen(corners, SIZE, WAY, wanted)
    next(steps)
    newer = on.sharpen(corners, *other, wanted)
    next(newer)
    assert list(steps) == []
    assert wanted.key == morph_matrix.key_of(corners, *other)


def test_the_same_matrix_is_drawn_once(on, corners):
    wanted = Wanted()
    assert len(list(on.sharpen(corners, SIZE, WAY, wanted))) == SIZE + 1
    assert list(on.sharpen(corners, SIZE, WAY, wanted)) == []


def test_the_key_tells_corners_sizes_and_ways_apart(corners):
    keys = {
        morph_matrix.key_of(faces, size, way)
        for faces in (corners, corners[::-1])
        for size in (3, 4)
        for way in ("linear", "spherical")
    }
    assert len(keys) == 8


@pytest.mark.parametrize("place", [FAITHFUL, 40, REAL])
def test_the_matrix_that_is_taken_home_is_as_the_dial_says(on, model, corners, place):
    cells = matrix(codes(corners), SIZE, SIZE, WAY).flatten(0, 1)
    faithful, real = (model.decode(cells, style) for style in ("faithful", "real"))
    expected = table_file(torch.lerp(faithful, real, place / REAL), SIZE, "morph.jpg")
    taken = on.matrix_of(corners, SIZE, WAY, place)
    assert taken.name == expected.name
    one, other = (np.asarray(Image.open(io.BytesIO(file.content))).astype(int) for file in (taken, expected))
    assert np.abs(one - other).mean() < 1  # rounding, where a batch was drawn in other parts


@pytest.mark.parametrize(("place", "style"), [(FAITHFUL, "faithful"), (REAL, "real")])
def test_a_film_is_as_the_dial_says_with_the_same_noise_in_every_frame(model, corners, place, style):
    with gr.Blocks():
        parts = FilmParts(gr.State(), FilmScreen(elem_id="film"), ())
    on = FilmHandlers(model, parts)
    *_, last = on.make(corners, 0, 3, 4, WAY, place)
    codes_on_the_way = path(corners[0].latents, corners[3].latents, 4, WAY)
    expected = animation.gif(torch.cat([model.decode(code, style) for code in codes_on_the_way.split(1)]))
    assert _frames(on.gif(last[parts.film]).content) == pytest.approx(_frames(expected), abs=1)
    assert last[parts.screen]["value"]["note"].endswith(f": 4 frames each way, {style}")


def _frames(film: bytes) -> list[float]:
    """The brightness of each frame, out of 255."""
    picture = Image.open(io.BytesIO(film))
    return [float(np.asarray(frame.convert("L")).mean()) for frame in ImageSequence.Iterator(picture)]


def test_an_invented_corner_and_one_that_is_put_are_seen_as_they_were_drawn(on, screen, model, corners, chosen):
    assert corners[1].picture == data_uri(model.decode(corners[1].latents, "real"), 256)
    styles = on.pick(corners, SIZE, WAY, 30, event(row=1, column=1))[screen.large.styles]
    put = on.put(2)(corners, SIZE, WAY, 30, chosen, chosen, styles)[screen.corners][2]
    assert put.picture == data_uri(styles.at(30), 256)
