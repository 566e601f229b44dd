"""Teach an encoder to infer the flagship's codes from damaged faces."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import metrics
from facevae.checkpoints import Checkpoint, load_network
from facevae.models.residual import LEVELS, difference
from facevae.models.restorer import Restorer, RestorerConfig
from facevae.models.vae import Posterior
from train.corrupt import Corrupted, corrupt, corrupt_with_noise
from train.examples import Examples
from train.objectives.base import Objective, batches
from train.recipe import Recipe, build

RESIDUAL_FACES = 2_000
"""Faces on which the linear path's leftover is measured."""

SHARE_FACES = 256
"""Faces on which the believable shares are fitted; neighbouring frequencies are pooled, so few suffice."""


@dataclass(frozen=True)
class RestorerOptions:
    """What the recipe says of the objective.

    Attributes:
        flagship: folder of the trained VAE whose codes are inferred.
    """

    flagship: str = "checkpoints/face"


class RestorerObjective(Objective):
    """Divergence of the restorer's posterior from the one that the frozen flagship has of the undamaged face.

    Source: Harvey et al. 2022, "Conditional image generation by conditioning variational auto-encoders".
    """

    model: Restorer

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        options = build(RestorerOptions, recipe.objective, "objective")
        self.model = Restorer(build(RestorerConfig, recipe.model, "model"))
        self.vae = load_network(Path(options.flagship), "vae")

    def prepare(self, train: Examples) -> None:
        linear = self.model.linear
        linear.copy_from(self.vae)
        total, count = 0.0, 0
        for chunk in batches(train.faces[:RESIDUAL_FACES], 256):
            small = F.adaptive_avg_pool2d(chunk, linear.side)
            error = small - linear.sketch(self.vae.encoder(chunk).mean)
            total, count = total + float(error.square().sum()), count + error.numel()
        linear.residual.fill_(total / count)

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        faces = batch.faces
        with torch.no_grad():
            truth = self.vae.encoder(faces)
        loss = divergence(truth, self._infer(corrupt(faces, seed))).sum(1).mean() / truth.mean.shape[1]
        return {"loss": loss}

    def _infer(self, damaged: Corrupted) -> Posterior:
        return self.model(damaged.faces, damaged.mask, damaged.sigma)

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        faces = batch.faces
        damaged = corrupt(faces, self.recipe.seed)
        truth, guess = self.vae.encoder(faces), self._infer(damaged)
        mended = self.vae.decoder(guess.mean).clamp(0, 1)
        noisy = corrupt_with_noise(faces, 100 / 255, self.recipe.seed)
        denoised = self.vae.decoder(self._infer(noisy).mean).clamp(0, 1)
        return {
            "loss": float(divergence(truth, guess).mean()),
            "psnr": float(metrics.psnr(mended, faces).mean()),
            "psnr_noise_100": float(metrics.psnr(denoised, faces).mean()),
        }

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        faces = faces[:16]
        damaged = corrupt(faces, self.recipe.seed)
        mended = self.vae.decoder(self._infer(damaged).mean).clamp(0, 1)
        rows = zip(faces.split(8), damaged.faces.split(8), mended.split(8), strict=True)
        return torch.cat([picture for row in rows for picture in row])

    @torch.no_grad()
    def finish(self, train: Examples, val: Examples) -> None:
        for level, sigma in enumerate(LEVELS):
            wanted, seen = [], []
            for index, clean in enumerate(batches(train.faces[-SHARE_FACES:], 64)):
                noisy = corrupt_with_noise(clean.to(self.vae.log_sigma.device), sigma, self.recipe.seed + index)
                generated = self.vae.decoder(self._infer(noisy).mean).clamp(0, 1)
                wanted.append(clean.to(generated.device) - generated)
                seen.append(difference(noisy.faces, generated, sigma))
            self.model.residual.fit(level, torch.cat(wanted), torch.cat(seen))

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("restorer", config, self.model.state_dict(), about)


def divergence(truth: Posterior, guess: Posterior) -> Tensor:
    """Kullback-Leibler divergence of `guess` from `truth` for each latent, (N, D) in nats."""
    ratio = (truth.std / guess.std).square()
    shift = ((truth.mean - guess.mean) / guess.std).square()
    return 0.5 * (ratio + shift - 1 - ratio.log())
