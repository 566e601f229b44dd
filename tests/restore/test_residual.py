"""The residual beside a decoded face."""

from __future__ import annotations

import pytest
import torch

from facevae import damage
from facevae.models.wiener import LEVELS, WienerGain
from facevae.restore.residual import add_residual, add_wiener_residual, blend_by_strength

SIGMA = torch.full((2,), LEVELS[2])


@pytest.fixture
def half() -> WienerGain:
    """Keeps half of every residual, whatever the frequency."""
    wiener = WienerGain(32)
    wiener.shares.fill_(0.5)
    return wiener


@pytest.fixture
def pair() -> tuple[torch.Tensor, torch.Tensor]:
    """Two grey photos, and darker decoded faces; so far from black and white that noise is not clipped."""
    return torch.full((2, 3, 32, 32), 0.6), torch.full((2, 3, 32, 32), 0.4)


def test_half_of_the_residual_is_added(half, pair):
    photo, decoded = pair
    restored = add_wiener_residual(half, photo, torch.zeros(2, 1, 32, 32), SIGMA, decoded)
    torch.testing.assert_close(restored, torch.full_like(photo, 0.5), rtol=0, atol=1e-4)


def test_without_noise_known_pixels_come_back_and_with_an_effective_level_they_do_not(half, pair):
    photo, decoded = pair
    mask, none = torch.zeros(2, 1, 32, 32), torch.zeros(2)
    torch.testing.assert_close(add_wiener_residual(half, photo, mask, none, decoded), photo)
    filtered = add_wiener_residual(half, photo, mask, none, decoded, SIGMA)
    torch.testing.assert_close(filtered, torch.full_like(photo, 0.5), rtol=0, atol=1e-5)


def test_what_stands_in_a_hole_does_not_matter(half, pair):
    photo, decoded = pair
    mask = damage.centre_box(32, 0.5).expand(2, -1, -1, -1)
    other = torch.where(mask > 0, 1.0, photo)
    first, second = (add_wiener_residual(half, face, mask, SIGMA, decoded) for face in (photo, other))
    assert torch.equal(first, second)


def test_the_local_filter_is_asked_only_where_there_is_noise(tiny_model, faces):
    mask, decoded = torch.zeros(4, 1, 32, 32), tiny_model.decode(torch.zeros(4, 4))
    sigma = torch.tensor([0.0, 0.2, 0.0, 0.2])
    wiener = add_wiener_residual(tiny_model.restorer.residual, faces, mask, sigma, decoded)
    local = add_residual(tiny_model, faces, mask, sigma, decoded)
    assert torch.equal(local[::2], wiener[::2])
    assert all(not torch.equal(one, other) for one, other in zip(local[1::2], wiener[1::2], strict=True))


@pytest.mark.parametrize(("strength", "grey"), [(0, 0.2), (0.25, 0.3), (0.5, 0.4), (0.75, 0.6), (1, 0.8)])
def test_the_strength_goes_straight_from_one_to_the_next(strength, grey):
    degraded, restored, decoded = (torch.full((1, 3, 4, 4), value) for value in (0.2, 0.4, 0.8))
    torch.testing.assert_close(blend_by_strength(degraded, restored, decoded, strength), torch.full((1, 3, 4, 4), grey))
