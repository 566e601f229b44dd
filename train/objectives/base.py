"""What the training loop asks of an objective."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from facevae.checkpoints import Checkpoint
from train.recipe import Recipe

VALIDATION_BATCH = 64


class Objective(nn.Module, ABC):
    """A model, its loss, and what to look at while it learns.

    Subclasses put what is trained, and nothing else, into `self.model`.
    """

    model: nn.Module

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe

    @abstractmethod
    def prepare(self, faces: Tensor) -> None:
        """Start the model from what training faces, (N, 3, S, S) uint8, tell in closed form; not when resuming."""

    @abstractmethod
    def forward(self, faces: Tensor, seed: int) -> dict[str, Tensor]:
        """Losses of a batch of faces, (N, 3, S, S) in [0, 1]; "loss" is minimised, the rest is logged."""

    @abstractmethod
    def validate(self, faces: Tensor) -> dict[str, float]:
        """Figures on one batch of validation faces; "loss" decides which weights are kept."""

    @abstractmethod
    def preview(self, faces: Tensor) -> Tensor:
        """Pictures (M, 3, S, S) in [0, 1] that show how far the model is; M a multiple of 8."""

    def finish(self, faces: Tensor) -> None:
        """Set what is measured on the training faces, (N, 3, S, S) uint8, once the weights are final."""

    def parameter_groups(self) -> list[dict[str, Any]]:
        """Parameters for the optimiser; those that start near their optimum learn slower."""
        lr = self.recipe.optimizer.lr
        slow, fast = [], []
        for name, parameter in self.model.named_parameters():
            (slow if self.is_slow(name) else fast).append(parameter)
        groups = [{"params": fast, "lr": lr}, {"params": slow, "lr": lr * self.recipe.optimizer.slow}]
        return [group for group in groups if group["params"]]

    def is_slow(self, name: str) -> bool:
        """Whether a parameter starts close to its optimum."""
        return False

    @abstractmethod
    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        """The model as it ships."""


def batches(faces: Tensor, size: int) -> Iterator[Tensor]:
    """Split uint8 faces into float batches in [0, 1]."""
    for chunk in faces.split(size):
        yield to_float(chunk)


def to_float(faces: Tensor) -> Tensor:
    """(N, 3, S, S) uint8 to float32 in [0, 1]."""
    return faces.to(torch.float32) / 255
