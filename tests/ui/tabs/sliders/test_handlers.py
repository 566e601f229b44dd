"""What happens on the tab Sliders."""

from __future__ import annotations

import gradio as gr
import pytest
import torch

from facevae import latent
from facevae.ui.components.dial import FAITHFUL, REAL
from facevae.ui.context import Handed
from facevae.ui.tabs.sliders.board import Moved, SliderBoard
from facevae.ui.tabs.sliders.handlers import SlidersHandlers, SlidersScreen


@pytest.fixture
def screen(model):
    with gr.Blocks():
        board = SliderBoard(elem_id="live", dim=model.latent_dim, directions="", sets=[], rows=[])
        return SlidersScreen(board, gr.Slider(), gr.State(), gr.State(), gr.State())


@pytest.fixture
def on(model, screen):
    return SlidersHandlers(model, screen)


def moved(model, amount=0.5):
    start = torch.linspace(-1, 1, model.latent_dim)[None]
    return Moved(start, start + amount)


def test_a_seed_gives_the_same_random_face_again(on, screen, model):
    start = on.random_face(4, 0.7)[screen.board]
    assert torch.equal(start.latents, latent.sample(model, 1, torch.Generator().manual_seed(4), 0.7))
    assert start.note == "An invented face (seed 4, temperature 0.7)"


def test_a_new_face_tells_its_seed(on, screen):
    changed = on.new_face(0.7)
    again = on.random_face(changed[screen.seed], 0.7)
    assert torch.equal(changed[screen.board].latents, again[screen.board].latents)


def test_the_board_is_told_the_current_face_by_its_own_code(on, screen, model, face):
    told = on.show_face(face, "", None, None)
    assert list(told) == [screen.board]
    own = told[screen.board]
    assert torch.equal(own.latents, model.encode(face.pixels).mean)
    assert (own.name, own.note, own.made) == ("Test face", "Test face, as the model sees it", False)


def test_a_face_that_the_sliders_made_is_not_begun_with_again(on, screen, face):
    assert on.show_face(face, face.key, None, None)[screen.board].made


def test_a_code_from_another_tab_is_a_start_once(on, screen, face):
    handed = Handed(torch.ones(1, 12), "Ann")
    shown = on.show_face(face, "", handed, None)
    assert shown[screen.board].latents is handed.latents
    assert (shown[screen.board].note, shown[screen.board].own.name) == ("Ann", "Test face")
    assert shown[screen.taken] is handed
    assert on.show_face(face, "", handed, handed)[screen.board].name == "Test face"


@pytest.mark.parametrize(("place", "style"), [(FAITHFUL, "faithful"), (REAL, "real")])
def test_the_face_of_the_sliders_becomes_the_current_one_as_it_is_shown(tiny_model, screen, place, style):
    on, shown = SlidersHandlers(tiny_model, screen), moved(tiny_model)
    expected = tiny_model.decode(shown.latents, style)
    kept = on.keep_face(shown, place)
    assert torch.equal(kept[screen.face].pixels, expected)
    assert kept[screen.made] == kept[screen.face].key
    assert torch.equal(on.picture_of(shown, place), expected)


def test_without_a_detail_stage_every_place_of_the_dial_is_faithful(on, model):
    assert torch.equal(on.picture_of(moved(model), REAL), model.decode(moved(model).latents))


def test_the_change_is_made_to_the_face_in_the_photo(on, model, face):
    made = on.in_the_photo(face, moved(model))
    # A start plus a half less the start is a half to the last digit or two.
    expected = latent.edit(model, face.pixels, torch.full((1, 12), 0.5))
    torch.testing.assert_close(made.after.pixels, expected, atol=1e-5, rtol=0)


def test_without_a_change_the_photo_stays_and_says_so(on, model, face):
    made = on.in_the_photo(face, moved(model, 0.0))
    assert torch.equal(made.after.pixels, face.pixels)
    assert made.called == "As it was: no slider is moved"
