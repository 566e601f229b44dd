"""The Inpaint tab: the hole is filled, the rest is left alone, and answers are kept apart."""

from __future__ import annotations

import dataclasses
import functools
import io
from collections.abc import Iterator
from typing import Any

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae.damage import MISSING, masks
from facevae.model import FaceVae
from facevae.plots.heatmap import heatmap
from facevae.restore import INPAINTERS
from facevae.restore.completions import diversity
from facevae.ui.app import build_demo
from facevae.ui.components.dial import FAITHFUL
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.inpaint import handlers
from facevae.ui.tabs.inpaint.handlers import CHANGED, STALE, WAITING, InpaintHandlers
from facevae.ui.tabs.inpaint.results import SAMPLES, InpaintResult, Samples, fill, hide, preferred, sample
from facevae.ui.tabs.inpaint.screen import Controls, FilledFace, NineFaces
from facevae.ui.tabs.inpaint.tab import TAB
from facevae.ui.tabs.inpaint.views import around, caption, compare, difference, gallery, spread
from facevae.ui.tabs.result_stage import Turn
from tests.support.events import Sent
from tests.support.stage import named_stage

SEVERAL = [name for name, method in INPAINTERS.items() if method.multiple_samples]
ONE = [name for name, method in INPAINTERS.items() if not method.multiple_samples]
LEAVE_NOISE = [name for name, method in INPAINTERS.items() if not method.removes_noise]
SETTINGS = (SEVERAL[0], 0, 1, 5, FAITHFUL)
"""Method, noise and its seed, the seed of what is drawn by chance, and the place of the dial."""


def named(screen: type) -> Any:
    """Components that are their own names: what handlers return is then by name."""
    names = [field.name for field in dataclasses.fields(screen)]
    return screen(*(named_stage() if name == "stage" else name for name in names))


def finished(running: Iterator[dict]) -> dict:
    """All that a handler showed, step by step."""
    return functools.reduce(lambda shown, more: {**shown, **more}, running, {})


@pytest.fixture
def box(model: FaceVae) -> torch.Tensor:
    return masks.centre_box(model.image_size)


@pytest.fixture
def nothing(box: torch.Tensor) -> torch.Tensor:
    return torch.zeros_like(box)


@pytest.fixture
def filled(model: FaceVae, face: CurrentFace, box: torch.Tensor) -> InpaintResult:
    return fill(model, hide(face.pixels, box, 0, 1), SEVERAL[0], 5)


@pytest.fixture
def nine(model: FaceVae, filled: InpaintResult) -> Samples:
    return sample(model, filled.degraded, SEVERAL[0], 5)


@pytest.fixture
def on(model: FaceVae) -> InpaintHandlers:
    return InpaintHandlers(model, "current", named(FilledFace), named(Controls), named(NineFaces))


@pytest.mark.parametrize("method", INPAINTERS)
def test_only_the_hole_changes(model, face, box, method):
    filled = fill(model, hide(face.pixels, box, 0, 1), method, 5)
    known = (box == 0).expand_as(face.pixels)
    assert torch.equal(filled.styles.faithful[known], face.pixels[known])
    assert not torch.equal(filled.styles.faithful, face.pixels)
    assert INPAINTERS[method].label in caption(filled, FAITHFUL)


@pytest.mark.parametrize("method", INPAINTERS)
def test_nothing_painted_is_the_face_itself(model, face, nothing, method):
    filled = fill(model, hide(face.pixels, nothing, 0, 1), method, 5)
    assert torch.equal(filled.styles.faithful, face.pixels)
    pictures = compare(filled, FAITHFUL)
    assert torch.equal(pictures.before, pictures.after)
    assert "paint over" in caption(filled, FAITHFUL)
    assert "PSNR" not in caption(filled, FAITHFUL)


def test_a_model_without_the_part_is_an_error_in_words(tiny_vae, face, box):
    with pytest.raises(gr.Error, match="restorer"):
        fill(FaceVae(tiny_vae), hide(face.pixels, box, 0, 1), SEVERAL[0], 5)


def test_the_scores_are_those_inside_the_hole(filled):
    # A quarter of the picture is hole: over the whole picture the error would count a quarter, 6.02 dB better.
    face = filled.degraded.face
    inside = (filled.styles.faithful - face)[filled.degraded.left.mask.expand_as(face) == 1]
    psnr = -10 * inside.square().mean().log10()
    assert f"PSNR {psnr:.1f} dB" in caption(filled, FAITHFUL)


