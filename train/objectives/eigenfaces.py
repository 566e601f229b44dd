"""Fit eigenfaces in closed form; nothing is trained step by step."""

from __future__ import annotations

import dataclasses
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import metrics
from facevae.checkpoints import Checkpoint
from facevae.damage import Damaged
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from facevae.restore.residual import add_wiener_residual
from train.data.degrade import degrade_with_noise
from train.data.examples import Examples, to_float
from train.objectives.base import Objective, batches
from train.objectives.wiener_fit import fit_shares
from train.recipes.recipe import Recipe, build


class EigenfacesObjective(Objective[Eigenfaces, Examples, Examples]):
    """Mean and covariance of faces and their mirror images."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.model = Eigenfaces(build(EigenfacesConfig, recipe.model, "model"))

    def prepare(self, train: Examples) -> None:
        fit_components(self.model, train)
        fit_shares(self.model.residual, train, self._draw, self.recipe.seed)

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        raise NotImplementedError("Eigenfaces are found in closed form; they take no steps.")

    def _draw(self, damaged: Damaged) -> Tensor:
        return self.model(damaged.faces, damaged.mask, damaged.sigma)

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        noisy = degrade_with_noise(batch.faces, 50 / 255, self.recipe.seed)
        wiener, decoded = self.model.residual, self._draw(noisy)
        restored = add_wiener_residual(wiener, noisy.faces, noisy.mask, noisy.sigma, decoded)
        error = float((restored - batch.faces).square().mean())
        return {"loss": error, "psnr_noise_50": float(metrics.psnr(restored, batch.faces).mean())}

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        noisy = degrade_with_noise(faces[:8], 50 / 255, self.recipe.seed)
        return torch.cat([faces[:8], noisy.faces, self._draw(noisy)])

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("eigenfaces", config, self.model.state_dict(), about)


def fit_components(model: Eigenfaces, train: Examples) -> None:
    """Set the mean face and the components from training faces, uint8, and their mirror images."""
    side = model.config.side
    sums = (to_float(some.faces).sum(0).double() for some in train.split(512))
    mean = sum(sums, torch.zeros(())).float() / len(train)
    model.mean.copy_((mean + mean.flip(-1)) / 2)
    small = torch.cat([F.adaptive_avg_pool2d(faces, side) for faces in batches(train.faces, 512)])
    pixels = torch.cat([small, small.flip(-1)]).flatten(1)
    model.linear.fit_all(pixels.mean(0), pixels.T.cov())
