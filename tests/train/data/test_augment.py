"""Random changes to faces."""

from __future__ import annotations

import torch

from train.data.augment import augment, erase, move, recolour


def test_the_same_seed_changes_faces_the_same_way(faces, generator):
    one, other = augment(faces, 24, generator(3)), augment(faces, 24, generator(3))
    assert one.shape == (4, 3, 24, 24)
    assert torch.equal(one, other)
    assert not torch.equal(one, augment(faces, 24, generator(4)))
    assert float(one.min()) >= 0
    assert float(one.max()) <= 1


def test_moving_a_plain_picture_changes_nothing(generator):
    plain = torch.full((5, 3, 32, 32), 0.25)
    torch.testing.assert_close(move(plain, 16, generator()), plain[..., :16, :16])


def test_recolouring_keeps_grey_grey(generator):
    grey = torch.rand(6, 1, 8, 8, generator=generator()).expand(-1, 3, -1, -1)
    changed = recolour(grey, generator(1))
    torch.testing.assert_close(changed[:, 0], changed[:, 2])


def test_erasing_hides_a_third_of_the_faces_by_boxes_of_one_colour(generator):
    faces = torch.full((600, 3, 20, 20), 2.0)
    hidden = (erase(faces, generator()) != 2).all(1)
    share = hidden.flatten(1).any(1).float().mean()
    assert 0.27 < float(share) < 0.4
    face = next(face for face in hidden if face.any())
    rows, columns = face.any(1), face.any(0)
    assert torch.equal(face, rows[:, None] & columns[None, :])
    assert 0.05 <= float(rows.float().mean()) <= 0.5


def test_nothing_given_is_changed(faces, generator):
    before = faces.clone()
    augment(faces, 32, generator())
    assert torch.equal(faces, before)