def test_noise_is_in_the_picture_before_and_the_model_takes_some_away(model, face, box):
    noisy = fill(model, hide(face.pixels, box, 100, 1), SEVERAL[0], 5)
    left = noisy.degraded.left
    assert float(left.sigma) == pytest.approx(100 / 255)
    hole = (left.mask == 1).expand_as(face.pixels)
    assert (left.faces[hole] == MISSING).all()
    before, after = ((picture - face.pixels)[~hole].square().mean() for picture in (left.faces, noisy.styles.faithful))
    assert after < before
    assert "over the whole picture" in caption(noisy, FAITHFUL)
    assert torch.equal(compare(noisy, FAITHFUL).before, left.faces)


@pytest.mark.parametrize("method", LEAVE_NOISE)
def test_methods_that_leave_the_noise_say_so(model, face, box, method):
    noisy = fill(model, hide(face.pixels, box, 100, 1), method, 5)
    known = (box == 0).expand_as(face.pixels)
    assert torch.equal(noisy.styles.faithful[known], noisy.degraded.left.faces[known])
    assert "leaves the noise" in caption(noisy, FAITHFUL)


def test_the_noise_comes_again_with_its_seed(face, box):
    first, again, other = (hide(face.pixels, box, 50, seed).left.faces for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_answers_differ_from_each_other_and_come_again_with_the_seed(model, filled, nine):
    faces = nine.restoration.faces[0]
    assert len({face.sum().item() for face in faces}) == len(gallery(nine, FAITHFUL)["names"]) == SAMPLES
    again, other = (sample(model, filled.degraded, SEVERAL[0], seed).restoration.faces[0] for seed in (5, 6))
    assert torch.equal(again, faces)
    assert not torch.equal(other, faces)


def test_the_best_fitting_comes_first_and_says_so(nine):
    assert gallery(nine, FAITHFUL)["names"] == ["1: fits best", *(str(number) for number in range(2, SAMPLES + 1))]
    weights = nine.restoration.weights[0]
    assert torch.equal(weights, weights.sort(descending=True).values)


@pytest.mark.parametrize(
    ("hole", "rows", "columns"),
    [
        ((slice(40, 60), slice(20, 80)), (8, 92), (8, 92)),  # 60 wide and 40 % more
        ((slice(0, 10), slice(0, 10)), (0, 40), (0, 40)),  # at least 40 % of the face, and inside it
        ((slice(90, 100), slice(50, 60)), (60, 100), (35, 75)),
    ],
)
def test_the_nine_are_cut_to_the_hole_and_a_margin(hole, rows, columns):
    mask = torch.zeros(1, 1, 100, 100)
    mask[0, 0, *hole] = 1
    assert around(mask) == (slice(*rows), slice(*columns))


def test_where_they_differ_lies_over_the_face(nine, face):
    seen = spread(nine, FAITHFUL)
    over = face.pixels.lerp(heatmap(nine.at(FAITHFUL).variance.sqrt(), 40 / 255), 0.85 * nine.degraded.left.mask)
    assert data_uri(over) in seen


def test_the_first_picture_of_the_second_row_is_the_fourth_answer(on, face, nine):
    changed = on.choose(face, Turn(), nine, FAITHFUL, Sent({"row": 1, "column": 0}))
    assert torch.equal(changed["filled"].styles.faithful, nine.restoration.faces[:, 3])
    assert "Person 4" in changed["caption"]
    assert on.choose(face, Turn(), None, FAITHFUL, Sent({"row": 1, "column": 0})) == gr.skip()


def test_their_mean_can_be_shown_large(on, face, nine):
    changed = on.choose_mean(face, Turn(), nine, FAITHFUL)
    assert torch.equal(changed["filled"].styles.faithful, nine.restoration.mean)
    assert "mean" in changed["caption"]


def test_the_words_say_how_much_the_nine_differ(nine):
    number = 255 * diversity(nine.restoration, nine.degraded.left.mask).item()
    assert f">{number:.0f}</strong> of 255" in difference(nine, FAITHFUL)


def test_switched_off_nothing_is_filled_until_the_button(on, face, box):
    waiting = on.show_if_live(face, Turn(), False, Turn(), box, *SETTINGS)
    assert {"filled": None, "caption": WAITING, "nine": None, "words": STALE}.items() <= waiting.items()
    assert waiting["compared"]["stale"] == CHANGED
    assert not waiting["save"]["interactive"]
    live = on.show_if_live(face, Turn(), True, Turn(), box, *SETTINGS)
    pressed = on.show(face, Turn(), Turn(), box, *SETTINGS)
    assert torch.equal(live["filled"].styles.faithful, pressed["filled"].styles.faithful)


def test_a_new_picture_takes_the_nine_away(on, face, box):
    changed = on.show(face, Turn(), Turn(), box, *SETTINGS)
    assert (changed["nine"], changed["words"]) == (None, STALE)
    assert not changed["mean"]["interactive"]
    assert not changed["sheet"]["interactive"]


def test_a_new_face_keeps_what_is_painted(on, face, box):
    changed = on.show_face(face, Turn(), Turn(), box, *SETTINGS)
    assert set(changed["paint"]) == {"__type__", "face", "filled"}
    assert torch.equal(changed["filled"].degraded.left.mask, box)


def test_the_canvas_has_what_fills_the_hole_until_it_belongs_to_other_settings(on, face, box, nothing):
    filled = on.show(face, Turn(), Turn(), box, *SETTINGS)
    hole = filled["paint"]["filled"]
    assert hole["pixels"] == int(box.sum())
    assert hole["picture"] == data_uri(filled["filled"].styles.at(SETTINGS[-1]))
    assert on.show_if_live(face, Turn(), False, Turn(), box, *SETTINGS)["paint"]["filled"] is None
    assert on.show(face, Turn(), Turn(), nothing, *SETTINGS)["paint"]["filled"] is None


@pytest.mark.parametrize("live", [True, False])
def test_the_slider_hides_a_square_of_its_size(on, model, face, live):
    changed = on.resize(face, Turn(), live, Turn(), 75, *SETTINGS)
    assert torch.equal(changed["paint"]["value"], masks.centre_box(model.image_size, 0.75))
    assert (changed["filled"] is not None) == live


def test_letting_the_slider_go_shows_nine_for_its_square(on, model, face):
    changed = finished(on.settle(face, True, Turn(), 75, 0, *SETTINGS))
    assert changed["settled"] == 75
    assert torch.equal(changed["nine"].degraded.left.mask, masks.centre_box(model.image_size, 0.75))


def test_a_square_of_no_size_has_no_nine(on, face):
    assert list(on.settle(face, True, Turn(), 0, 50, *SETTINGS)) == [{"settled": 0}]


@pytest.mark.parametrize(
    ("live", "size", "method"), [(True, 50, SEVERAL[0]), (False, 75, SEVERAL[0]), (True, 75, ONE[0])]
)
def test_letting_the_slider_go_changes_nothing_otherwise(on, face, live, size, method):
    assert list(on.settle(face, live, Turn(), size, 50, method, *SETTINGS[1:])) == [gr.skip()]


def test_a_larger_square_has_a_larger_number(on, face):
    def number(size):
        nine = finished(on.settle(face, True, Turn(), size, 0, *SETTINGS))["nine"]
        return diversity(nine.restoration, nine.degraded.left.mask).item()

    assert number(30) < number(60) < number(100)


def test_the_button_shows_the_nine_of_the_seed_and_then_others(on, face, box, nine):
    first, other = (finished(on.more(face, Turn(), Turn(), earlier, box, *SETTINGS)) for earlier in (None, nine))
    assert (first["seed"], other["seed"]) == (5, 6)
    assert torch.equal(first["nine"].restoration.faces, nine.restoration.faces)
    assert not torch.equal(other["nine"].restoration.faces, nine.restoration.faces)


@pytest.mark.parametrize(("painted", "method"), [("nothing", SEVERAL[0]), ("box", ONE[0])])
def test_without_a_hole_or_several_answers_there_are_no_nine(on, model, face, request, painted, method):
    mask = request.getfixturevalue(painted)
    changed = finished(on.more(face, Turn(), Turn(), None, mask, method, *SETTINGS[1:]))
    assert isinstance(changed["filled"], InpaintResult)
    assert changed["nine"] is None
    assert "seed" not in changed
    filled = fill(model, hide(face.pixels, mask, 0, 1), method, 5)
    assert list(on.again(face, Turn(), Turn(), filled, 5, FAITHFUL)) == [gr.skip()]


def test_imagining_says_how_far_it_is_and_can_be_stopped(on, face, box):
    basis = Turn()
    first, begun, drawing, done = on.more(face, Turn(), basis, None, box, *SETTINGS)
    assert "filled" in first
    assert ("Step 1 of 2" in begun["words"], "Step 2 of 2" in drawing["words"]) == (True, True)
    assert begun["stop"]["visible"]
    assert not done["stop"]["visible"]
    running = on.more(face, Turn(), basis, None, box, *SETTINGS)
    next(running), next(running)
    basis.stop()
    (stopped,) = running
    assert "Stopped" in stopped["words"]
    assert "nine" not in stopped


def test_nine_that_were_asked_for_before_the_last_stroke_never_come(on, face, box):
    basis = Turn()
    running = on.more(face, Turn(), basis, None, box, *SETTINGS)
    next(running), next(running)
    on.show(face, Turn(), basis, box, *SETTINGS)
    assert list(running) == []


def test_a_stroke_makes_it_no_square(on, face, box):
    shown = on.show_painted(face, Turn(), True, Turn(), box, *SETTINGS)
    assert (shown["size"], shown["settled"]) == (0, 0)
    assert torch.equal(shown["filled"].degraded.left.mask, box)


def test_what_is_kept_is_what_is_shown_and_the_canvas_is_cleared(on, face, filled, nine):
    chosen = on.choose(face, Turn(), nine, FAITHFUL, Sent({"row": 1, "column": 1}))["filled"]
    kept = on.keep(face, chosen, FAITHFUL)
    assert torch.equal(kept["current"].pixels, chosen.styles.faithful)
    assert (kept["current"].name, kept["paint"]) == ("Test face (filled in)", None)
    assert on.keep(kept["current"], filled, FAITHFUL)["current"].name == kept["current"].name


def test_the_photo_gets_the_picture_that_is_shown_if_it_is_this_faces(on, face, faces, box, nine):
    chosen = on.choose(face, Turn(), nine, FAITHFUL, Sent({"row": 1, "column": 1}))["filled"]
    assert torch.equal(on.edit(face, chosen, box, *SETTINGS).after.pixels, chosen.styles.faithful)
    other = current_face(faces[1:2], "Another face")
    known = (box == 0).expand_as(other.pixels)
    assert torch.equal(on.edit(other, chosen, box, *SETTINGS).after.pixels[known], other.pixels[known])


def test_a_whole_face_is_not_put_into_its_photo(on, face, nothing):
    assert on.edit(face, None, nothing, *SETTINGS) is None
    assert on.edit(face, None, nothing, SEVERAL[0], 50, 1, 5, FAITHFUL).after.mode == "replace"


def test_what_is_not_there_yet_is_said_in_words(on, face):
    for missing in (handlers.sheet_of, functools.partial(on.choose_mean, face, Turn())):
        with pytest.raises(gr.Error, match="no nine"):
            missing(None, FAITHFUL)


def test_the_sheet_holds_twelve_labelled_pictures(nine, model):
    picture = Image.open(io.BytesIO(handlers.sheet_of(nine, FAITHFUL)))
    assert picture.format == "PNG"
    assert picture.width > 4 * 2 * model.image_size
    assert picture.height > 3 * 2 * model.image_size


def offered(model) -> gr.Dropdown:
    blocks = build_demo(model, [TAB]).blocks.blocks.values()
    return next(block for block in blocks if block.elem_id == "inpaint-method")


def test_every_method_is_offered_that_the_model_can_run(model, tiny_vae):
    assert [name for _, name in offered(model).choices] == list(INPAINTERS)
    bare = FaceVae(tiny_vae)
    able = [name for name, method in INPAINTERS.items() if not method.requires]
    assert [name for _, name in offered(bare).choices] == able
    assert offered(bare).value == preferred(bare) == able[-1]


def test_the_tab_starts_with_a_method_that_knows_several_answers(model):
    assert offered(model).value == preferred(model) == SEVERAL[0]
