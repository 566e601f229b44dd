"""Exponential moving average of the weights: steadier than the last ones, and what ships."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Ema:
    """Exponential moving average of a model's weights.

    Args:
        model: whose weights; they are where it starts.
        decay: share of the average that each step keeps, once it has seen enough of them.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model, self.decay = model, decay
        self.weights = {name: value.detach().clone() for name, value in self._current().items()}

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights after a step, counted from 1; early ones are forgotten faster."""
        decay = min(self.decay, (1 + step) / (10 + step))
        current = self._current()
        torch._foreach_lerp_(list(self.weights.values()), [current[name] for name in self.weights], 1 - decay)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Within, the model has its averaged weights and is not training; what else is set in it is undone as well."""
        own = {name: value.clone() for name, value in self.model.state_dict().items()}
        training = self.model.training
        self.model.load_state_dict(self.weights, strict=False)
        self.model.eval()
        try:
            yield
        finally:
            self.model.load_state_dict(own)
            self.model.train(training)

    def _current(self) -> dict[str, Tensor]:
        return {name: value for name, value in self.model.state_dict().items() if value.is_floating_point()}
