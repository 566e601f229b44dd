"""Teach what of a noisy photo to believe, place by place, the flagship and its restorer frozen."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from facevae import metrics
from facevae.checkpoints import Checkpoint, load_network
from facevae.models.local_wiener import LocalWiener, LocalWienerConfig
from facevae.models.wiener import difference
from train.data.degrade import Degraded, degrade_with_noise, degrade_with_noises
from train.data.examples import Examples
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
    """What the shares are chosen from: as the arguments of `LocalWiener.forward`."""

    seen: Tensor
    steady: Tensor
    generated: Tensor
    sigma: Tensor


class LocalWienerObjective(Objective):
    """Squared error, as a share of the error that shares for the whole picture leave."""

    model: LocalWiener

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        options = build(LocalWienerOptions, recipe.objective, "objective")
        self.model = LocalWiener(build(LocalWienerConfig, recipe.model, "model"))
        self.vae = load_network(Path(options.flagship), "vae")
        self.restorer = load_network(Path(options.flagship), "restorer")

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        evidence = self._evidence(degrade_with_noises(batch.faces, seed))
        return {"loss": self._loss(batch.faces, evidence).mean()}

    @torch.no_grad()
    def _evidence(self, noisy: Degraded) -> Evidence:
        generated = self.vae.decoder(self.restorer(noisy.faces, noisy.mask, noisy.sigma).mean).clamp(0, 1)
        parts = zip(noisy.faces.split(1), generated.split(1), noisy.sigma.tolist(), strict=True)
        seen = [(difference(face, guess, sigma), sigma) for face, guess, sigma in parts]
        steady = torch.cat([self.restorer.residual(part, sigma) for part, sigma in seen])
        return Evidence(torch.cat([part for part, _ in seen]), steady, generated, noisy.sigma)

    def _restore(self, evidence: Evidence) -> Tensor:
        believed = self.model(evidence.seen, evidence.steady, evidence.generated, evidence.sigma)
        return evidence.generated + believed

    def _loss(self, clean: Tensor, evidence: Evidence) -> Tensor:
        steady = (evidence.generated + evidence.steady - clean).square().mean((1, 2, 3))
        return (self._restore(evidence) - clean).square().mean((1, 2, 3)) / steady.clamp(min=1e-9)

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
