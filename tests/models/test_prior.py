"""The learned prior: it starts with a closed form, and follows its velocity to the end."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from facevae import checkpoints
from facevae.checkpoints import Checkpoint
from facevae.models.prior import PriorConfig, PriorFlow
from tests.support import tiny


@pytest.fixture
def new() -> PriorFlow:
    return PriorFlow(tiny.PRIOR).eval().requires_grad_(False)


def test_a_new_one_draws_from_the_standard_normal_prior(new, generator):
    """On the way from noise to other noise the optimal velocity turns by (2 t - 1) / (1 - 2 t + 2 t^2), which adds up
    to nothing."""
    noise = torch.randn(5, 4, generator=generator())
    torch.testing.assert_close(new.draw(noise), noise, rtol=0, atol=0.05)


def test_codes_have_the_mean_and_the_covariance_that_it_was_fitted_to(new, generator):
    spread = torch.tensor([[2.0, 0, 0, 0], [1.0, 1, 0, 0], [0, 0, 0.5, 0], [0, 0, 0, 1.5]])
    codes = torch.randn(4000, 4, generator=generator()) @ spread.T + torch.tensor([1.0, -1.0, 0.5, 0.0])
    new.config = dataclasses.replace(new.config, steps=32)
    new.fit_mixture(codes)
    new.scales.fill_(1)  # of so few numbers a code has no steady length
    drawn = new.draw(torch.randn(4000, 4, generator=generator(1)))
    torch.testing.assert_close(drawn.mean(0), codes.mean(0), rtol=0, atol=0.15)
    torch.testing.assert_close(drawn.T.cov(), codes.T.cov(), rtol=0, atol=0.3)


def test_codes_of_two_lengths_come_back_in_two_lengths(generator):
    """Half of them are three times as long; with 64 numbers lengths are steady enough to tell them apart."""
    network = PriorFlow(PriorConfig(latent_dim=64, width=8, blocks=1, steps=32)).eval().requires_grad_(False)
    lengths = torch.where(torch.arange(2000) % 2 == 0, 1.0, 3.0)[:, None]
    network.fit_mixture(lengths * torch.randn(2000, 64, generator=generator()))
    scales = torch.sort(network.scales).values
    torch.testing.assert_close(scales[-1] / scales[0], torch.tensor(3.0), rtol=0.3, atol=0)
    drawn = network.draw(torch.randn(1000, 64, generator=generator(1))).norm(dim=1) / 8
    assert float(((drawn > 0.7) & (drawn < 1.35)).float().mean()) > 0.35
    assert float(((drawn > 2.4) & (drawn < 3.6)).float().mean()) > 0.35


def test_the_velocity_of_the_mixture_by_hand(new):
    """Codes of variance 4 around 1: half-way, at place 2, it is 1 + (0.5 * 4 - 0.5) / (0.25 + 0.25 * 4) * 1.5."""
    new.mean.fill_(1)
    new.variance.fill_(4)
    found = new(torch.full((1, 4), 2.0), torch.tensor([0.5]))
    torch.testing.assert_close(found, torch.full((1, 4), 1 + 1.5 / 1.25 * 1.5))


def test_the_midpoint_rule_is_exact_to_the_second_order(new, monkeypatch):
    """Of x' = x four midpoint steps make (1 + h + h^2 / 2)^4 with h = 1/4."""
    monkeypatch.setattr(new, "forward", lambda places, time: places)
    torch.testing.assert_close(new.draw(torch.ones(1, 4)), torch.full((1, 4), (1 + 0.25 + 0.25**2 / 2) ** 4))


def test_a_velocity_that_grows_with_time_is_read_at_the_middle_of_each_step(new, monkeypatch):
    """Of x' = 2 t, whose integral from 0 to 1 is 1, the midpoint rule makes 1 exactly."""
    monkeypatch.setattr(new, "forward", lambda places, time: 2 * time[:, None].expand_as(places))
    torch.testing.assert_close(new.draw(torch.zeros(1, 4)), torch.ones(1, 4))


def test_it_comes_back_from_disk_as_it_went(tmp_path, tiny_model, generator):
    network, noise = tiny_model.prior, torch.randn(5, 4, generator=generator())
    checkpoints.save(tmp_path, Checkpoint("prior", vars(network.config), network.state_dict(), {}))
    loaded = checkpoints.load_network(tmp_path, "prior")
    torch.testing.assert_close(loaded.draw(noise), network.draw(noise), rtol=0, atol=1e-3)


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"steps": 0}, "positive"), ({"width": 0}, "positive"), ({"dropout": 1.0}, "dropout is 1")],
)
def test_shapes_that_do_not_work_are_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(tiny.PRIOR, **changed)
