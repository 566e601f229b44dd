"""Train the attribute network: age, gender, ethnicity."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.checkpoints import Checkpoint
from facevae.models.attributes import OLDEST, AttributeNet, AttributesConfig, expected_age
from train.data.augment import augment
from train.data.examples import Examples
from train.objectives.base import VALIDATION_BATCH, Objective
from train.recipes.recipe import Recipe, build

HEATS = torch.arange(0.5, 3.01, 0.05)
"""Temperatures tried."""


@dataclass(frozen=True)
class AttributesOptions:
    """What the recipe says of the objective.

    Attributes:
        sizes: sides in pixels that faces are shown at, one drawn a step; the first ones early, all in the end.
        smoothing: share of a label that is spread over all classes.
        age_spread: standard deviation of the age that is taught, in years; no face shows its age to the year.
        age_weight: of the distribution of age in the loss, where gender and ethnicity have 1.
        years_weight: of one year of error in the mean age.
    """

    sizes: tuple[int, ...] = (64,)
    smoothing: float = 0.1
    age_spread: float = 3.0
    age_weight: float = 0.5
    years_weight: float = 0.1


class AttributesObjective(Objective[AttributeNet, Examples, Examples]):
    """Cross-entropies of all three labels, and the error of the expected age.

    Source: Gao et al. 2017, "Deep label distribution learning" (the spread age).
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.options = build(AttributesOptions, recipe.objective, "objective")
        network = AttributeNet(build(AttributesConfig, recipe.model, "model"))
        self.model = network.to(memory_format=torch.channels_last)  # a third faster on CPUs

    def prepare(self, train: Examples) -> None:
        """Nothing is known in closed form."""

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        generator = torch.Generator().manual_seed(seed)
        allowed = self.options.sizes[: 1 + int(progress * len(self.options.sizes))]
        side = allowed[int(torch.randint(len(allowed), (), generator=generator))]
        logits = self.model(augment(batch.faces, side, generator))
        return self._losses(logits, batch)

    def _losses(self, logits: tuple[Tensor, Tensor, Tensor], batch: Examples) -> dict[str, Tensor]:
        ages, gender, ethnicity = (values.float() for values in logits)
        smoothing = self.options.smoothing
        known = ~batch.age.isnan()
        truth = batch.age[known].clamp(max=OLDEST)
        parts = {
            "ages": F.cross_entropy(ages[known], label_distribution(truth, self.options.age_spread)),
            "years": (expected_age(ages[known].softmax(1)) - truth).abs().mean(),
            "gender": F.cross_entropy(gender, batch.gender, ignore_index=-1, label_smoothing=smoothing),
            "ethnicity": F.cross_entropy(ethnicity, batch.ethnicity, ignore_index=-1, label_smoothing=smoothing),
        }
        weighted = self.options.age_weight * parts["ages"] + self.options.years_weight * parts["years"]
        loss = weighted + parts["gender"] + parts["ethnicity"]
        return {"loss": loss, **{name: value.detach() for name, value in parts.items()}}

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        guess = self.model.predict(batch.faces)
        wrong_gender = (guess.gender.argmax(1) != batch.gender).float().mean()
        wrong_ethnicity = (guess.ethnicity.argmax(1) != batch.ethnicity).float().mean()
        years = (guess.age - batch.age).abs().nanmean()
        return {
            "loss": float(wrong_gender + wrong_ethnicity + 0.05 * years),
            "gender": float(1 - wrong_gender),
            "ethnicity": float(1 - wrong_ethnicity),
            "years": float(years),
        }

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        return augment(faces[:16], faces.shape[-1], torch.Generator().manual_seed(self.recipe.seed))

    @torch.no_grad()
    def finish(self, train: Examples, val: Examples) -> None:
        device = self.model.temperature.device
        logits = [self.model.both_ways(some.on(device).faces) for some in val.split(VALIDATION_BATCH)]
        truths = (val.age.nan_to_num(-1).clamp(max=OLDEST).long(), val.gender, val.ethnicity)
        for head, truth in enumerate(truths):
            self.model.temperature[head] = best_temperature(torch.cat([row[head] for row in logits]).cpu(), truth)

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("attributes", config, self.model.state_dict(), about)


def label_distribution(ages: Tensor, deviation: float) -> Tensor:
    """Ages in years, (N,), to distributions around them, (N, OLDEST + 1)."""
    bins = torch.arange(OLDEST + 1, dtype=ages.dtype, device=ages.device)
    return (-0.5 * ((bins - ages[:, None]) / deviation).square()).softmax(1)


def best_temperature(logits: Tensor, truth: Tensor) -> float:
    """What to divide logits (N, C) by, so that their probabilities fit the labels (N,) best; -1 is no label."""
    losses = torch.stack([F.cross_entropy(logits / heat, truth, ignore_index=-1) for heat in HEATS])
    return float(HEATS[losses.argmin()])
