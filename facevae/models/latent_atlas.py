"""Statistics of the flagship's latents: attribute directions, group means, distances to training faces.

Nothing here is trained step by step, and nothing here can be drawn as a training face: directions and means are taken
over hundreds of faces, and what is kept of each training face is where it lies among the others, in a few numbers of
the attributes network that no decoder understands.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class LatentAtlasConfig:
    """The shape of an `LatentAtlas`.

    Attributes:
        latent_dim: D, numbers in a code of the flagship.
        features: F, numbers by which the attributes network describes a face.
        kept: R, of their principal components that are kept of each training face.
        faces: N, how many training faces there are.
        names: K, what has a direction: keys of `facevae.latent.MEASUREMENTS`.
        measurements: T, what the side effects of a direction are measured on.
        groups: G, whose mean codes are known: keys of `facevae.latent.GROUPS`.
    """

    latent_dim: int = 256
    features: int = 256
    kept: int = 48
    faces: int = 0
    names: tuple[str, ...] = ()
    measurements: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("names", "measurements", "groups"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if min(self.latent_dim, self.features, self.kept) < 1 or self.kept > self.features:
            raise ValueError("latent_dim, features and kept must be positive, and kept at most features.")


class LatentAtlas(nn.Module):
    """Aggregate figures of codes and of training faces.

    Attributes:
        directions: (2, K, D): as found, and each turned so that nothing else that is measured changes, to first order;
            as long as one step of a slider is, in standard deviations of the prior.
        effects: (2, K, T) what one step along each does to each trait, on average over validation faces.
        spread: (D,) standard deviation of each number of the codes of training faces.
        means: (G, D) mean code of each group; counts: (G,) over how many training faces.
        feature_mean, feature_basis: (F,) and (F, R), where training faces lie: their leading components.
        places: (N, R) there.
        usual: (101,) percentiles, from 0 to 100, of how far validation faces are from their nearest training face.
    """

    directions: Tensor
    effects: Tensor
    spread: Tensor
    means: Tensor
    counts: Tensor
    feature_mean: Tensor
    feature_basis: Tensor
    places: Tensor
    usual: Tensor

    def __init__(self, config: LatentAtlasConfig) -> None:
        super().__init__()
        self.config = config
        names, measurements, groups = len(config.names), len(config.measurements), len(config.groups)
        shapes = {
            "directions": (2, names, config.latent_dim),
            "effects": (2, names, measurements),
            "spread": (config.latent_dim,),
            "means": (groups, config.latent_dim),
            "counts": (groups,),
            "feature_mean": (config.features,),
            "feature_basis": (config.features, config.kept),
            "places": (config.faces, config.kept),
            "usual": (101,),
        }
        for name, shape in shapes.items():
            self.register_buffer(name, torch.zeros(shape))

    def nearest(self, features: Tensor) -> Tensor:
        """Distance of faces to their nearest training face.

        Args:
            features: (M, F), as `AttributeNet.embed` describes faces.
        Returns:
            (M,) distances, in the units of the features; `usual` tells what strangers' distances are.
        """
        return torch.cdist((features - self.feature_mean) @ self.feature_basis, self.places).amin(1)
