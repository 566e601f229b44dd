"""What is missing at a frequency in the mean of drawn faces is asked for, and what is too much is held back."""

from __future__ import annotations

import math

import pytest
import torch

from train.objectives.spectral_balance import COARSEST, MEMORY, WIDTH, SpectralBalance

SIZE, USES = 64, 2


@pytest.fixture
def balance():
    return SpectralBalance(USES, SIZE)


@pytest.fixture
def fine(generator):
    return torch.randn(6, 3, SIZE, SIZE, generator=generator(1))


EVERYWHERE = torch.ones(6, 1, SIZE, SIZE)
FIRST = torch.zeros(6, dtype=torch.int64)


def test_equal_faces_are_balanced_and_pull_nowhere(balance, fine):
    drawn = fine.clone().requires_grad_()
    value = balance(drawn, fine, EVERYWHERE, FIRST)
    value.backward()
    assert float(value.detach()) == 0
    assert float(drawn.grad.abs().max()) == 0


@pytest.mark.parametrize("log_power", [-0.5, 0.3])
def test_the_value_is_half_the_square_of_the_log_ratio_and_its_slope_the_ratio(balance, fine, log_power):
    scale = torch.tensor(math.exp(log_power / 2), requires_grad=True)
    value = balance(scale * fine, fine, EVERYWHERE, FIRST)
    value.backward()
    assert float(value.detach()) == pytest.approx(0.5 * log_power**2, rel=1e-4)
    # Of power, which goes with the square of the scale: d log power / d scale = 2 / scale.
    assert float(scale.grad) == pytest.approx(log_power * 2 / float(scale.detach()), rel=1e-4)


def test_uses_are_kept_apart(balance, fine):
    use = torch.tensor([0, 0, 0, 1, 1, 1])
    drawn = torch.cat([fine[:3], math.exp(-0.25) * fine[3:]])
    assert float(balance(drawn, fine, EVERYWHERE, use)) == pytest.approx(0.5 * 0.5**2 / 2, rel=1e-4)


def test_only_what_is_drawn_counts(balance, fine):
    mask = EVERYWHERE.clone()
    mask[..., : SIZE // 2] = 0
    other = fine.clone()
    other[..., : SIZE // 2] = 7.0
    assert float(balance(other, fine, mask, FIRST)) == 0


def test_one_band_alone_is_heard(balance):
    across = torch.arange(SIZE).expand(1, 3, SIZE, SIZE)
    waves = int(COARSEST) + 4 * WIDTH + 1
    wave = torch.cos(2 * math.pi * waves * across / SIZE)
    balance(2 * wave, wave, EVERYWHERE[:1], FIRST[:1])
    own, true = balance.power[:, 0]
    assert int(true.argmax()) == 4
    assert float(own[4] / true[4]) == pytest.approx(4)


def test_earlier_faces_are_remembered_less_and_less(balance, fine):
    balance(fine, fine, EVERYWHERE, FIRST)
    balance(fine, fine, EVERYWHERE, FIRST)
    assert float(balance.faces[0]) == pytest.approx(6 * MEMORY + 6)
    assert torch.equal(balance.power[:, 1], torch.zeros_like(balance.power[:, 1]))
