"""Shares that are set place by place."""

from __future__ import annotations

import pytest
import torch

from facevae.models.local_wiener import HOP, Shrinkage, ShrinkageConfig
from tests.conftest import TINY_SHRINKAGE


@pytest.fixture
def shrinkage() -> Shrinkage:
    torch.manual_seed(0)
    return Shrinkage(TINY_SHRINKAGE).requires_grad_(False)


def _set(shrinkage, kept, detail):
    """Logits of both shares, the same everywhere; 20 is all but 1."""
    first, second = shrinkage.head.bias.chunk(2)
    first.fill_(kept)
    second.fill_(detail)


def _pictures(generator):
    seen, steady = (torch.randn(2, 3, 32, 32, generator=generator(seed)) for seed in range(2))
    return seen, steady, torch.rand(2, 3, 32, 32, generator=generator(2)), torch.full((2,), 0.2)


def test_blocks_add_up_to_the_picture(shrinkage, generator):
    picture = torch.randn(2, 3, 32, 32, generator=generator())
    torch.testing.assert_close(shrinkage._picture(shrinkage._spectrum(picture)), picture, rtol=0, atol=1e-5)


@pytest.mark.parametrize(("kept", "detail", "expected"), [(20, 20, "seen"), (20, -20, "steady"), (-20, 0, "nothing")])
def test_shares_of_one_and_nothing_give_what_they_say(shrinkage, generator, kept, detail, expected):
    seen, steady, generated, sigma = _pictures(generator)
    _set(shrinkage, kept, detail)
    wanted = {"seen": seen, "steady": steady, "nothing": torch.zeros_like(seen)}[expected]
    torch.testing.assert_close(shrinkage(seen, steady, generated, sigma), wanted, rtol=0, atol=1e-5)


def test_nothing_to_believe_stays_nothing(shrinkage, generator):
    _, _, generated, sigma = _pictures(generator)
    nothing = torch.zeros_like(generated)
    assert torch.equal(shrinkage(nothing, nothing, generated, sigma), nothing)


def test_it_starts_close_to_the_shares_for_the_whole_picture(shrinkage, generator):
    seen, steady, generated, sigma = _pictures(generator)
    torch.testing.assert_close(
        shrinkage(seen, seen, generated, sigma), seen * torch.tensor(3.0).sigmoid(), rtol=0, atol=1e-5
    )
    kept, detail = shrinkage.shares(seen, steady, generated, sigma)
    assert kept.shape == (2, 3 * (2 * HOP) ** 2, 32 // HOP + 1, 32 // HOP + 1)
    assert float(detail.max()) < 0.05


def test_as_noise_vanishes_everything_is_kept(shrinkage, generator):
    seen, _, generated, _ = _pictures(generator)
    shrinkage.head.bias.fill_(-20)
    quiet = torch.zeros(2)
    torch.testing.assert_close(shrinkage(seen, seen, generated, quiet), seen, rtol=0, atol=1e-5)


def test_a_size_that_blocks_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="multiple of 4"):
        ShrinkageConfig(image_size=30)
