"""Train the local Wiener filter of residuals, the flagship and its restorer frozen."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from facevae import metrics
from facevae.checkpoints import Checkpoint, load_network
from facevae.damage import Damaged
from facevae.models.local_wiener import LocalWiener, LocalWienerConfig
from facevae.models.wiener import residual_of
from train.data.degrade import degrade_with_noise, degrade_with_noises
from train.data.examples import Examples, to_float
from train.objectives.base import Objective
from train.recipes.recipe import Recipe, build


@dataclass(frozen=True)
class LocalWienerOptions:
    """What the recipe says of the objective.

    Attributes:
        flagship: folder of the trained VAE with its restorer.
    """

    flagship: str = "checkpoints/face"


@dataclass(frozen=True)
class Evidence:
    """The arguments of `LocalWiener.forward`."""

    residual: Tensor
    wiener_residual: Tensor
    decoded: Tensor
    sigma: Tensor


class LocalWienerObjective(Objective):
    """Squared error, as a share of the error that the Wiener gains for the whole picture leave."""

    model: LocalWiener

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        options = build(LocalWienerOptions, recipe.objective, "objective")
        self.model = LocalWiener(build(LocalWienerConfig, recipe.model, "model"))
        self.vae = load_network(Path(options.flagship), "vae")
        self.restorer = load_network(Path(options.flagship), "restorer")

    def collate(self, batch: Examples, seed: int) -> Examples:
        return replace(batch, damaged=degrade_with_noises(to_float(batch.faces), seed))

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        evidence = self._evidence(batch.degraded)
        return {"loss": self._loss(batch.faces, evidence).mean()}

    @torch.no_grad()
    def _evidence(self, noisy: Damaged) -> Evidence:
        decoded = self.vae.decoder(self.restorer(noisy.faces, noisy.mask, noisy.sigma).mean).clamp(0, 1)
        residual = residual_of(noisy.faces, decoded, noisy.sigma)
        return Evidence(residual, self.restorer.residual(residual, noisy.sigma), decoded, noisy.sigma)

    def _restore(self, evidence: Evidence) -> Tensor:
        filtered = self.model(evidence.residual, evidence.wiener_residual, evidence.decoded, evidence.sigma)
        return evidence.decoded + filtered

    def _loss(self, clean: Tensor, evidence: Evidence) -> Tensor:
        baseline = (evidence.decoded + evidence.wiener_residual - clean).square().mean((1, 2, 3))
        return (self._restore(evidence) - clean).square().mean((1, 2, 3)) / baseline.clamp(min=1e-9)

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        loss = self._loss(batch.faces, self._evidence(degrade_with_noises(batch.faces, self.recipe.seed)))
        found = {"loss": float(loss.mean())}
        for level in (50, 100):
            evidence = self._evidence(degrade_with_noise(batch.faces, level / 255, self.recipe.seed))
            restored = self._restore(evidence).clamp(0, 1)
            found[f"psnr_noise_{level}"] = float(metrics.psnr(restored, batch.faces).mean())
        return found

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        faces = faces[:8]
        noisy = degrade_with_noises(faces, self.recipe.seed)
        return torch.cat([faces, noisy.faces, self._restore(self._evidence(noisy)).clamp(0, 1)])

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("local_wiener", config, self.model.state_dict(), about)
