"""Teach the learned prior what codes of faces are like, by flow matching."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from facevae.checkpoints import Checkpoint, load_network
from facevae.models.prior import PriorConfig, PriorFlow
from train.data.codes import CodeBatch, Codes
from train.data.examples import Examples, to_float
from train.objectives.base import Objective
from train.recipes.recipe import Recipe, build

PREVIEWED = 24
"""Random faces in a preview."""


@dataclass(frozen=True)
class PriorOptions:
    """What the recipe says of the objective.

    Attributes:
        flagship: folder of the trained VAE whose codes are learned.
    """

    flagship: str = "checkpoints/face"


class PriorObjective(Objective[PriorFlow, Codes, CodeBatch]):
    """Squared error of the velocity from noise to codes, on straight lines between the two.

    Source: Lipman et al. 2023, "Flow matching for generative modeling".
    """

    bfloat16_on_cpu = True

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        options = build(PriorOptions, recipe.objective, "objective")
        self.vae = load_network(Path(options.flagship), "vae").requires_grad_(False)
        self.model = PriorFlow(build(PriorConfig, recipe.model, "model"))

    def examples(self, faces: Examples, split: str) -> Codes:
        return Codes(self.vae, faces.faces)

    @torch.no_grad()
    def prepare(self, train: Codes) -> None:
        self.model.fit_mixture(train.mean)

    def forward(self, batch: CodeBatch, seed: int, progress: float) -> dict[str, Tensor]:
        generator = torch.Generator().manual_seed(seed)
        codes = batch.mean + batch.std * torch.randn(batch.mean.shape, generator=generator).to(batch.mean)
        return {"loss": self._error(codes, torch.rand(len(batch), generator=generator), generator)}

    @torch.no_grad()
    def validate(self, batch: CodeBatch) -> dict[str, float]:
        """The error at the codes' means, at times spread evenly over the way."""
        generator = torch.Generator().manual_seed(self.recipe.seed)
        times = (torch.randperm(len(batch), generator=generator) + 0.5) / len(batch)
        self.model.eval()
        loss = float(self._error(batch.mean, times, generator))
        self.model.train()
        return {"loss": loss}

    def _error(self, codes: Tensor, times: Tensor, generator: torch.Generator) -> Tensor:
        noise, times = torch.randn(codes.shape, generator=generator).to(codes), times.to(codes)
        places = noise + times[:, None] * (codes - noise)
        return (self.model(places, times).float() - (codes - noise)).square().mean()

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        generator = torch.Generator().manual_seed(self.recipe.seed)
        noise = torch.randn(PREVIEWED, self.model.config.latent_dim, generator=generator).to(faces.device)
        self.model.eval()
        drawn = self.vae.decoder(self.model.draw(noise)).clamp(0, 1)
        self.model.train()
        return torch.cat([to_float(faces[:8]), drawn])

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        return Checkpoint("prior", dataclasses.asdict(self.model.config), self.model.state_dict(), about)
