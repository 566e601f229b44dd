"""Averaged weights."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from train.engine.ema import Ema


@pytest.fixture
def model():
    model = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(model.weight)
    return model


def test_early_steps_are_weighted_by_how_many_there_were(model):
    average = Ema(model, decay=0.99)
    nn.init.ones_(model.weight)
    average.update(step=1)
    # decay (1 + 1) / (10 + 1): 2 / 11 of zero stays, 9 / 11 of one comes in
    torch.testing.assert_close(average.weights["weight"], torch.tensor([[9 / 11]]))


def test_late_steps_have_the_asked_decay(model):
    average = Ema(model, decay=0.9)
    nn.init.ones_(model.weight)
    average.update(step=10_000)
    torch.testing.assert_close(average.weights["weight"], torch.tensor([[0.1]]))


def test_applied_weights_are_undone_even_after_an_error(model):
    average = Ema(model, decay=0.9)
    nn.init.ones_(model.weight)
    seen = []

    def look_and_fail():
        with average.applied():
            seen.append(model.weight.item())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        look_and_fail()
    assert [*seen, model.weight.item()] == [0.0, 1.0]
