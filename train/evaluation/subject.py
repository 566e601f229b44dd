"""The model that is measured, and what its files say about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import safe_open

import facevae
from facevae import model as models

_HEADER = "facevae"


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
    """Load a model from this machine.

    Args:
        name: a folder, or the name of one under checkpoints/.
    Raises:
        CheckpointError: no such folder, or as for `facevae.load`.
    """
    folder = next((place for place in (models.CHECKPOINTS / name, Path(name)) if place.is_dir()), None)
    if folder is None:
        raise facevae.CheckpointError(f"There is no folder {name} with weights, neither here nor in checkpoints/.")
    model = facevae.load(folder.resolve())
    headers = [_header(path) for path in sorted(folder.glob("*.safetensors"))]
    training = {header["kind"]: header["about"] for header in headers}
    recipe = training["vae"].get("recipe", {})
    weights = {header["kind"]: header["set"] for header in headers}
    return Subject(recipe.get("name", folder.resolve().name), model, weights, training)


def _header(path: Path) -> dict[str, Any]:
    with safe_open(path, framework="pt") as file:
        return json.loads(file.metadata()[_HEADER])
