"""Memorization test: the distance of a sample to its nearest training face."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.latent.percentiles import below
from facevae.latent.sampling import sample
from facevae.model import FaceVae
from facevae.models.attributes import AttributeNet

COPY_BELOW = 1
"""Per cent of strangers: what is nearer to a training face than all but these is suspicious."""


@dataclass(frozen=True)
class MemorizationTest:
    """A sampled face, and how near it comes to a training face.

    Attributes:
        face: (1, 3, S, S) in [0, 1].
        distance: to the nearest training face, in the features of the attributes network.
        nearer: per cent of real faces the model never saw that are nearer to a training face than that.
        known: how many training faces there are.
    """

    face: Tensor
    distance: float
    nearer: float
    known: int

    @property
    def suspicious(self) -> bool:
        """Whether it is nearer to a training face than strangers come."""
        return self.nearer < COPY_BELOW


@torch.inference_mode()
def check_memorization(model: FaceVae, attribute_net: AttributeNet, generator: torch.Generator) -> MemorizationTest:
    """Draw a face from the prior and measure how far it is from the nearest training face.

    Args:
        model: as `facevae.load` returns it, with an atlas; drawn in the style "real" where it has that.
        attribute_net: the network whose features the atlas was made with.
        generator: CPU generator; the same seed gives the same face.
    Returns:
        The face with its distance.
    Raises:
        ValueError: the model has no atlas.
    Source: Meehan et al. 2020, "A non-parametric test to detect data-copying in generative models", for comparing
    with the distances of unseen faces.
    """
    atlas = model.require("atlas")
    face = model.decode(sample(model, 1, generator), model.styles[-1], generator=generator)
    distance = float(atlas.nearest(attribute_net.embed(face)))
    return MemorizationTest(face, distance, below(distance, atlas.usual.tolist()), len(atlas.places))
