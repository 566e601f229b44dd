"""The learned prior: it starts by standing still, and follows its velocity to the end."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from facevae import checkpoints
from facevae.checkpoints import Checkpoint
from facevae.models.prior import PriorFlow
from tests.support import tiny


def _still() -> PriorFlow:
    return PriorFlow(tiny.PRIOR).eval().requires_grad_(False)


def test_a_new_one_gives_noise_back(generator):
    noise = torch.randn(5, 4, generator=generator())
    assert torch.equal(_still().draw(noise), noise)


def test_a_steady_velocity_is_added_once(generator):
    network, noise = _still(), torch.randn(5, 4, generator=generator())
    network.head.bias.copy_(torch.tensor([1.0, -2.0, 0.0, 0.5]))
    torch.testing.assert_close(network.draw(noise), noise + network.head.bias)


def test_the_midpoint_rule_is_exact_to_the_second_order(monkeypatch):
    """Of x' = x four midpoint steps make (1 + h + h^2 / 2)^4 with h = 1/4."""
    network = _still()
    monkeypatch.setattr(network, "forward", lambda places, time: places)
    torch.testing.assert_close(network.draw(torch.ones(1, 4)), torch.full((1, 4), (1 + 0.25 + 0.25**2 / 2) ** 4))


def test_a_velocity_that_grows_with_time_is_read_at_the_middle_of_each_step(monkeypatch):
    """Of x' = 2 t, whose integral from 0 to 1 is 1, the midpoint rule makes 1 exactly."""
    network = _still()
    monkeypatch.setattr(network, "forward", lambda places, time: 2 * time[:, None].expand_as(places))
    torch.testing.assert_close(network.draw(torch.zeros(1, 4)), torch.ones(1, 4))


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
