"""Interface of a training objective."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from torch import Tensor, nn

from facevae.checkpoints import Checkpoint
from train.data.examples import Examples, to_float
from train.recipes.recipe import Recipe

VALIDATION_BATCH = 64


Model = TypeVar("Model", bound=nn.Module)
Source = TypeVar("Source")
Batch = TypeVar("Batch")


class Objective(nn.Module, ABC, Generic[Model, Source, Batch]):
    """A model, its loss, and what to look at while it learns.

    Subclasses put what is trained, and nothing else, into `self.model`. Most learn from the prepared faces: for them
    Source and Batch are both `Examples`.
    """

    model: Model

    keeps_last = False
    """Whether the last weights ship, rather than those with the least validation loss."""

    bfloat16_on_cpu = False
    """Whether a step stays right in bfloat16 on processors that are fast at it; on GPUs every objective's does."""

    @property
    def closed_form(self) -> bool:
        """Whether `prepare` does it all, because nothing is learned step by step."""
        return next(self.model.parameters(), None) is None

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe

    def examples(self, faces: Examples, split: str) -> Source | Examples:
        """What to learn from or to measure on: the prepared faces of a split, or something made of them.

        Args:
            faces: all of them, uint8.
            split: "train" or "val".
        Returns:
            `Examples`, or what has a length and the methods `take` and `split`, and gives batches like theirs.
        """
        return faces

    def prepare(self, train: Source) -> None:
        """Start the model from what training faces, uint8, tell in closed form; not when resuming."""

    def collate(self, batch: Batch, seed: int) -> Batch:
        """Make what a step needs beside the faces, on the CPU and beside the step before.

        Args:
            batch: faces of a step, uint8, on the CPU.
            seed: of everything random; nothing may be drawn from torch's global generator.
        Returns:
            What `forward` is given, once it is on the device; by default the same.
        """
        return batch

    @abstractmethod
    def forward(self, batch: Batch, seed: int, progress: float) -> dict[str, Tensor]:
        """Losses of a batch; "loss" is minimised, the rest is logged.

        Args:
            batch: faces in [0, 1], with their labels and what `collate` added.
            seed: of everything random in this step.
            progress: share of the training that is done, 0 to 1.
        """

    @abstractmethod
    def validate(self, batch: Batch) -> dict[str, float]:
        """Figures on one batch of validation faces; "loss" decides which weights are kept."""

    @abstractmethod
    def preview(self, faces: Tensor) -> Tensor:
        """Pictures (M, 3, S, S) in [0, 1] that show how far the model is; M a multiple of 8."""

    def finish(self, train: Source, val: Source) -> None:
        """Set what is measured on training and validation faces, uint8, once the weights are final."""

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
