"""Random damage for training."""

from __future__ import annotations

import torch

from facevae import damage
from train.data.degrade import MAX_SIGMA, degrade, degrade_with_noises


def test_the_same_seed_damages_alike_and_another_does_not(make_faces):
    faces = make_faces(16)
    first, second, other = degrade(faces, 1), degrade(faces, 1), degrade(faces, 2)
    assert torch.equal(first.faces, second.faces)
    assert torch.equal(first.sigma, second.sigma)
    assert not torch.equal(first.faces, other.faces)


def test_all_kinds_occur_and_missing_pixels_are_marked(make_faces):
    faces = make_faces(8).repeat(25, 1, 1, 1)
    damaged = degrade(faces, 0)
    holes, noisy = damaged.mask.flatten(1).any(1), damaged.sigma > 0
    counts = [int(part.sum()) for part in (noisy & ~holes, ~noisy & holes, noisy & holes, ~noisy & ~holes)]
    # 200 faces at 45, 25, 15 and 15 %; four standard deviations are below 29 faces.
    for count, expected in zip(counts, (90, 50, 30, 30), strict=True):
        assert abs(count - expected) < 29
    missing = damaged.mask.expand_as(faces) > 0
    assert (damaged.faces[missing] == damage.MISSING).all()
    assert float(damaged.sigma.max()) <= MAX_SIGMA


def test_every_face_gets_noise_of_the_level_that_is_noted():
    grey = torch.full((16, 3, 64, 64), 0.5)
    noisy = degrade_with_noises(grey, 4)
    quiet = noisy.sigma < 0.15  # louder noise is clipped
    assert 2 < int(quiet.sum()) < 14
    torch.testing.assert_close(noisy.faces.flatten(1).std(1)[quiet], noisy.sigma[quiet], rtol=0.05, atol=1e-3)
    assert float(noisy.sigma.max()) <= MAX_SIGMA
    assert not noisy.mask.any()
