"""The ELBO, with a start at probabilistic PCA in closed form."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import metrics
from facevae.checkpoints import Checkpoint
from facevae.models.vae import Vae, VaeConfig
from train.data.examples import Examples
from train.objectives.base import Objective, batches
from train.recipes.recipe import Recipe, build

COMPONENT_FACES = 12_000
"""Enough faces to tell a few hundred components apart from chance."""

DIRECTION_FACES = 6
"""Faces around which the leading directions are sought."""


class VaeObjective(Objective[Vae, Examples, Examples]):
    """Negative evidence lower bound in nats a dimension, Gaussian likelihood of learned width, beta 1.

    Source: Rybkin et al. 2021, "Simple and effective VAE training with calibrated decoders".
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.model = Vae(build(VaeConfig, recipe.model, "model"))

    def prepare(self, train: Examples) -> None:
        faces = train.faces
        config = self.model.config
        side = config.linear_size
        small = torch.cat([F.adaptive_avg_pool2d(chunk, side) for chunk in batches(faces[:COMPONENT_FACES], 512)])
        mirrored = torch.cat([small, small.flip(-1)]) if self.recipe.data.flip else small
        mean = mirrored.mean(0).flatten()
        centred = small.flatten(1) - mean
        torch.manual_seed(self.recipe.seed)
        count = min(config.latent_dim, *centred.shape)
        _, singular, components = torch.svd_lowrank(centred, q=min(count + 64, *centred.shape), niter=2)
        variances = singular[:count].square() / len(centred)
        total = centred.square().sum() / len(centred)
        noise = float((total - variances.sum()).clamp(min=1e-6) / centred.shape[1])
        components = components[:, :count].T
        if count < config.latent_dim:
            missing = config.latent_dim - count
            components = torch.cat([components, torch.zeros(missing, components.shape[1])])
            variances = torch.cat([variances, torch.full((missing,), noise)])
        self.model.start_from_components(mean, components, variances.clamp(min=1.01 * noise), noise)

    def is_slow(self, name: str) -> bool:
        return ".linear." in name

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        faces = batch.faces
        generator = torch.Generator(faces.device).manual_seed(seed)
        posterior = self.model.encoder(faces)
        decoded = self.model.decoder(posterior.sample(generator))
        return self._losses(faces, posterior.kl(), decoded)

    def _losses(self, faces: Tensor, kl: Tensor, decoded: Tensor) -> dict[str, Tensor]:
        dimensions = faces[0].numel()
        error = (decoded.float() - faces).square().mean()
        log_sigma = self.model.log_sigma
        likelihood = 0.5 * error * (-2 * log_sigma).exp() + log_sigma + 0.5 * math.log(2 * math.pi)
        divergence = kl.sum(1).mean()
        return {
            "loss": likelihood + divergence / dimensions,
            "kl": divergence.detach(),
            "mse": error.detach(),
            "sigma": log_sigma.detach().exp(),
        }

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        faces = batch.faces
        posterior = self.model.encoder(faces)
        generator = torch.Generator(faces.device).manual_seed(self.recipe.seed)
        losses = self._losses(faces, posterior.kl(), self.model.decoder(posterior.sample(generator)))
        plain = self.model.decoder(posterior.mean).clamp(0, 1)
        return {
            "loss": float(losses["loss"]),
            "kl": float(losses["kl"]),
            "psnr": float(metrics.psnr(plain, faces).mean()),
            "bits_per_dim": (float(losses["loss"]) + math.log(255)) / math.log(2),
        }

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        generator = torch.Generator(faces.device).manual_seed(self.recipe.seed)
        noise = torch.randn(8, self.model.config.latent_dim, generator=generator, device=faces.device)
        mended = self.model.decoder(self.model.encoder(faces[:8]).mean)
        samples = self.model.decoder(torch.cat([noise * 0.7, noise]))
        return torch.cat([faces[:8], mended, samples]).clamp(0, 1)

    def finish(self, train: Examples, val: Examples) -> None:
        chosen = torch.cat(list(batches(train.faces[:DIRECTION_FACES], DIRECTION_FACES)))
        self.model.find_directions(self.model.encoder(chosen.to(self.model.directions.device)).mean)

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("vae", config, self.model.state_dict(), about)
