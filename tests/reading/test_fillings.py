"""A part of a face hidden, and what fills it."""

from __future__ import annotations

import pytest
import torch

from facevae import reading, restore
from facevae.reading.fillings import HOLES
from train.evaluation.audit.drawing import USES


@pytest.fixture
def face(make_faces, tiny_model):
    return make_faces(1, tiny_model.image_size)


@pytest.mark.parametrize("hole", HOLES)
def test_only_what_is_hidden_changes(tiny_model, face, hole):
    mask = HOLES[hole](32).bool().expand_as(face)
    hidden, linear = reading.bar_and_linear(tiny_model, face, hole)
    *_, last = reading.fill(tiny_model, face, hole, 3, tiny_model.styles[-1], seed=1)
    assert (hidden[mask] == 0.5).all()
    for pictures in (hidden, linear, last.faces):
        assert torch.equal(pictures[:, ~mask[0]], face[:, ~mask[0]].expand(len(pictures), -1))
        assert not torch.equal(pictures[:1], face)


def test_what_is_hidden_is_not_looked_at(tiny_model, face):
    other = torch.where(HOLES["eyes"](32).bool(), 1 - face, face)
    ones = [
        [
            *reading.bar_and_linear(tiny_model, one, "eyes"),
            [*reading.fill(tiny_model, one, "eyes", 2, "faithful", 1)][-1].faces,
        ]
        for one in (face, other)
    ]
    assert all(torch.equal(one, same) for one, same in zip(*ones, strict=True))


def test_each_step_is_told_and_details_come_last(tiny_model, face):
    steps = [*reading.fill(tiny_model, face, "eyes", 2, "real", seed=1)]
    assert [one.step for one in steps] == ["filling", "details", ""]
    assert len(steps[0].faces) == 0
    faithful = [*reading.fill(tiny_model, face, "eyes", 2, "faithful", seed=1)]
    assert [one.step for one in faithful] == ["filling", ""]
    assert torch.equal(faithful[-1].faces, steps[1].faces)
    assert not torch.equal(faithful[-1].faces, steps[-1].faces)


def test_one_filling_is_the_most_plausible_one(tiny_model, face):
    *_, last = reading.fill(tiny_model, face, "left-half", 1, "faithful", seed=1)
    assert torch.equal(last.faces, restore.inpaint(tiny_model, face, HOLES["left-half"](32))[:, 0])


def test_an_unknown_hole_is_refused(tiny_model, face):
    with pytest.raises(ValueError, match="nose"):
        reading.bar_and_linear(tiny_model, face, "nose")


def test_a_model_that_fills_nothing_is_told(tiny_model, tiny_study):
    assert reading.can_fill(tiny_model)
    assert not reading.can_fill(tiny_study)


@pytest.mark.parametrize(("hole", "use"), [("eyes", "eyes"), ("left-half", "half")])
def test_the_holes_are_those_of_the_audit(hole, use):
    assert torch.equal(HOLES[hole](128), USES[use].hole(128))
