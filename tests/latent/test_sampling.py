"""Drawing codes, walking between them, and directions."""

from __future__ import annotations

import pytest
import torch

import facevae
from facevae import latent


@pytest.fixture
def bare(tiny_vae):
    """A model without a learned prior."""
    return facevae.FaceVae(tiny_vae)


def test_samples_have_the_temperature_as_their_width_and_follow_the_seed(bare, generator):
    codes = latent.sample(bare, 5000, generator(3), temperature=0.5)
    assert codes.shape == (5000, 4)
    assert abs(float(codes.std()) - 0.5) < 0.02
    assert torch.equal(codes, latent.sample(bare, 5000, generator(3), temperature=0.5))


def test_at_temperature_zero_there_is_only_the_mean_face(bare, generator):
    assert not latent.sample(bare, 3, generator(), temperature=0.0).any()


def test_a_learned_prior_carries_the_same_noise_to_its_codes(tiny_model, bare, generator):
    noise = latent.sample(bare, 5, generator(3), temperature=0.5)
    codes = latent.sample(tiny_model, 5, generator(3), temperature=0.5)
    assert torch.equal(codes, tiny_model.prior.draw(noise))
    assert not torch.equal(codes, noise)


@pytest.mark.parametrize(("count", "temperature"), [(0, 0.7), (1, -0.1), (1, 2.5)])
def test_impossible_samples_are_refused(tiny_model, generator, count, temperature):
    with pytest.raises(ValueError, match="give"):
        latent.sample(tiny_model, count, generator(), temperature)


def test_the_matrix_has_its_corners_in_its_corners(tiny_model, generator):
    corners = latent.sample(tiny_model, 4, generator())
    matrix = latent.interpolate(tiny_model, corners, rows=3, columns=5)
    assert matrix.shape == (3, 5, 3, 32, 32)
    expected = tiny_model.decode(corners)
    for place, face in zip(((0, 0), (0, 4), (2, 0), (2, 4)), expected, strict=True):
        torch.testing.assert_close(matrix[place], face, rtol=0, atol=1e-5)


def test_the_middle_of_the_matrix_is_the_mean_of_the_corners(tiny_model, generator):
    corners = latent.sample(tiny_model, 4, generator())
    middle = latent.interpolate(tiny_model, corners, rows=3, columns=3)[1, 1]
    torch.testing.assert_close(middle, tiny_model.decode(corners.mean(0, keepdim=True))[0], rtol=0, atol=1e-5)


@pytest.mark.parametrize(("rows", "columns"), [(1, 5), (5, 1)])
def test_a_matrix_needs_two_rows_and_columns(tiny_model, rows, columns):
    with pytest.raises(ValueError, match="2 by 2"):
        latent.interpolate(tiny_model, torch.zeros(4, 4), rows, columns)


def test_directions_come_from_the_model_in_their_order(tiny_model):
    assert torch.equal(latent.principal(tiny_model, 2), tiny_model.vae.directions[:2])


def test_more_directions_than_there_are_is_refused(tiny_model):
    with pytest.raises(ValueError, match="carries 4"):
        latent.principal(tiny_model, 5)


def test_a_model_of_the_study_carries_no_directions(tiny_study):
    with pytest.raises(ValueError, match="Only the flagship"):
        latent.principal(tiny_study, 1)
