"""Means of clipped noise."""

from __future__ import annotations

import pytest
import torch

from facevae.damage.clipped_noise import clipped_mean, clipped_variance, contrast_left


def test_mid_grey_keeps_its_mean():
    torch.testing.assert_close(clipped_mean(torch.tensor([0.5]), 0.3), torch.tensor([0.5]))


def test_black_rises_by_half_the_mean_of_the_noise_above_it():
    # With little noise only its positive half survives: sigma / sqrt(2 pi).
    torch.testing.assert_close(clipped_mean(torch.tensor([0.0]), 0.1), torch.tensor([0.1 * 0.3989423]))


@pytest.mark.parametrize("sigma", [0.1, 0.3, 0.6])
def test_it_is_the_mean_of_clipped_noise(generator, sigma):
    clean = torch.tensor([0.0, 0.2, 0.5, 0.9])
    noise = torch.randn(200_000, 1, generator=generator())
    measured = (clean + sigma * noise).clamp(0, 1).mean(0)
    torch.testing.assert_close(clipped_mean(clean, sigma), measured, rtol=0, atol=3e-3)


def test_far_from_black_and_white_the_variance_is_that_of_the_noise():
    torch.testing.assert_close(clipped_variance(torch.tensor([0.5]), 0.05), torch.tensor([0.0025]))


def test_at_black_half_of_the_noise_is_gone():
    # The positive half alone: sigma^2 / 2 less the square of its mean, sigma^2 / (2 pi).
    expected = torch.tensor([0.01 * (0.5 - 1 / (2 * 3.1415927))])
    torch.testing.assert_close(clipped_variance(torch.tensor([0.0]), 0.1), expected)


@pytest.mark.parametrize("sigma", [0.1, 0.3, 0.6])
def test_it_is_the_variance_of_clipped_noise(generator, sigma):
    clean = torch.tensor([0.0, 0.2, 0.5, 0.9])
    noise = torch.randn(200_000, 1, generator=generator())
    measured = (clean + sigma * noise).clamp(0, 1).var(0)
    torch.testing.assert_close(clipped_variance(clean, sigma), measured, rtol=0.02, atol=0)


def test_the_slope_at_mid_grey_is_the_contrast_left():
    step = 1e-3
    pair = clipped_mean(torch.tensor([0.5 - step, 0.5 + step], dtype=torch.float64), 0.4)
    slope = (pair[1] - pair[0]) / (2 * step)
    torch.testing.assert_close(contrast_left(torch.tensor([0.4], dtype=torch.float64))[0], slope, rtol=1e-4, atol=0)
