"""Train the sharp decoder adversarially, the encoder frozen."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae import metrics
from facevae.checkpoints import Checkpoint, load_network
from facevae.models.attributes import AttributeNet
from facevae.models.sharp_decoder import SharpDecoder
from facevae.models.vae import Vae, VaeConfig
from train.data.examples import Examples
from train.objectives.adversarial import Critic, adaptive_weight, perceptual_distance, r1_penalty
from train.objectives.base import Objective
from train.recipes.recipe import Recipe, build

PENALTY_EVERY = 8
"""Steps from one penalty on the critic to the next, which then counts as often; it costs as much as the rest."""


@dataclass(frozen=True)
class SharpOptions:
    """What the recipe says of the objective.

    Attributes:
        flagship: folder of the trained VAE.
        attributes: folder of the network in whose eyes faces are compared.
        pixels, perceptual: weights in the decoder's loss.
        adversarial: how hard the critic pulls at the last layer, as a share of how hard the other two do together.
        penalty: weight of the critic's squared gradient.
        alone: share of the training before the critic's opinion counts.
        critic: channels of the critic.
    """

    flagship: str = "checkpoints/face"
    attributes: str = "checkpoints/attributes"
    pixels: float = 4.0
    perceptual: float = 1.0
    adversarial: float = 0.2
    penalty: float = 1.0
    alone: float = 0.2
    critic: tuple[int, ...] = (32, 64, 128)


class Players(nn.Module):
    """What is trained: the decoder and its critic."""

    def __init__(self, config: VaeConfig, critic: tuple[int, ...]) -> None:
        super().__init__()
        self.sharp = SharpDecoder(config)
        self.critic = Critic(critic)


class SharpObjective(Objective[Players, Examples, Examples]):
    """Distance to the photo in pixels and in features, and what a critic thinks of it.

    Reconstructions and samples from the prior, half as many, are shown to the critic.
    Source: Larsen et al. 2016, "Autoencoding beyond pixels using a learned similarity metric".
    """

    keeps_last = True

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.options = build(SharpOptions, recipe.objective, "objective")
        self.model = Players(build(VaeConfig, recipe.model, "model"), self.options.critic)
        self.vae: Vae = load_network(Path(self.options.flagship), "vae")
        self.attribute_net: AttributeNet = load_network(Path(self.options.attributes), "attributes")

    def prepare(self, train: Examples) -> None:
        self.model.sharp.copy_from(self.vae.decoder)

    def is_slow(self, name: str) -> bool:
        return name.startswith("sharp.")

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        faces = batch.faces
        generator = torch.Generator(faces.device).manual_seed(seed)
        with torch.no_grad():
            codes = self.vae.encoder(faces).sample(generator)
            shape = (len(faces) // 2, codes.shape[1])
            from_prior = torch.randn(shape, generator=generator, device=faces.device, dtype=codes.dtype)
        drawn = self._draw(torch.cat([codes, from_prior]))
        same = drawn[: len(faces)]
        parts = {
            "pixels": (same - faces).abs().mean(),
            "perceptual": perceptual_distance(self._see(same), self._see(faces)),
            "adversarial": F.softplus(-self.model.critic.frozen(drawn)).mean(),
        }
        fidelity = self.options.pixels * parts["pixels"] + self.options.perceptual * parts["perceptual"]
        say = self.options.adversarial if progress >= self.options.alone else 0.0
        loss = adaptive_weight(drawn, self.model.sharp.head.weight, fidelity, parts["adversarial"], say)
        parts["critic"] = self._critic_loss(faces, drawn.detach(), seed)
        return {"loss": loss + parts["critic"], **{name: value.detach() for name, value in parts.items()}}

    def _critic_loss(self, real: Tensor, drawn: Tensor, seed: int) -> Tensor:
        critic = self.model.critic
        loss = F.softplus(critic(drawn)).mean() + F.softplus(-critic(real)).mean()
        if seed % PENALTY_EVERY == 0:
            loss = loss + 0.5 * self.options.penalty * PENALTY_EVERY * r1_penalty(critic, real)
        return loss

    def _draw(self, codes: Tensor) -> Tensor:
        return self.model.sharp(codes, self.vae.decoder.sketch(codes))

    def _see(self, faces: Tensor) -> list[Tensor]:
        return self.attribute_net.maps(self.attribute_net.resize(faces))

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        codes = self.vae.encoder(batch.faces).mean
        drawn, plain = self._draw(codes).clamp(0, 1), self.vae.decoder(codes).clamp(0, 1)
        seen = self._see(batch.faces)
        perceptual = float(perceptual_distance(self._see(drawn), seen))
        return {
            "loss": perceptual,
            "perceptual_faithful": float(perceptual_distance(self._see(plain), seen)),
            "psnr": float(metrics.psnr(drawn, batch.faces).mean()),
            "believed": float((self.model.critic(drawn) > 0).float().mean()),
        }

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        codes = self.vae.encoder(faces[:8]).mean
        generator = torch.Generator(faces.device).manual_seed(self.recipe.seed)
        from_prior = 0.8 * torch.randn(codes.shape, generator=generator, device=faces.device)
        rows = [
            faces[:8],
            self.vae.decoder(codes),
            self._draw(codes),
            self.vae.decoder(from_prior),
            self._draw(from_prior),
        ]
        return torch.cat(rows).clamp(0, 1)

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.sharp.config)
        return Checkpoint("sharp", config, self.model.sharp.state_dict(), about)
