"""Mending every damage."""

from __future__ import annotations

import pytest
import torch

from facevae import damage, restore


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


def test_each_face_of_a_batch_is_restored_by_what_happened_to_it(tiny_model, faces, generator):
    steps = [("blur", {"sd": 3.0}), ("gaussian-noise", {"sigma": 0.2}), ("block", {"size": 0.4}), ("jpeg", {})]
    parts = [
        damage.apply(face, name, generator=generator(), **options)
        for face, (name, options) in zip(faces.split(1), steps, strict=True)
    ]
    together = restore.repair(tiny_model, damage.Damaged.cat(parts))
    alone = torch.cat([restore.repair(tiny_model, part) for part in parts])
    torch.testing.assert_close(together, alone, rtol=0, atol=1e-5)
