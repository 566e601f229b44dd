"""The Inpaint tab: the hole is filled, the rest is left alone, and answers are kept apart."""

from __future__ import annotations

import io

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae.damage import MISSING, masks
from facevae.model import FaceVae
from facevae.restore import INPAINTERS
from facevae.restore.completions import diversity
from facevae.ui.app import build_demo
from facevae.ui.components.mask_canvas import mask_uri, read_mask
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.inpaint import handlers
from facevae.ui.tabs.inpaint import views as answers
from facevae.ui.tabs.inpaint.handlers import STALE, WAITING, InpaintHandlers
from facevae.ui.tabs.inpaint.tab import TAB
from facevae.ui.tabs.inpaint.views import CHOICES, InpaintResult, Samples, fill, hide, imagine, large
from tests.support.events import Sent

NOTHING = gr.skip()
SETTINGS = ("vae", 0, 1)
"""Method, noise and its seed, as the tab starts."""


@pytest.fixture
def model(tiny_model: FaceVae) -> FaceVae:
    return tiny_model


@pytest.fixture
def face(faces: torch.Tensor) -> CurrentFace:
    return current_face(faces[:1], "Test face")


@pytest.fixture
def box(model: FaceVae) -> str:
    return mask_uri(masks.centre_box(model.image_size))


@pytest.fixture
def filled(model: FaceVae, face: CurrentFace, box: str) -> InpaintResult:
    return fill(model, face.pixels, box)


@pytest.fixture
def nine(model: FaceVae, filled: InpaintResult) -> Samples:
    return imagine(model, filled.broken, 5)


@pytest.fixture
def on(model: FaceVae) -> InpaintHandlers:
    return InpaintHandlers(model)


@pytest.mark.parametrize("method", INPAINTERS)
def test_only_the_hole_changes(model, face, box, method):
    filled = fill(model, face.pixels, box, method)
    known = (filled.broken.left.mask == 0).expand_as(face.pixels)
    assert torch.equal(filled.picture[known], face.pixels[known])
    assert not torch.equal(filled.picture, face.pixels)
    assert INPAINTERS[method].label in large(filled)[1]


@pytest.mark.parametrize("method", INPAINTERS)
def test_nothing_painted_is_the_face_itself(model, face, method):
    filled = fill(model, face.pixels, "", method)
    assert torch.equal(filled.picture, face.pixels)
    pictures, caption = large(filled)
    assert pictures["before"] == pictures["after"]
    assert "paint over" in caption
    assert "PSNR" not in caption


def test_a_value_that_is_no_mask_is_an_error_in_words(model, face):
    with pytest.raises(gr.Error, match="mask"):
        fill(model, face.pixels, "data:image/png;base64,xxxx")


def test_the_scores_are_those_inside_the_hole(filled):
    # A quarter of the picture is hole: over the whole picture the error would count a quarter, 6.02 dB better.
    face = filled.broken.face
    inside = (filled.picture - face)[filled.broken.left.mask.expand_as(face) == 1]
    psnr = -10 * inside.square().mean().log10()
    assert f"PSNR {psnr:.1f} dB" in large(filled)[1]


def test_noise_is_in_the_picture_before_and_the_vae_takes_some_away(model, face, box):
    noisy = fill(model, face.pixels, box, noise=100)
    left = noisy.broken.left
    assert left.sigma == pytest.approx(100 / 255)
    hole = (left.mask == 1).expand_as(face.pixels)
    assert (left.faces[hole] == MISSING).all()
    before, after = ((picture - face.pixels)[~hole].square().mean() for picture in (left.faces, noisy.picture))
    assert after < before
    assert "over the whole picture" in large(noisy)[1]
    assert large(noisy)[0]["before"] == answers.data_uri(left.faces, answers.FACE_SIDE)


@pytest.mark.parametrize("method", [method for method in INPAINTERS if method != "vae"])
def test_the_other_methods_leave_the_noise_and_the_screen_says_so(model, face, box, method):
    noisy = fill(model, face.pixels, box, method, noise=100)
    known = (noisy.broken.left.mask == 0).expand_as(face.pixels)
    assert torch.equal(noisy.picture[known], noisy.broken.left.faces[known])
    assert "Only the VAE takes the noise away" in large(noisy)[1]


