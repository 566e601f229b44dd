"""The record of a degradation."""

from __future__ import annotations

import torch

from facevae import damage
from facevae.damage import Damaged


def test_one_level_counts_for_every_face(faces):
    damaged = Damaged(faces, torch.zeros(4, 1, 32, 32), sigma=0.25)
    assert damaged.sigma.tolist() == [0.25] * 4
    assert damaged.error.tolist() == [0.0] * 4


def test_missing_pixels_are_grey_and_the_others_stay(faces):
    mask = damage.half(32, "left")
    filled = damage.fill_missing(faces, mask)
    assert (filled[..., :16] == damage.MISSING).all()
    assert torch.equal(filled[..., 16:], faces[..., 16:])


def test_hiding_more_unites_the_holes(faces):
    left = Damaged(faces, torch.zeros(4, 1, 32, 32), sigma=0.1).hide(damage.half(32, "left"))
    both = left.hide(damage.half(32, "top"))
    assert float(both.mask.mean()) == 0.75
    assert torch.equal(both.faces, damage.fill_missing(faces, both.mask))
    assert torch.equal(both.sigma, left.sigma)


def test_a_batch_taken_apart_and_put_together_is_the_same(faces):
    damaged = Damaged(faces, torch.rand(4, 1, 32, 32), torch.rand(4), torch.rand(4))
    first = torch.tensor([True, True, False, False])
    again = Damaged.cat([damaged.take(first), damaged.take(~first)])
    for name in ("faces", "mask", "sigma", "error"):
        assert torch.equal(getattr(again, name), getattr(damaged, name))
