"""Train DnCNN, the supervised baseline, on pairs of noisy and clean faces."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from facevae import metrics
from facevae.checkpoints import Checkpoint
from facevae.damage import Damaged
from facevae.models.dncnn import DnCnn, DnCnnConfig
from train.data.degrade import degrade_with_noise, degrade_with_noises
from train.data.examples import Examples, to_float
from train.objectives.base import Objective
from train.recipes.recipe import Recipe, build


@dataclass(frozen=True)
class DnCnnOptions:
    """What the recipe says of the objective.

    Attributes:
        crop: side of the part of a face that a step sees, in pixels; 0 takes whole faces.
    """

    crop: int = 64


class DnCnnObjective(Objective[DnCnn, Examples, Examples]):
    """Squared error of the cleaned picture, in units of the noise level, so that little noise counts too."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.options = build(DnCnnOptions, recipe.objective, "objective")
        self.model = DnCnn(build(DnCnnConfig, recipe.model, "model"))

    def collate(self, batch: Examples, seed: int) -> Examples:
        cropped = replace(batch, faces=self._crop(batch.faces, seed))
        return replace(cropped, damaged=degrade_with_noises(to_float(cropped.faces), seed))

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        return {"loss": self._loss(batch.faces, batch.degraded).mean()}

    def _loss(self, clean: Tensor, noisy: Damaged) -> Tensor:
        error = (self._clean(noisy) - clean).square().mean((1, 2, 3))
        return error / noisy.sigma.clamp(min=1 / 255)

    def _clean(self, noisy: Damaged) -> Tensor:
        return self.model(noisy.faces, noisy.sigma)

    def _crop(self, faces: Tensor, seed: int) -> Tensor:
        side = self.options.crop
        if not 0 < side < faces.shape[-1]:
            return faces
        generator = torch.Generator().manual_seed(seed)
        top, left = (int(torch.randint(faces.shape[-1] - side + 1, (1,), generator=generator)) for _ in range(2))
        return faces[..., top : top + side, left : left + side]

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        loss = self._loss(batch.faces, degrade_with_noises(batch.faces, self.recipe.seed))
        found = {"loss": float(loss.mean())}
        for level in (50, 100):
            noisy = degrade_with_noise(batch.faces, level / 255, self.recipe.seed)
            cleaned = self._clean(noisy).clamp(0, 1)
            found[f"psnr_noise_{level}"] = float(metrics.psnr(cleaned, batch.faces).mean())
        return found

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        faces = faces[:8]
        noisy = degrade_with_noises(faces, self.recipe.seed)
        return torch.cat([faces, noisy.faces, self._clean(noisy).clamp(0, 1)])

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("dncnn", config, self.model.state_dict(), about)
