"""The dial: a straight line between two faces, and what its places are called."""

from __future__ import annotations

import pytest
import torch

import facevae
from facevae.ui.components import dial
from facevae.ui.components.dial import FAITHFUL, MIDDLE, REAL, TwoStyles


@pytest.fixture
def both():
    return TwoStyles(torch.zeros(1, 3, 4, 4), torch.full((1, 3, 4, 4), 0.8))


@pytest.mark.parametrize(("place", "value"), [(0, 0.0), (25, 0.2), (50, 0.4), (100, 0.8)])
def test_what_lies_between_lies_on_a_straight_line(both, place, value):
    torch.testing.assert_close(both.at(place), torch.full((1, 3, 4, 4), value))


def test_its_ends_are_the_faces_themselves(both):
    assert both.at(FAITHFUL) is both.faithful
    assert both.at(REAL) is both.real


def test_codes_are_decoded_as_the_library_does_at_the_ends(tiny_model):
    codes = torch.linspace(-1, 1, 2 * tiny_model.latent_dim).view(2, -1)
    faithful, real = (tiny_model.decode(codes, style) for style in ("faithful", "real"))
    assert torch.equal(dial.decode_at(tiny_model, codes, FAITHFUL), faithful)
    assert torch.equal(dial.decode_at(tiny_model, codes, REAL), real)
    torch.testing.assert_close(dial.decode_at(tiny_model, codes, 25), 0.75 * faithful + 0.25 * real)


def test_without_a_detail_stage_codes_are_decoded_faithful(tiny_vae):
    model, codes = facevae.FaceVae(tiny_vae), torch.ones(1, 4)
    assert torch.equal(dial.decode_at(model, codes, REAL), model.decode(codes))


def test_it_moves_something_only_where_something_was_drawn(both):
    assert both.drawn
    assert not TwoStyles(both.faithful, both.faithful).drawn


def test_each_place_has_an_end_to_compare_it_with(both):
    assert both.beside(FAITHFUL) == ("real", both.real)
    assert both.beside(MIDDLE) == both.beside(REAL) == ("faithful", both.faithful)
    assert both.called("Restored", MIDDLE) == "Restored, 50 % real"


def test_where_nothing_was_drawn_the_dial_is_not_spoken_of(both):
    alike = TwoStyles(both.faithful, both.faithful)
    assert alike.beside(REAL) is None
    assert alike.called("Restored", REAL) == "Restored"
    assert alike.at(MIDDLE) is both.faithful


@pytest.mark.parametrize(("place", "name"), [(0, "faithful"), (30, "30 % real"), (100, "real")])
def test_places_have_names(place, name):
    assert dial.named(place) == name


def test_a_model_without_a_detail_stage_has_no_dial(tiny_model, tiny_vae):
    shown = dial.dial(tiny_model, "damage", MIDDLE)
    assert (shown.visible, shown.value, shown.elem_id) == (True, MIDDLE, "damage-dial")
    hidden = dial.dial(facevae.FaceVae(tiny_vae), "damage", MIDDLE)
    assert (hidden.visible, hidden.value) == (False, FAITHFUL)
