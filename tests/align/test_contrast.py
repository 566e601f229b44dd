"""Contrast is judged, and stretched, where a face is, not over the whole picture."""

from __future__ import annotations

import pytest
import torch

from facevae.align.contrast import has_few_tones, stretch_if_dull, stretch_locally


@pytest.mark.parametrize(("low", "high", "expected"), [(0.0, 0.1, True), (0.5, 1.0, True), (0.1, 0.9, False)])
def test_few_tones_are_those_close_to_each_other(low, high, expected):
    half = torch.full((1, 3, 64, 64), low)
    half[..., 32:] = high
    assert has_few_tones(half) == expected


def test_the_contrast_of_a_dull_picture_is_stretched_to_all_and_that_of_others_is_left():
    picture = torch.linspace(0.2, 0.6, 64).expand(1, 3, 64, 64)
    stretched = stretch_if_dull(picture)
    # One in a hundred is darker than what counts as dark, and one lighter than what counts as light.
    torch.testing.assert_close(stretched, ((picture - 0.204) / 0.392).clamp(0, 1), atol=0.01, rtol=0)
    assert stretch_if_dull(stretched) is stretched


def test_each_part_is_stretched_by_its_own_light():
    picture = torch.zeros(1, 3, 240, 480)
    picture[..., :80, :80] = 0.05 + 0.1 * (torch.arange(80) % 2)
    picture[..., -80:, -80:] = 0.4 + 0.5 * (torch.arange(80) % 2)
    stretched = stretch_locally(picture)
    for part in (stretched[..., 10:30, 10:30], stretched[..., -30:-10, -30:-10]):
        assert part.min() < 0.5
        assert part.max() == 1


def test_noise_too_faint_to_be_a_picture_stays_faint(generator):
    picture = 0.5 + 0.01 * torch.rand(1, 3, 96, 96, generator=generator())
    assert stretch_locally(picture).max() <= 0.11


@pytest.mark.parametrize("shape", [(1, 1), (7, 900), (900, 7), (16, 16)])
def test_any_shape_is_stretched(shape, generator):
    picture = torch.rand(1, 3, *shape, generator=generator())
    stretched = stretch_locally(picture)
    assert stretched.shape == picture.shape
    assert ((stretched >= 0) & (stretched <= 1)).all()
