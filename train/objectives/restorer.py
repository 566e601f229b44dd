"""Train the encoder of degraded faces, q(z | y, mask, sigma), the flagship frozen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import metrics
from facevae.checkpoints import Checkpoint, load_network
from facevae.damage import Damaged
from facevae.models.restorer import Restorer, RestorerConfig
from facevae.models.vae import Posterior
from train.data.degrade import degrade, degrade_with_noise
from train.data.examples import Examples, to_float
from train.objectives.base import Objective, batches
from train.objectives.wiener_fit import fit_shares
from train.recipes.recipe import Recipe, build

NUISANCE_FACES = 8_000
"""Faces on which it is measured what codes leave over."""


@dataclass(frozen=True)
class RestorerOptions:
    """What the recipe says of the objective.

    Attributes:
        flagship: folder of the trained VAE whose codes are inferred.
        start: folder of a restorer whose convolutions to go on from; empty starts with new ones. What they add to the
            linear posterior starts at zero either way.
        pixels: weight of the squared error of the mean in pixels, seen through the flagship's linear path.
    """

    flagship: str = "checkpoints/face"
    start: str = ""
    pixels: float = 0.0


class RestorerObjective(Objective[Restorer, Examples, Examples]):
    """Divergence of the restorer's posterior from the one that the frozen flagship has of the undamaged face.

    Source: Harvey et al. 2022, "Conditional image generation by conditioning variational auto-encoders".
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.options = build(RestorerOptions, recipe.objective, "objective")
        self.model = Restorer(build(RestorerConfig, recipe.model, "model"))
        self.vae = load_network(Path(self.options.flagship), "vae")

    def prepare(self, train: Examples) -> None:
        self.model.linear.copy_from(self.vae)
        self.model.linear.fit_nuisance(torch.cat(list(self._nuisance_errors(train.faces[:NUISANCE_FACES]))))
        if self.options.start:
            before = load_network(Path(self.options.start), "restorer")
            self.model.path.load_state_dict(before.path.state_dict())

    def _nuisance_errors(self, faces: Tensor) -> Iterator[Tensor]:
        linear = self.model.linear
        with torch.no_grad():
            for chunk in batches(faces, 256):
                small = F.adaptive_avg_pool2d(chunk, linear.side)
                yield (small - linear.sketch(self.vae.encoder(chunk).mean)).flatten(1)

    def collate(self, batch: Examples, seed: int) -> Examples:
        return replace(batch, damaged=degrade(to_float(batch.faces), seed))

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        faces = batch.faces
        with torch.no_grad():
            truth = self.vae.encoder(faces)
        guess = self._infer(batch.degraded)
        nats = divergence(truth, guess).mean()
        off = F.linear(guess.mean - truth.mean, self.model.linear.basis[:, : guess.mean.shape[1]]).square().mean()
        return {"loss": nats + self.options.pixels * off, "nats": nats, "pixels": off}

    def _infer(self, damaged: Damaged) -> Posterior:
        return self.model(damaged.faces, damaged.mask, damaged.sigma)

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        faces = batch.faces
        damaged = degrade(faces, self.recipe.seed)
        truth, guess = self.vae.encoder(faces), self._infer(damaged)
        mended = self.vae.decoder(guess.mean).clamp(0, 1)
        noisy = degrade_with_noise(faces, 100 / 255, self.recipe.seed)
        denoised = self.vae.decoder(self._infer(noisy).mean).clamp(0, 1)
        return {
            "loss": float(divergence(truth, guess).mean()),
            "psnr": float(metrics.psnr(mended, faces).mean()),
            "psnr_noise_100": float(metrics.psnr(denoised, faces).mean()),
        }

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        faces = faces[:16]
        damaged = degrade(faces, self.recipe.seed)
        mended = self.vae.decoder(self._infer(damaged).mean).clamp(0, 1)
        rows = zip(faces.split(8), damaged.faces.split(8), mended.split(8), strict=True)
        return torch.cat([picture for row in rows for picture in row])

    def finish(self, train: Examples, val: Examples) -> None:
        fit_shares(
            self.model.residual,
            train,
            lambda noisy: self.vae.decoder(self._infer(noisy).mean).clamp(0, 1),
            self.recipe.seed,
        )

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("restorer", config, self.model.state_dict(), about)


def divergence(truth: Posterior, guess: Posterior) -> Tensor:
    """Kullback-Leibler divergence of `guess` from `truth` for each latent, (N, D) in nats."""
    ratio = (truth.std / guess.std).square()
    shift = ((truth.mean - guess.mean) / guess.std).square()
    return 0.5 * (ratio + shift - 1 - ratio.log())
