"""The believable share of a difference."""

from __future__ import annotations

import pytest
import torch

from facevae.models.wiener import LEVELS, WienerGain, difference


@pytest.fixture
def shares() -> WienerGain:
    return WienerGain(16)


def test_without_noise_everything_is_kept(shares, generator):
    seen = torch.randn(2, 3, 16, 16, generator=generator())
    assert torch.equal(shares(seen, 0.0), seen)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_equal_shares_scale_the_picture(shares, generator, share):
    seen = torch.randn(2, 3, 16, 16, generator=generator())
    shares.shares.fill_(share)
    torch.testing.assert_close(shares(seen, LEVELS[3]), share * seen, rtol=0, atol=1e-5)


def test_fitting_finds_the_share_that_made_the_data(shares, generator):
    seen = torch.randn(8, 3, 16, 16, generator=generator())
    shares.fit(2, 0.4 * seen, seen)
    torch.testing.assert_close(shares.shares[2], torch.full((2, 16, 16), 0.4), rtol=0, atol=1e-4)


def test_fitting_on_pure_noise_believes_next_to_nothing(shares, generator):
    random = generator()
    wanted, noise = 0.01 * torch.randn(64, 3, 16, 16, generator=random), torch.randn(64, 3, 16, 16, generator=random)
    shares.fit(0, wanted, wanted + noise)
    assert shares.shares[0].mean() < 0.02


def test_between_two_levels_shares_are_between(shares, generator):
    seen = torch.randn(1, 3, 16, 16, generator=generator())
    shares.shares[1], shares.shares[2] = 0.8, 0.2
    middle = (LEVELS[1] + LEVELS[2]) / 2
    torch.testing.assert_close(shares(seen, middle), 0.5 * seen, rtol=0, atol=1e-5)


def test_a_right_face_leaves_a_difference_of_mean_zero_although_noise_is_clipped(generator):
    face = torch.full((1, 3, 200, 200), 0.05)
    noisy = (face + 0.3 * torch.randn(face.shape, generator=generator())).clamp(0, 1)
    assert abs(float(difference(noisy, face, 0.3).mean())) < 2e-3
    assert abs(float((noisy - face).mean())) > 0.05
