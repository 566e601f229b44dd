"""The dial of the Inpaint tab: what is shown follows it, and nothing is computed for that but a straight line."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from facevae import metrics, restore
from facevae.damage import masks
from facevae.restore import INPAINTERS
from facevae.restore.completions import diversity
from facevae.ui.components.controls import generator
from facevae.ui.components.dial import FAITHFUL, REAL
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.inpaint.handlers import InpaintHandlers
from facevae.ui.tabs.inpaint.results import InpaintResult, Samples, average, choose, fill, hide, sample
from facevae.ui.tabs.inpaint.screen import Controls, FilledFace, NineFaces
from facevae.ui.tabs.inpaint.views import caption, compare, difference, gallery, sheet_png, spread
from facevae.ui.tabs.result_stage import FACE_SIDE, Turn
from tests.support.events import Sent
from tests.support.stage import named_stage

MODELS = [name for name, method in INPAINTERS.items() if method.kind == "model"]
OTHERS = [name for name, method in INPAINTERS.items() if method.kind != "model"]
SEED = 5


@pytest.fixture
def face(faces) -> CurrentFace:
    return current_face(faces[:1], "Test face")


@pytest.fixture
def box(tiny_model) -> torch.Tensor:
    return masks.centre_box(tiny_model.image_size)


@pytest.fixture
def filled(tiny_model, face, box) -> InpaintResult:
    return fill(tiny_model, hide(face.pixels, box, 0, 1), "vae", SEED)


@pytest.fixture
def nine(tiny_model, filled) -> Samples:
    return sample(tiny_model, filled.degraded, "vae", SEED)


def handlers_of(model) -> InpaintHandlers:
    names = ([field.name for field in dataclasses.fields(screen)] for screen in (FilledFace, Controls, NineFaces))
    face, *others = ([named_stage() if name == "stage" else name for name in given] for given in names)
    named = FilledFace(*face), Controls(*others[0]), NineFaces(*others[1])
    return InpaintHandlers(model, "current", *named)


@pytest.mark.parametrize("noise", [0, 50])
@pytest.mark.parametrize("method", MODELS)
def test_the_ends_are_the_librarys_faces(tiny_model, face, box, method, noise):
    degraded = hide(face.pixels, box, noise, 1)
    styles = fill(tiny_model, degraded, method, SEED).styles
    for place, style in ((FAITHFUL, "faithful"), (REAL, "real")):
        left = degraded.left
        expected = restore.inpaint(tiny_model, left.faces, left.mask, 1, generator(SEED), method, left.sigma, style)
        assert torch.equal(styles.at(place), expected[0])
    assert not torch.equal(styles.real, styles.faithful)


def test_the_nine_have_details_of_their_own_by_the_seed(tiny_model, nine):
    assert torch.equal(nine.at(FAITHFUL).faces, nine.restoration.faces)
    expected = restore.add_detail(tiny_model, nine.restoration, nine.degraded.left, generator(SEED))
    assert torch.equal(nine.at(REAL).faces, expected.faces)
    assert torch.equal(nine.at(REAL).weights, nine.restoration.weights)
    drawn = nine.styles.real - nine.styles.faithful
    assert len({detail.sum().item() for detail in drawn}) == len(drawn)


def test_what_is_seen_stays_wherever_the_dial_stands(face, box, filled, nine):
    known = (box == 0).expand_as(face.pixels)
    for place in (FAITHFUL, 35, REAL):
        for shown in (filled.styles.at(place), *nine.styles.at(place).split(1)):
            assert torch.equal(shown[known], face.pixels[known])


def test_moving_it_asks_nothing_of_the_model(face, filled, nine):
    changed = handlers_of(None).turn(face, Turn(), filled, nine, 40)
    between = torch.lerp(filled.styles.faithful, filled.styles.real, 0.4)
    assert changed["compared"]["value"]["after"] == data_uri(between, FACE_SIDE)
    assert changed["gallery"] == gallery(nine, 40)
    alone = handlers_of(None).turn(face, Turn(), filled, None, 40)
    assert alone["compared"] == changed["compared"]
    assert not {"gallery", "spread"} & set(alone)


def test_captions_tell_the_style_and_both_scores(face, box, filled):
    for place, name in ((REAL, ", real<"), (40, ", 40 % real<")):
        shown, faithful = (
            metrics.psnr(picture, face.pixels, box).item()
            for picture in (filled.styles.at(place), filled.styles.faithful)
        )
        said = caption(filled, place)
        assert name in said
        assert f"PSNR {shown:.1f} dB" in said.partition("; faithful: ")[0]
        assert f"PSNR {faithful:.1f} dB" in said.partition("; faithful: ")[2]
    assert ", faithful<" in caption(filled, FAITHFUL)
    assert caption(filled, FAITHFUL).count("PSNR") == 1


@pytest.mark.parametrize("method", OTHERS)
def test_other_methods_stay_as_they_are_and_say_nothing_of_it(tiny_model, face, box, method):
    filled = fill(tiny_model, hide(face.pixels, box, 0, 1), method, SEED)
    assert filled.styles.at(REAL) is filled.styles.faithful
    assert caption(filled, REAL) == caption(filled, FAITHFUL)
    assert torch.equal(compare(filled, REAL).after, compare(filled, FAITHFUL).after)
    assert "real" not in caption(filled, REAL)


def test_nothing_is_drawn_where_nothing_was_lost(tiny_model, face):
    whole = fill(tiny_model, hide(face.pixels, torch.zeros(1, 1, 32, 32), 0, 1), "vae", SEED)
    assert whole.styles.at(REAL) is whole.styles.faithful


def test_the_mean_is_that_of_the_faithful_ones_and_says_so(nine):
    mean = average(nine)
    assert mean.styles.at(REAL) is mean.styles.faithful
    assert torch.equal(mean.styles.faithful, nine.restoration.mean)
    assert "faithful" in mean.title


def test_how_much_they_differ_is_told_of_what_is_shown(nine):
    for place in (FAITHFUL, REAL):
        number = 255 * diversity(nine.at(place), nine.degraded.left.mask).item()
        assert f">{number:.0f}</strong>" in difference(nine, place)
    assert "Shown real" in difference(nine, REAL)
    assert spread(nine, REAL) != spread(nine, FAITHFUL)
    assert sheet_png(nine, REAL) != sheet_png(nine, FAITHFUL)


def test_one_of_the_nine_keeps_its_details(nine):
    chosen = choose(nine, 3)
    for place in (FAITHFUL, REAL):
        assert torch.equal(chosen.styles.at(place), nine.at(place).faces[:, 3])


def test_the_most_plausible_one_has_the_same_details_alone_and_among_nine(filled, nine):
    torch.testing.assert_close(filled.styles.faithful, nine.styles.faithful[:1])
    torch.testing.assert_close(filled.styles.real, nine.styles.real[:1])


def test_what_is_kept_saved_and_put_into_the_photo_is_what_is_shown(tiny_model, face, box, filled):
    on = handlers_of(tiny_model)
    shown = filled.styles.at(60)
    assert torch.equal(on.keep(face, filled, 60)["current"].pixels, shown)
    assert torch.equal(on.edit(face, filled, box, "vae", 0, 1, SEED, 60).after.pixels, shown)
    saved = on.turn(face, Turn(), filled, None, 60)["shown"]
    assert torch.equal(saved.face, shown)


def test_another_seed_draws_other_details_of_the_same_face(tiny_model, face, filled):
    other = next(handlers_of(tiny_model).again(face, Turn(), Turn(), filled, SEED + 1, REAL))["filled"].styles
    assert torch.equal(other.faithful, filled.styles.faithful)
    assert not torch.equal(other.real, filled.styles.real)


def test_a_chosen_one_follows_the_dial(tiny_model, face, nine):
    large = handlers_of(tiny_model).choose(face, Turn(), nine, REAL, Sent({"row": 0, "column": 2}))
    assert large["compared"]["value"]["after"] == data_uri(nine.styles.real[2:3], FACE_SIDE)
