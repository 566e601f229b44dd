"""Teach how a residual goes on in a hole; flagship, restorer and eigenfaces frozen."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from facevae import masks, metrics
from facevae.checkpoints import Checkpoint, load_network
from facevae.models.continuation import Continuation, ContinuationConfig
from train.corrupt import shared_holes
from train.examples import Examples
from train.objectives.base import Objective
from train.recipe import Recipe, build


@dataclass(frozen=True)
class ContinuationOptions:
    """What the recipe says of the objective.

    Attributes:
        flagship: folder of the trained VAE with its restorer and eigenfaces.
        share: how many faces of a batch have the same hole: one solve a model then serves them all.
    """

    flagship: str = "checkpoints/face"
    share: int = 4


@dataclass(frozen=True)
class Broken:
    """Faces with a hole and what the models make of them, (N, 3, S, S) each; mask (N, 1, S, S)."""

    residual: Tensor
    generated: Tensor
    linear: Tensor
    mask: Tensor


class ContinuationObjective(Objective):
    """Squared error in the hole, as a share of the error that the linear model leaves there."""

    model: Continuation

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.options = build(ContinuationOptions, recipe.objective, "objective")
        self.model = Continuation(build(ContinuationConfig, recipe.model, "model"))
        self.vae = load_network(Path(self.options.flagship), "vae")
        self.restorer = load_network(Path(self.options.flagship), "restorer")
        self.eigenfaces = load_network(Path(self.options.flagship), "eigenfaces")

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        holes = shared_holes(len(batch), batch.faces.shape[-1], self.options.share, seed).to(batch.faces.device)
        return {"loss": self._loss(batch.faces, self._break(batch.faces, holes)).mean()}

    @torch.no_grad()
    def _break(self, faces: Tensor, mask: Tensor) -> Broken:
        with torch.autocast(faces.device.type, enabled=False):  # a Cholesky factor needs all of float32
            sigma = torch.zeros(len(faces), device=faces.device)
            known = faces * (1 - mask)
            generated = self.vae.decoder(self.restorer(known, mask, sigma).mean).clamp(0, 1)
            linear = self.eigenfaces(known, mask, sigma)
        return Broken((faces - generated) * (mask == 0), generated, linear, mask)

    def _mend(self, broken: Broken) -> Tensor:
        return broken.generated + self.model(broken.residual, broken.generated, broken.linear, broken.mask).float()

    def _loss(self, clean: Tensor, broken: Broken) -> Tensor:
        hole = (broken.mask > 0).float()
        alone = ((broken.linear - clean) * hole).square().sum((1, 2, 3))
        return ((self._mend(broken) - clean) * hole).square().sum((1, 2, 3)) / alone.clamp(min=1e-6)

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        side, faces = batch.faces.shape[-1], batch.faces
        mixed = shared_holes(len(batch), side, self.options.share, self.recipe.seed).to(faces.device)
        found = {"loss": float(self._loss(faces, self._break(faces, mixed)).mean())}
        for name, mask in (("box", masks.centre_box(side)), ("half", masks.half(side))):
            hole = mask.to(faces.device).expand(len(batch), -1, -1, -1)
            mended = self._mend(self._break(faces, hole)).clamp(0, 1)
            found[f"psnr_{name}"] = float(metrics.psnr(mended, faces, hole).mean())
        return found

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        faces = faces[:8]
        broken = self._break(faces, shared_holes(len(faces), faces.shape[-1], 1, self.recipe.seed).to(faces.device))
        return torch.cat([faces, faces * (1 - broken.mask), self._mend(broken).clamp(0, 1)])

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("continuation", config, self.model.state_dict(), about)
