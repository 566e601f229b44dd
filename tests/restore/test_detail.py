"""Drawn details: seeded, and only where something was invented."""

from __future__ import annotations

import pytest
import torch

from facevae.models.detail import DetailNet
from facevae.restore.detail import add_detail
from tests.support import tiny


@pytest.fixture
def network() -> DetailNet:
    torch.manual_seed(0)
    network = DetailNet(tiny.DETAIL).eval().requires_grad_(False)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return network


@pytest.fixture
def hole():
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., 12:20, 10:22] = 1
    return mask


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
def test_known_pixels_are_bit_identical(network, faces, hole, generator, strength):
    drawn = add_detail(network, faces, hole, generator(), strength)
    known = (hole == 0).expand_as(faces)
    assert torch.equal(drawn[known], faces[known])


def test_the_same_seed_draws_the_same_and_another_something_else(network, faces, hole, generator):
    first, again, other = (add_detail(network, faces, hole, generator(seed)) for seed in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_dial_goes_straight_from_faithful_to_real(network, faces, hole, generator):
    faithful, middle, real = (add_detail(network, faces, hole, generator(), part) for part in (0.0, 0.5, 1.0))
    assert torch.equal(faithful, faces)
    torch.testing.assert_close(middle, (faithful + real) / 2)


def test_it_stays_in_range_and_leaves_its_input_alone(network, faces, hole, generator):
    before = faces.clone()
    torch.nn.init.constant_(network.head.bias, 5.0)
    drawn = add_detail(network, faces, torch.ones_like(hole), generator())
    assert float(drawn.min()) >= 0
    assert float(drawn.max()) <= 1
    assert torch.equal(faces, before)


def test_what_makes_no_sense_is_refused(network, faces, hole, generator):
    with pytest.raises(ValueError, match="strength is 2"):
        add_detail(network, faces, hole, generator(), 2)
    with pytest.raises(ValueError, match="soft"):
        add_detail(network, faces[..., :16, :16], hole, generator())
    with pytest.raises(ValueError, match="mask"):
        add_detail(network, faces, hole[..., :16], generator())
