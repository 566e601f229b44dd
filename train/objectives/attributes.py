"""Train a network that reads age, gender and ethnicity."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.checkpoints import Checkpoint
from facevae.models.attributes import ETHNICITIES, GENDERS, OLDEST, Reader, expected_age
from facevae.models.registry import KINDS
from train.data.augment import augment, soften
from train.data.examples import Examples
from train.objectives.base import VALIDATION_BATCH, Objective
from train.recipes.recipe import TRAINED, Recipe, build

Net = TypeVar("Net", bound=Reader)

HEATS = torch.arange(0.2, 3.01, 0.05)
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
        soften: share of the faces that lose their fine detail.
    """

    sizes: tuple[int, ...] = (64,)
    smoothing: float = 0.1
    age_spread: float = 3.0
    age_weight: float = 0.5
    years_weight: float = 0.1
    soften: float = 0.0


Logits = tuple[Tensor, Tensor, Tensor]
"""Of age, gender and ethnicity: (N, 101), (N, 2) and (N, 5)."""


@dataclass(frozen=True)
class Truth:
    """What a batch of faces should be read as.

    Attributes:
        ages, gender, ethnicity: (N, 101), (N, 2), (N, 5) shares of the labels, that sum to 1, or to 0 where unknown.
        years: (N,) age; nan where unknown.
    """

    ages: Tensor
    gender: Tensor
    ethnicity: Tensor
    years: Tensor

    def mixed(self, other: Tensor, weight: Tensor) -> Truth:
        """The same with those of the faces numbered `other`, (N,), laid over them with `weight`, (N,)."""
        return Truth(
            *(torch.lerp(part, part[other], weight[:, None]) for part in (self.ages, self.gender, self.ethnicity)),
            years=torch.lerp(self.years, self.years[other], weight),
        )


class AttributesObjective(Objective[Net, Examples, Examples]):
    """Cross-entropies of all three labels, and the error of the expected age.

    Source: Gao et al. 2017, "Deep label distribution learning" (the spread age).
    """

    options: AttributesOptions

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.options = build(self.options_type, recipe.objective, "objective")
        network = KINDS[recipe.kind].network(build(TRAINED[recipe.kind], recipe.model, "model"))
        self.model = cast(Net, network.to(memory_format=torch.channels_last))  # a third faster on CPUs

    options_type = AttributesOptions
    """What is read of the recipe's objective."""

    def prepare(self, train: Examples) -> None:
        """Nothing is known in closed form."""

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        generator = torch.Generator().manual_seed(seed)
        allowed = self.options.sizes[: 1 + int(progress * len(self.options.sizes))]
        side = allowed[int(torch.randint(len(allowed), (), generator=generator))]
        faces, truth = self.view(batch, side, generator)
        return self._losses(self.model(faces), truth)

    def view(self, batch: Examples, side: int, generator: torch.Generator) -> tuple[Tensor, Truth]:
        """Change faces at random; returns them, (N, 3, side, side), and what they should be read as."""
        return self._softened(augment(batch.faces, side, generator), generator), self.truth(batch)

    def _softened(self, faces: Tensor, generator: torch.Generator) -> Tensor:
        return soften(faces, self.options.soften, generator) if self.options.soften else faces

    def truth(self, batch: Examples) -> Truth:
        """What unchanged faces should be read as."""
        years = batch.age.clamp(max=OLDEST)
        ages = label_distribution(years, self.options.age_spread).nan_to_num(0)
        gender, ethnicity = _shares(batch.gender, len(GENDERS)), _shares(batch.ethnicity, len(ETHNICITIES))
        return Truth(ages, self._smoothed(gender), self._smoothed(ethnicity), years)

    def _smoothed(self, shares: Tensor) -> Tensor:
        return shares + self.options.smoothing * (shares.mean(1, keepdim=True) - shares)

    def _losses(self, logits: Logits, truth: Truth) -> dict[str, Tensor]:
        ages, gender, ethnicity = (values.float() for values in logits)
        known = ~truth.years.isnan()
        errors = (expected_age(ages[known].softmax(1)) - truth.years[known]).abs()
        parts = {
            "ages": _cross_entropy(ages, truth.ages),
            "years": errors.sum() / known.sum().clamp(min=1),
            "gender": _cross_entropy(gender, truth.gender),
            "ethnicity": _cross_entropy(ethnicity, truth.ethnicity),
        }
        weighted = self.options.age_weight * parts["ages"] + self.options.years_weight * parts["years"]
        loss = weighted + parts["gender"] + parts["ethnicity"]
        return {"loss": loss, **{name: value.detach() for name, value in parts.items()}}

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        guess = self.model.predict(batch.faces)
        right_gender = float((guess.gender.argmax(1) == batch.gender).float().mean())
        right_ethnicity = float((guess.ethnicity.argmax(1) == batch.ethnicity).float().mean())
        years = float((guess.age - batch.age).abs().nanmean())
        return {
            "loss": 2 - right_gender - right_ethnicity + 0.05 * years,
            "gender": right_gender,
            "ethnicity": right_ethnicity,
            "years": years,
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
        return Checkpoint(self.recipe.kind, config, self.model.state_dict(), about)


def _shares(labels: Tensor, classes: int) -> Tensor:
    """Labels (N,) to (N, classes): 1 at the label, 0 elsewhere, and 0 everywhere where it is -1."""
    return F.one_hot(labels.clamp(min=0), classes).float() * (labels >= 0)[:, None]


def _cross_entropy(logits: Tensor, shares: Tensor) -> Tensor:
    """Of shares (N, C) that sum to 1, or to 0 where nothing is known: the mean over what is known."""
    return -(shares * logits.log_softmax(1)).sum() / shares.sum().clamp(min=1e-6)


def label_distribution(ages: Tensor, deviation: float) -> Tensor:
    """Ages in years, (N,), to distributions around them, (N, OLDEST + 1)."""
    bins = torch.arange(OLDEST + 1, dtype=ages.dtype, device=ages.device)
    return (-0.5 * ((bins - ages[:, None]) / deviation).square()).softmax(1)


def best_temperature(logits: Tensor, truth: Tensor) -> float:
    """What to divide logits (N, C) by, so that their probabilities fit the labels (N,) best; -1 is no label."""
    losses = torch.stack([F.cross_entropy(logits / heat, truth, ignore_index=-1) for heat in HEATS])
    return float(HEATS[losses.argmin()])
