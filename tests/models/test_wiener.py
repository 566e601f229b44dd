"""Wiener gains of a residual."""

from __future__ import annotations

import pytest
import torch

from facevae.models.wiener import LEVELS, WienerGain, residual_of


@pytest.fixture
def shares() -> WienerGain:
    return WienerGain(16)


def test_without_noise_everything_is_kept(shares, generator):
    residual = torch.randn(2, 3, 16, 16, generator=generator())
    assert torch.equal(shares(residual, torch.zeros(2)), residual)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_equal_shares_scale_the_picture(shares, generator, share):
    residual = torch.randn(2, 3, 16, 16, generator=generator())
    shares.shares.fill_(share)
    torch.testing.assert_close(shares(residual, torch.full((2,), LEVELS[3])), share * residual, rtol=0, atol=1e-5)


def test_fitting_finds_the_share_that_made_the_data(shares, generator):
    residual = torch.randn(8, 3, 16, 16, generator=generator())
    shares.fit(2, 0.4 * residual, residual)
    torch.testing.assert_close(shares.shares[2], torch.full((2, 16, 16), 0.4), rtol=0, atol=1e-4)


def test_fitting_on_pure_noise_keeps_next_to_nothing(shares, generator):
    random = generator()
    target, noise = 0.01 * torch.randn(64, 3, 16, 16, generator=random), torch.randn(64, 3, 16, 16, generator=random)
    shares.fit(0, target, target + noise)
    assert shares.shares[0].mean() < 0.02


def test_between_two_levels_shares_are_between(shares, generator):
    residual = torch.randn(1, 3, 16, 16, generator=generator())
    shares.shares[1], shares.shares[2] = 0.8, 0.2
    middle = (LEVELS[1] + LEVELS[2]) / 2
    torch.testing.assert_close(shares(residual, torch.tensor([middle])), 0.5 * residual, rtol=0, atol=1e-5)


def test_a_right_face_leaves_a_residual_of_mean_zero_although_noise_is_clipped(generator):
    face = torch.full((1, 3, 200, 200), 0.05)
    noisy = (face + 0.3 * torch.randn(face.shape, generator=generator())).clamp(0, 1)
    assert abs(float(residual_of(noisy, face, torch.tensor([0.3])).mean())) < 2e-3
    assert abs(float((noisy - face).mean())) > 0.05


def test_each_face_is_filtered_by_its_own_level(shares, generator):
    residual = torch.randn(4, 3, 16, 16, generator=generator())
    for index in range(len(LEVELS)):
        shares.shares[index] = 0.9 - 0.1 * index
    sigma = torch.tensor([0.0, LEVELS[0] / 2, LEVELS[-1], 1.0])
    # All without noise, half-way from 1 to 0.9, the last gain, and the last gain beyond it.
    expected = torch.tensor([1.0, 0.95, 0.1, 0.1])[:, None, None, None] * residual
    torch.testing.assert_close(shares(residual, sigma), expected, rtol=0, atol=1e-5)


def test_the_residual_can_be_differentiated_in_the_decoded_face(shares, generator):
    shares.double().shares.fill_(0.5)
    noisy, decoded = torch.rand(2, 1, 3, 16, 16, generator=generator(), dtype=torch.float64)
    decoded = decoded[..., :4, :4].requires_grad_()
    sigma = torch.tensor([0.2], dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda face: residual_of(noisy[..., :4, :4], face, sigma), decoded)
    padding = (0, 12, 0, 12)
    assert torch.autograd.gradcheck(
        lambda face: shares(residual_of(noisy, torch.nn.functional.pad(face, padding), sigma), sigma), decoded
    )
