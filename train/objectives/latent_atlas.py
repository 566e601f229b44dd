"""Compute the statistics of latents in closed form; nothing is trained step by step."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from facevae.checkpoints import Checkpoint, load_network
from facevae.latent import directions, measurements
from facevae.latent.groups import GROUPS
from facevae.model import FaceVae
from facevae.models.latent_atlas import LatentAtlas, LatentAtlasConfig
from train import TrainError
from train.data.examples import Examples
from train.objectives import atlas_directions
from train.objectives.base import VALIDATION_BATCH, Objective, batches
from train.recipes.recipe import Recipe, build

LOOKED_AT = 128
"""Validation faces on which side effects are measured."""


@dataclass(frozen=True)
class LatentAtlasOptions:
    """What the recipe says of the objective.

    Attributes:
        flagship: folder of the trained VAE whose codes are looked at.
        attributes: folder of the network that reads faces.
        ridge: added to the variance of codes, so that directions keep to where faces differ.
        fewest: faces that a group needs for a mean.
        steps: name of a direction -> how much one step is to change what it is named after, in its unit; without it
            a step is one standard deviation of the prior.
        longest: length of a step that none exceeds, in standard deviations of the prior.
        differentiated: training faces over which gradients of what is measured are averaged.
    """

    flagship: str = "checkpoints/face"
    attributes: str = "checkpoints/attributes"
    ridge: float = 0.05
    fewest: int = 50
    steps: dict[str, float] = field(default_factory=dict)
    longest: float = 3.0
    differentiated: int = 96


class LatentAtlasObjective(Objective[LatentAtlas, Examples, Examples]):
    """Directions from codes and gradients, see `atlas_directions`; means; and where training faces lie.

    Age and gender come from the labels, the rest is measured on the faces.
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.options = build(LatentAtlasOptions, recipe.objective, "objective")
        self.model = LatentAtlas(build(LatentAtlasConfig, recipe.model, "model"))
        for name in self.model.config.names:
            if name not in measurements.MEASUREMENTS or not measurements.MEASUREMENTS[name].slider:
                known = ", ".join(name for name, measurement in measurements.MEASUREMENTS.items() if measurement.slider)
                raise TrainError(f"model: names has {name!r}; there are directions for {known}.")
        if strange := set(self.options.steps) - set(self.model.config.names):
            raise TrainError(f"objective: steps has {', '.join(sorted(strange))}, which names has not.")
        self.vae = load_network(Path(self.options.flagship), "vae")
        self.attribute_net = load_network(Path(self.options.attributes), "attributes")

    @torch.no_grad()
    def prepare(self, train: Examples) -> None:
        seen = [
            (self._encode(faces), measurements.measure(faces, self.attribute_net))
            for faces in batches(train.faces, 256)
        ]
        codes, measured = (torch.cat(part) for part in zip(*seen, strict=True))
        features = self._features(train)
        members = {name: group.holds(train.age, train.gender) for name, group in GROUPS.items()}
        members = {name: held for name, held in members.items() if int(held.sum()) >= self.options.fewest}
        self.model = LatentAtlas(
            dataclasses.replace(
                self.model.config,
                latent_dim=codes.shape[1],
                features=features.shape[1],
                kept=min(self.model.config.kept, features.shape[1]),
                faces=len(train),
                measurements=tuple(measurements.MEASUREMENTS),
                groups=tuple(members),
            )
        )
        self._find_directions(codes, measured, train)
        self.model.spread.copy_(codes.std(0))
        for row, held in enumerate(members.values()):
            self.model.means[row], self.model.counts[row] = codes[held].mean(0), held.sum()
        self._place(features)

    def _encode(self, faces: Tensor) -> Tensor:
        return self.vae.encoder(faces).mean

    def _features(self, examples: Examples) -> Tensor:
        return torch.cat([self.attribute_net.embed(faces) for faces in batches(examples.faces, 256)])

    def _labelled(self, measured: Tensor, examples: Examples) -> Tensor:
        """What the directions are named after, (N, K): labels where there are some, nan where one is missing."""
        gender = torch.where(examples.gender < 0, torch.nan, examples.gender.float())
        wanted = dict(zip(measurements.MEASUREMENTS, measured.T, strict=True)) | {"age": examples.age, "gender": gender}
        return torch.stack([wanted[name] for name in self.model.config.names], dim=1)

    def _find_directions(self, codes: Tensor, measured: Tensor, train: Examples) -> None:
        """Find each direction in both ways; faces without a label are left out."""
        some = codes[:: max(1, len(codes) // self.options.differentiated)][: self.options.differentiated]
        slopes = directions.gradients(FaceVae(self.vae), self.attribute_net, some).mean(0)
        finding = atlas_directions.Finding(self.options.ridge, self.options.steps, self.options.longest)
        for row, (name, wanted) in enumerate(
            zip(self.model.config.names, self._labelled(measured, train).T, strict=True)
        ):
            known = atlas_directions.wearers(measured) if name == "glasses" else wanted
            self.model.directions[:, row] = atlas_directions.find(name, codes, known, slopes, finding)

    def _place(self, features: Tensor) -> None:
        """Keep the leading components of the features of training faces."""
        self.model.feature_mean.copy_(features.mean(0))
        _, vectors = torch.linalg.eigh((features - features.mean(0)).T.cov())
        self.model.feature_basis.copy_(vectors.flip(1)[:, : self.model.config.kept])
        self.model.places.copy_((features - features.mean(0)) @ self.model.feature_basis)

    def forward(self, batch: Examples, seed: int, progress: float) -> dict[str, Tensor]:
        raise NotImplementedError("An atlas is found in closed form; it takes no steps.")

    @torch.no_grad()
    def validate(self, batch: Examples) -> dict[str, float]:
        """How well the place along each direction tells what it is named after, as a correlation."""
        along = self._encode(batch.faces) @ self.model.directions[0].T
        wanted = self._labelled(measurements.measure(batch.faces, self.attribute_net), batch)
        found = {
            f"correlation_{name}": _correlation(along[:, row], wanted[:, row])
            for row, name in enumerate(self.model.config.names)
        }
        return {"loss": 1 - sum(found.values()) / len(found), **found}

    @torch.no_grad()
    def finish(self, train: Examples, val: Examples) -> None:
        model = FaceVae(self.vae)
        codes = torch.cat([self._encode(faces) for faces in batches(val.faces[:LOOKED_AT], VALIDATION_BATCH)])
        for way, found in enumerate(self.model.directions):
            self.model.effects[way] = directions.side_effects(model, self.attribute_net, codes, found).mean(0)
        distances = self.model.nearest(self._features(val))
        self.model.usual.copy_(torch.quantile(distances, torch.linspace(0, 1, len(self.model.usual))))

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        steps = torch.linspace(-3, 3, 8)[:, None]
        rows = [self.vae.decoder(steps * direction).clamp(0, 1) for direction in self.model.directions.flatten(0, 1)]
        return torch.cat(rows)

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.config)
        return Checkpoint("atlas", config, self.model.state_dict(), about)


def _correlation(a: Tensor, b: Tensor) -> float:
    known = b.isfinite()
    return float(torch.corrcoef(torch.stack([a[known], b[known]]))[0, 1].nan_to_num())
