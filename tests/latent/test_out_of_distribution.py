"""Pictures that are no upright face in the middle."""

from __future__ import annotations

import pytest
import torch

from facevae.conventions import check_faces
from facevae.latent import out_of_distribution

FACES = torch.arange(2 * 3 * 8 * 8, dtype=torch.float32).view(2, 3, 8, 8) / 400


def test_a_badly_cropped_face_is_a_quarter_further_right_and_mirrored_where_nothing_is_known():
    found = out_of_distribution.badly_cropped(FACES)
    assert torch.equal(found[..., 2:], FACES[..., :6])
    assert torch.equal(found[..., :2], FACES[..., [2, 1]])


def test_turning_four_times_is_nothing_and_twice_is_upside_down():
    twice = out_of_distribution.turned(out_of_distribution.turned(FACES))
    assert torch.equal(twice, out_of_distribution.upside_down(FACES))
    assert torch.equal(out_of_distribution.upside_down(twice), FACES)
    assert torch.equal(out_of_distribution.turned(FACES)[:, :, -1, 0], FACES[:, :, 0, 0])
    assert not torch.equal(out_of_distribution.turned(FACES), FACES)


@pytest.mark.parametrize("name", out_of_distribution.PERTURBATIONS)
def test_what_is_spoilt_is_a_batch_of_faces_and_the_given_ones_are_left_alone(name, faces):
    before = faces.clone()
    assert check_faces(out_of_distribution.PERTURBATIONS[name].apply(faces), size=32).shape == faces.shape
    assert torch.equal(faces, before)


@pytest.mark.parametrize("name", out_of_distribution.NOT_FACES)
def test_pictures_without_a_face_come_at_any_size(name):
    _, make = out_of_distribution.NOT_FACES[name]
    for size in (32, 128):
        assert check_faces(make(size), size=size).shape == (1, 3, size, size)


def test_the_cat_is_small_and_looks_at_us():
    assert out_of_distribution.CAT.stat().st_size < 40_000
    cat = out_of_distribution.cat(64)
    assert cat.std() > 0.1
    assert cat[0, 0].mean() > cat[0, 2].mean() + 0.1  # it is ginger
