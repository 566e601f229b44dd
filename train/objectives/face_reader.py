"""Train the reader of the screen, from what EfficientNet-Lite0 knows of ImageNet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from facevae.models.attributes import OLDEST, resize
from facevae.models.face_reader import FaceReader, central_range
from train.data.augment import augment, mix
from train.data.examples import Examples
from train.objectives import efficientnet
from train.objectives.attributes import AttributesObjective, AttributesOptions, Truth
from train.objectives.base import VALIDATION_BATCH, batches

STATISTICS_OF = 1024
"""Training faces from which the statistics of the normalisation are taken in the end."""

COVERAGE = 0.9
"""Share of the true ages that a range is to hold."""

MASSES = torch.arange(0.5, 0.9951, 0.005)
"""Of a distribution over ages, tried for it."""


@dataclass(frozen=True)
class FaceReaderOptions(AttributesOptions):
    """What the recipe says of the objective, beside what `AttributesOptions` says.

    Attributes:
        mix: largest weight of another face laid over each one.
        imagenet: begin with EfficientNet-Lite0's weights.
    """

    mix: float = 0.0
    imagenet: bool = True


class FaceReaderObjective(AttributesObjective[FaceReader]):
    """As the attributes network learns, but from ImageNet's weights on, with faces laid over each other."""

    options_type = FaceReaderOptions

    @property
    def _more(self) -> FaceReaderOptions:
        return cast(FaceReaderOptions, self.options)

    def prepare(self, train: Examples) -> None:
        if self._more.imagenet:
            efficientnet.start_from_lite0(self.model)

    def is_slow(self, name: str) -> bool:
        return self._more.imagenet and name.startswith(("stem.", "stages."))

    def view(self, batch: Examples, side: int, generator: torch.Generator) -> tuple[Tensor, Truth]:
        faces = self._softened(augment(batch.faces, batch.faces.shape[-1], generator), generator)
        faces, other, weight = mix(faces, self._more.mix, generator)
        return resize(faces, side), self.truth(batch).mixed(other, weight)

    @torch.no_grad()
    def finish(self, train: Examples, val: Examples) -> None:
        normalise_by(self.model, train.faces[:STATISTICS_OF])
        super().finish(train, val)
        ages = [
            self.model.predict(some.on(self.model.temperature.device).faces).ages
            for some in val.split(VALIDATION_BATCH)
        ]
        self.model.age_mass.fill_(best_mass(torch.cat(ages).cpu(), val.age))


@torch.no_grad()
def normalise_by(network: FaceReader, faces: Tensor) -> None:
    """Take the statistics of the normalisation from plain faces, as the network will read them.

    In training they come from faces that are turned, mixed and partly hidden.

    Args:
        network: its running means and variances are replaced.
        faces: (N, 3, S, S) uint8.
    Source: Wu and Johnson 2021, "Rethinking 'batch' in BatchNorm" ("precise" statistics).
    """
    norms = [layer for layer in network.modules() if isinstance(layer, nn.BatchNorm2d)]
    training, momenta = network.training, [norm.momentum for norm in norms]
    network.eval()
    for norm in norms:
        norm.reset_running_stats()
        norm.train()
        norm.momentum = None  # the mean over all batches
    for some in batches(faces, VALIDATION_BATCH):
        network.both_ways(some.to(network.temperature.device))
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    network.train(training)


def best_mass(ages: Tensor, truth: Tensor) -> float:
    """The middle part of distributions over ages, (N, A), that holds `COVERAGE` of the true ages, (N,), in years."""
    known = ~truth.isnan()
    actual = truth[known].clamp(max=OLDEST)
    shares = []
    for mass in MASSES:
        youngest, oldest = central_range(ages[known], float(mass))
        shares.append(((youngest <= actual) & (actual <= oldest)).float().mean())
    return float(MASSES[(torch.stack(shares) - COVERAGE).abs().argmin()])
