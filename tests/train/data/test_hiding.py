"""Parts of faces that are hidden."""

from __future__ import annotations

import torch

from facevae.damage import masks
from train.data import hiding


def test_holes_are_as_frequent_as_asked_and_of_three_kinds():
    holes = hiding.random_holes(600, 64, 0.5, torch.Generator().manual_seed(0))
    covered = holes.flatten(1).mean(1)
    some = holes[covered > 0]
    eyes = (some == masks.eyes(64)).flatten(1).all(1)
    halves = covered[covered > 0] == 0.5
    assert 0.44 < float((covered > 0).float().mean()) < 0.56
    assert 0.25 < float(eyes.float().mean()) < 0.42
    assert 0.25 < float(halves.float().mean()) < 0.42
    boxes = covered[covered > 0][~eyes & ~halves]
    assert (boxes > 0.19**2).all()
    assert (boxes < 0.52**2).all()


def test_no_face_has_a_hole_where_none_is_asked_for():
    assert not hiding.random_holes(20, 32, 0.0, torch.Generator().manual_seed(0)).any()


def test_what_is_hidden_gets_the_mean_colour_of_the_rest():
    face = torch.zeros(1, 3, 2, 2)
    face[0, 0] = torch.tensor([[0.2, 0.4], [0.9, 0.6]])
    mask = torch.tensor([[[[0.0, 0.0], [1.0, 0.0]]]])
    hidden = hiding.hide(face, mask)
    assert torch.allclose(hidden[0, 0], torch.tensor([[0.2, 0.4], [0.4, 0.6]]))
    assert not hidden[0, 1:].any()
