"""The local Wiener filter."""

from __future__ import annotations

import pytest
import torch

from facevae.models.local_wiener import HOP, LocalWiener, LocalWienerConfig
from tests.support import tiny


@pytest.fixture
def local_wiener() -> LocalWiener:
    torch.manual_seed(0)
    return LocalWiener(tiny.LOCAL_WIENER).requires_grad_(False)


def _set(local_wiener, kept, detail):
    """Logits of both shares, the same everywhere; 20 is all but 1."""
    first, second = local_wiener.head.bias.chunk(2)
    first.fill_(kept)
    second.fill_(detail)


def _pictures(generator):
    residual, wiener_residual = (torch.randn(2, 3, 32, 32, generator=generator(seed)) for seed in range(2))
    return residual, wiener_residual, torch.rand(2, 3, 32, 32, generator=generator(2)), torch.full((2,), 0.2)


@pytest.mark.parametrize(("kept", "detail", "expected"), [(20, 20, 0), (20, -20, 1), (-20, 0, 2)])
def test_shares_of_one_and_nothing_give_what_they_say(local_wiener, generator, kept, detail, expected):
    residual, wiener_residual, decoded, sigma = _pictures(generator)
    _set(local_wiener, kept, detail)
    picture = (residual, wiener_residual, torch.zeros_like(residual))[expected]
    torch.testing.assert_close(local_wiener(residual, wiener_residual, decoded, sigma), picture, rtol=0, atol=1e-5)


def test_no_residual_stays_none(local_wiener, generator):
    _, _, decoded, sigma = _pictures(generator)
    nothing = torch.zeros_like(decoded)
    assert torch.equal(local_wiener(nothing, nothing, decoded, sigma), nothing)


def test_it_starts_close_to_the_shares_for_the_whole_picture(local_wiener, generator):
    residual, wiener_residual, decoded, sigma = _pictures(generator)
    torch.testing.assert_close(
        local_wiener(residual, residual, decoded, sigma), residual * torch.tensor(3.0).sigmoid(), rtol=0, atol=1e-5
    )
    kept, detail = local_wiener.shares(residual, wiener_residual, decoded, sigma)
    assert kept.shape == (2, 3 * (2 * HOP) ** 2, 32 // HOP + 1, 32 // HOP + 1)
    assert float(detail.max()) < 0.05


def test_as_noise_vanishes_everything_is_kept(local_wiener, generator):
    residual, _, decoded, _ = _pictures(generator)
    local_wiener.head.bias.fill_(-20)
    quiet = torch.zeros(2)
    torch.testing.assert_close(local_wiener(residual, residual, decoded, quiet), residual, rtol=0, atol=1e-5)


def test_a_size_that_blocks_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="multiple of 4"):
        LocalWienerConfig(image_size=30)
