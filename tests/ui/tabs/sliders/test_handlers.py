"""What happens on the Latent sliders tab."""

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
        return SlidersScreen(board, gr.Slider(), gr.State())


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


def test_my_face_starts_at_its_own_code(on, screen, model, face):
    start = on.own_face(face)[screen.board]
    assert torch.equal(start.latents, model.encode(face.pixels).mean)
    assert start.note == "Test face, as the model sees it"


def test_a_code_from_another_tab_is_a_start_and_none_changes_nothing(on, screen):
    code = torch.ones(1, 12)
    assert on.handed_face(Handed(code, "Ann"))[screen.board].latents is code
    assert on.handed_face(None)[screen.board] == gr.skip()


@pytest.mark.parametrize(("place", "style"), [(FAITHFUL, "faithful"), (REAL, "real")])
def test_the_face_of_the_sliders_becomes_the_current_one_as_it_is_shown(tiny_model, screen, place, style):
    on, shown = SlidersHandlers(tiny_model, screen), moved(tiny_model)
    expected = tiny_model.decode(shown.latents, style)
    assert torch.equal(on.keep_face(shown, place)[screen.face].pixels, expected)
    assert torch.equal(on.picture_of(shown, place), expected)


def test_without_a_detail_stage_every_place_of_the_dial_is_faithful(on, model):
    assert torch.equal(on.picture_of(moved(model), REAL), model.decode(moved(model).latents))


def test_the_change_is_made_to_the_face_in_the_photo(on, model, face):
    made = on.in_the_photo(face, moved(model))
    assert torch.equal(made.after.pixels, latent.edit(model, face.pixels, torch.full((1, 12), 0.5)))


def test_without_a_change_there_is_nothing_to_show_in_the_photo(on, model, face, monkeypatch):
    said = []
    monkeypatch.setattr(gr, "Info", said.append)
    assert on.in_the_photo(face, moved(model, 0.0)) is None
    assert said == ["Move a slider first: the same change is then made to the face in your photo."]
