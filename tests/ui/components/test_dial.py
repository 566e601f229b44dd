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


@pytest.mark.parametrize(("place", "name"), [(0, "faithful"), (30, "30 % real"), (100, "real")])
def test_places_have_names(place, name):
    assert dial.named(place) == name


def test_a_model_without_a_detail_stage_has_no_dial(tiny_model, tiny_vae):
    shown = dial.dial(tiny_model, "damage", MIDDLE)
    assert (shown.visible, shown.value, shown.elem_id) == (True, MIDDLE, "damage-dial")
    hidden = dial.dial(facevae.FaceVae(tiny_vae), "damage", MIDDLE)
    assert (hidden.visible, hidden.value) == (False, FAITHFUL)
