"""The model that is measured, and what its files say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import facevae
from facevae import checkpoints
from facevae.model import locate


@dataclass(frozen=True)
class Subject:
    """A loaded model.

    Attributes:
        name: the recipe it was trained from, or its folder's name.
        model: ready for inference.
        weights: kind -> digest of the set of weights.
        training: kind -> what training wanted remembered.
    """

    name: str
    model: facevae.FaceVae
    weights: dict[str, str]
    training: dict[str, dict[str, Any]]


def load(name: str) -> Subject:
    """Load a model.

    Args:
        name: as for `facevae.load`.
    Raises:
        CheckpointError: as for `facevae.load`.
    """
    folder = locate(name)
    model = facevae.load(folder.resolve())
    found = {kind: checkpoints.read(folder, kind) for kind in checkpoints.kinds(folder)}
    recipe = found["vae"].about.get("recipe", {})
    return Subject(
        recipe.get("name", folder.resolve().name),
        model,
        {kind: checkpoints.digest(checkpoint) for kind, checkpoint in found.items()},
        {kind: checkpoint.about for kind, checkpoint in found.items()},
    )
