"""Filling holes and mending every damage."""

from __future__ import annotations

import pytest
import torch

from facevae import damage, restore


@pytest.fixture
def hole():
    return damage.centre_box(32)


def test_an_empty_mask_returns_the_faces_unchanged(tiny_model, faces):
    filled = restore.inpaint(tiny_model, faces, torch.zeros(1, 1, 32, 32))
    assert torch.equal(filled[:, 0], faces)


@pytest.mark.parametrize("samples", [1, 3])
def test_known_pixels_are_bit_identical_in_every_sample(tiny_model, faces, hole, generator, samples):
    filled = restore.inpaint(tiny_model, faces, hole, samples, generator())
    assert filled.shape == (4, samples, 3, 32, 32)
    known = (hole == 0).expand(4, 3, -1, -1)
    for sample in range(samples):
        assert torch.equal(filled[:, sample][known], faces[known])


def test_a_hole_as_large_as_the_face_gives_the_mean_face(tiny_model, faces):
    filled = restore.inpaint(tiny_model, faces, torch.ones(1, 1, 32, 32))[:, 0]
    mean_face = tiny_model.decode(torch.zeros(1, 4)).expand_as(filled)
    torch.testing.assert_close(filled, mean_face, rtol=0, atol=1e-4)


def test_the_same_seed_gives_the_same_samples_and_they_differ_from_each_other(tiny_model, faces, hole, generator):
    first = restore.inpaint(tiny_model, faces, hole, 4, generator(5))
    assert torch.equal(first, restore.inpaint(tiny_model, faces, hole, 4, generator(5)))
    assert (first[:, 0] - first[:, 1]).abs().max() > 1e-3


def test_a_larger_hole_leaves_more_to_imagination(tiny_model, faces, generator):
    def diversity(fraction):
        mask = damage.centre_box(32, fraction)
        return restore.inpaint(tiny_model, faces, mask, 16, generator()).std(1).mean()

    small, medium, large = (diversity(fraction) for fraction in (0.3, 0.6, 0.95))
    assert small < medium < large


def test_several_samples_need_a_generator(tiny_model, faces, hole):
    with pytest.raises(ValueError, match="generator"):
        restore.inpaint(tiny_model, faces, hole, 2)


def test_no_samples_are_refused(tiny_model, faces, hole):
    with pytest.raises(ValueError, match="at least 1"):
        restore.inpaint(tiny_model, faces, hole, 0)


@pytest.mark.parametrize("name", damage.DAMAGES)
def test_every_damage_can_be_repaired(tiny_model, faces, generator, name):
    damaged = damage.apply(faces, name, generator=generator())
    repaired = restore.repair(tiny_model, damaged)
    assert repaired.shape == faces.shape
    assert torch.isfinite(repaired).all()
    assert float(repaired.min()) >= 0
    assert float(repaired.max()) <= 1


def test_nothing_broken_means_nothing_changed(tiny_model, faces, generator):
    whole = damage.apply_all(faces, [], generator=generator())
    assert torch.equal(restore.repair(tiny_model, whole), faces)


def test_noise_and_a_hole_together_are_mended_in_one_call(tiny_model, faces, generator):
    steps = [("gaussian-noise", {"sigma": 0.2}), ("block", {"size": 0.5})]
    damaged = damage.apply_all(faces, steps, generator=generator())
    repaired = restore.repair(tiny_model, damaged)
    hole = damaged.mask.expand_as(faces) > 0
    assert (repaired[hole] - damage.MISSING).abs().mean() > 0.01