def test_the_noise_comes_again_with_its_seed(face, model):
    mask = masks.centre_box(model.image_size)
    first, again, other = (hide(face.pixels, mask, 50, seed).left.faces for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_answers_differ_from_each_other_and_come_again_with_the_seed(model, filled, nine):
    faces = nine.completions.faces[0]
    assert len({face.sum().item() for face in faces}) == len(answers.gallery(nine)["names"]) == CHOICES
    assert torch.equal(imagine(model, filled.broken, 5).completions.faces[0], faces)
    assert not torch.equal(imagine(model, filled.broken, 6).completions.faces[0], faces)


def test_the_best_fitting_comes_first_and_the_weights_add_up(nine):
    captions = answers.gallery(nine)["names"]
    weights = [int(caption.split()[-2]) for caption in captions]
    assert captions[0] == f"1: best fit, {weights[0]} %"
    assert weights == sorted(weights, reverse=True)
    assert sum(weights) == pytest.approx(100, abs=CHOICES / 2)


def test_the_first_picture_of_the_second_row_is_the_fourth_answer(nine):
    chosen, _, caption = handlers.choose(nine, Sent({"row": 1, "column": 0}))
    assert torch.equal(chosen.picture, nine.completions.faces[:, 3])
    assert "Person 4" in caption


def test_their_mean_can_be_shown_large(nine):
    chosen, _, caption = handlers.choose_mean(nine)
    assert torch.equal(chosen.picture, nine.completions.mean)
    assert "mean" in caption


def test_the_words_say_how_much_the_nine_differ(nine):
    number = 255 * diversity(nine.completions, nine.broken.left.mask).item()
    assert f">{number:.0f}</strong> of 255" in answers.words(nine)


def test_switched_off_nothing_is_filled_until_the_button(on, face, box):
    assert on.show_if_live(face, False, box, *SETTINGS) == (NOTHING, NOTHING, WAITING, NOTHING, NOTHING)
    live, pressed = on.show_if_live(face, True, box, *SETTINGS)[0], on.show(face, box, *SETTINGS)[0]
    assert torch.equal(live.picture, pressed.picture)


def test_a_new_picture_takes_the_nine_away(on, face, box):
    *_, nine, words = on.show(face, box, *SETTINGS)
    assert (nine, words) == (None, STALE)


@pytest.mark.parametrize("live", [True, False])
def test_the_slider_hides_a_square_of_its_size(on, model, face, live):
    canvas, filled, *_ = on.resize(face, live, 75, *SETTINGS)
    assert torch.equal(read_mask(canvas.value, model.image_size), masks.centre_box(model.image_size, 0.75))
    assert isinstance(filled, InpaintResult) == live


def test_letting_the_slider_go_shows_nine_for_its_square(on, model, face):
    size, nine, *_ = on.settle(face, True, 75, 0, 1, *SETTINGS)
    assert size == 75
    assert torch.equal(nine.broken.left.mask, masks.centre_box(model.image_size, 0.75))


@pytest.mark.parametrize(("live", "size", "method"), [(True, 50, "vae"), (False, 75, "vae"), (True, 75, "biharmonic")])
def test_letting_the_slider_go_changes_nothing_otherwise(on, face, live, size, method):
    assert set(map(str, on.settle(face, live, size, 50, 1, method, 0, 1))) == {str(NOTHING)}


def test_a_larger_square_has_a_larger_number(on, face):
    def number(size):
        nine = on.settle(face, True, size, 0, 1, *SETTINGS)[1]
        return diversity(nine.completions, nine.broken.left.mask).item()

    assert number(30) < number(60) < number(100)


def test_the_button_shows_the_nine_of_the_seed_and_then_others(on, face, box, nine):
    first = on.more(face, None, 5, box, *SETTINGS)
    assert (first[3], torch.equal(first[4].completions.faces, nine.completions.faces)) == (5, True)
    other = on.more(face, nine, 5, box, *SETTINGS)
    assert (other[3], torch.equal(other[4].completions.faces, nine.completions.faces)) == (6, False)


@pytest.mark.parametrize(("painted", "method"), [("", "vae"), ("box", "mean-face")])
def test_without_a_hole_or_the_vae_there_are_no_nine(on, model, face, box, painted, method):
    painted = painted and box
    result = on.more(face, None, 5, painted, method, 0, 1)
    assert isinstance(result[0], InpaintResult)
    assert result[4] is None
    assert set(map(str, on.again(fill(model, face.pixels, painted, method), 5))) == {str(NOTHING)}


def test_what_is_kept_is_what_is_shown_and_the_canvas_is_cleared(face, filled, nine):
    chosen, *_ = handlers.choose(nine, Sent({"row": 1, "column": 1}))
    kept, canvas = handlers.keep(face, chosen)
    assert torch.equal(kept.pixels, chosen.picture)
    assert (kept.name, canvas.value) == ("Test face (filled in)", "")
    assert handlers.keep(kept, filled)[0].name == kept.name


@pytest.mark.parametrize("download", [handlers.picture_of, handlers.sheet_of, handlers.choose_mean])
def test_what_is_not_there_yet_is_said_in_words(download):
    with pytest.raises(gr.Error, match=r"yet|still"):
        download(None)


def test_the_sheet_holds_twelve_labelled_pictures(nine, model):
    picture = Image.open(io.BytesIO(handlers.sheet_of(nine)))
    assert picture.format == "PNG"
    assert picture.width > 4 * 2 * model.image_size
    assert picture.height > 3 * 2 * model.image_size


def offered(model) -> list[str]:
    blocks = build_demo(model, [TAB]).blocks.blocks.values()
    return [name for _, name in next(block for block in blocks if block.elem_id == "inpaint-method").choices]


def test_every_method_is_offered_that_the_model_can_run(model, tiny_vae):
    assert offered(model) == list(INPAINTERS)
    assert offered(FaceVae(tiny_vae, model.restorer)) == ["biharmonic", "vae-plain", "vae"]
