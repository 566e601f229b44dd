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


def test_what_happened_to_a_face_is_noted(make_faces):
    faces = make_faces(4).repeat(20, 1, 1, 1)
    damaged = degrade(faces, 3)
    known = (damaged.mask == 0).expand_as(faces)
    for index in range(len(faces)):
        change = (damaged.faces[index] - faces[index])[known[index]].abs().max()
        assert bool(change > 0) == bool(damaged.sigma[index] > 0 or damaged.error[index] > 0)
    altered = damaged.error > 0
    expected = (damaged.faces - faces).square().mean((1, 2, 3)).sqrt()
    torch.testing.assert_close(damaged.error[altered], expected[altered])


def test_seven_of_ten_holes_are_rectangles_and_two_of_ten_are_halves(make_faces):
    faces = make_faces(8).repeat(25, 1, 1, 1)
    boxes = [part.nonzero() for part in degrade(faces, 5).mask[:, 0] if part.any()]
    sides = [(box.amax(0) - box.amin(0) + 1).tolist() for box in boxes]
    filled = [height * width == len(box) for (height, width), box in zip(sides, boxes, strict=True)]
    assert 0.55 < sum(filled) / len(filled) < 0.85
    halves = sum(sorted(side) == [16, 32] for side, full in zip(sides, filled, strict=True) if full)
    assert 0.1 < halves / len(filled) < 0.35


def test_the_faces_that_are_degraded_are_not_changed(make_faces):
    faces = make_faces(16)
    before = faces.clone()
    degrade(faces, 1)
    degrade_with_noises(faces, 1)
    assert torch.equal(faces, before)
