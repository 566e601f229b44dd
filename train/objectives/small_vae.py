"""The beta-VAE objective of the published notebook: Bernoulli likelihood summed over pixels plus beta times KL."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import metrics
from facevae.checkpoints import Checkpoint
from facevae.damage import Damaged
from facevae.models.small_vae import SmallVae, SmallVaeConfig
from train.data import hiding
from train.data.examples import Examples, to_float
from train.objectives.base import Objective
from train.recipes.recipe import Recipe, build

MEAN_FACES = 1_000
"""Enough faces to know their mean colour."""


@dataclass(frozen=True)
class SmallVaeOptions:
    """What the recipe says of the objective.

    Attributes:
        beta: weight of the divergence.
        hide: share of the faces, 0 to 1, of which the encoder sees only a part while the loss asks for all of it, so
            that encoding and decoding fills holes.
    """

    beta: float = 1.0
    hide: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.hide <= 1:
            raise ValueError(f"hide is {self.hide}; give a share from 0 to 1.")


class SmallVaeObjective(Objective[SmallVae, Examples, Examples]):
    """Cross-entropy of the pixels plus beta times the divergence from the prior, in nats a dimension.

    A pixel is no coin, so this is a bound for no beta; it is kept because it is what is usually taught.
    Sources: Higgins et al. 2017, "beta-VAE: learning basic visual concepts with a constrained variational framework";
    hidden parts: Im et al. 2017, "Denoising criterion for variational auto-encoding framework".
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        options = build(SmallVaeOptions, recipe.objective, "objective")
        self.beta, self.hide = options.beta, options.hide
        torch.manual_seed(recipe.seed)  # all models of the study start alike
        self.model = SmallVae(build(SmallVaeConfig, recipe.model, "model"))

    def prepare(self, train: Examples) -> None:
        self.model.start_from_mean(to_float(train.faces[:MEAN_FACES]).mean((0, 2, 3)))

    def collate(self, batch: Examples, seed: int) -> Examples:
        if not self.hide:
            return batch
        faces, generator = to_float(batch.faces), torch.Generator().manual_seed(seed)
        mask = hiding.random_holes(len(faces), faces.shape[-1], self.hide, generator)
        return dataclasses.replace(batch, damaged=Damaged(hiding.hide(faces, mask), mask))

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        generator = torch.Generator(batch.faces.device).manual_seed(seed)
        posterior = self.model.encoder(batch.faces if batch.damaged is None else batch.damaged.faces)
        logits = self.model.decoder.logits(posterior.sample(generator))
        entropy = F.binary_cross_entropy_with_logits(logits.float(), batch.faces)
        divergence = posterior.kl().sum(1).mean()
        loss = entropy + self.beta * divergence / batch.faces[0].numel()
        return {"loss": loss, "entropy": entropy.detach(), "kl": divergence.detach()}

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        posterior = self.model.encoder(batch.faces)
        found = self(batch, self.recipe.seed, 1.0)
        plain = self.model.decoder(posterior.mean)
        return {
            "loss": float(found["loss"]),
            "kl": float(found["kl"]),
            "psnr": float(metrics.psnr(plain, batch.faces).mean()),
        }

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        generator = torch.Generator(faces.device).manual_seed(self.recipe.seed)
        codes = torch.randn(8, self.model.config.latent_dim, generator=generator, device=faces.device)
        mended = self.model.decoder(self.model.encoder(faces[:8]).mean)
        return torch.cat([faces[:8], mended, self.model.decoder(codes)])

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("study", config, self.model.state_dict(), about)
