"""The evaluated model, the digests of its weights, and the networks it is measured with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import facevae
from facevae import checkpoints
from facevae.align.search import KIND, NAME
from facevae.checkpoints.locations import CHECKPOINTS, locate
from facevae.models.attributes import AttributeNet
from facevae.models.mtcnn import Mtcnn
from train.evaluation.methods import age_reader, identity, pretrained

SUITES = {"vae": "face", "study": "study", "attributes": "attributes", "face_reader": "attributes"}
"""Kind of weights -> which suite of measurements a folder with them is for."""

SIZE = 128
"""Side of the prepared faces where a checkpoint does not say it was trained on others."""

_SHARED = {
    "eyes": ("attributes", "attributes"),
    "second": ("second_reader", "attributes"),
    "judge": (pretrained.FOLDER, pretrained.KIND),
    "recogniser": (identity.FOLDER, identity.KIND),
    "reader": (age_reader.FOLDER, age_reader.KIND),
    "detector": (NAME, KIND),
}
"""What all models are measured with -> the folder of its weights under checkpoints/, and their kind."""


@dataclass(frozen=True)
class Subject:
    """A loaded model.

    Attributes:
        name: the recipe it was trained from, or its folder's name.
        suite: one of the values of ``SUITES``.
        model: ready for inference: a FaceVae, or a Reader in the suite "attributes".
        image_size: side of the prepared faces it is measured on.
        weights: kind -> digest of the set of weights.
        training: kind -> what training wanted remembered.
    """

    name: str
    suite: str
    model: Any
    image_size: int
    weights: dict[str, str]
    training: dict[str, dict[str, Any]]

    @cached_property
    def attribute_net(self) -> AttributeNet:
        """The shipped attributes network, whose features compare sets of faces.

        Raises:
            CheckpointError: it is not there.
        """
        return facevae.load_attributes()

    @cached_property
    def second_reader(self) -> AttributeNet:
        """The shipped network that reads the same for a second opinion; no loss here looks through it.

        Raises:
            CheckpointError: it is not there.
        """
        return facevae.load_attributes("second_reader")

    @cached_property
    def judge(self) -> pretrained.Judge:
        """The shipped network that learned from ImageNet, and was part of no loss here.

        Raises:
            CheckpointError: it is not there.
        """
        return pretrained.load(CHECKPOINTS / pretrained.FOLDER)

    @cached_property
    def recogniser(self) -> identity.FaceDescriptor:
        """The shipped network that tells people apart, and was part of no loss here.

        Raises:
            CheckpointError: it is not there.
        """
        return identity.load(CHECKPOINTS / identity.FOLDER)

    @cached_property
    def reader(self) -> age_reader.AgeReader:
        """The shipped network that reads age and gender a second time, and saw no labels here.

        Raises:
            CheckpointError: it is not there.
        """
        return age_reader.load(CHECKPOINTS / age_reader.FOLDER)

    @cached_property
    def detector(self) -> Mtcnn:
        """The shipped networks that find faces.

        Raises:
            CheckpointError: they are not there.
        """
        return checkpoints.load_network(CHECKPOINTS / NAME, KIND)


def load(name: str) -> Subject:
    """Load a model.

    Args:
        name: as for `facevae.load`.
    Raises:
        CheckpointError: as for `facevae.load`, or a folder that holds no kind that can be measured.
    """
    folder = locate(name).resolve()
    kinds = checkpoints.kinds(folder)
    main = next((kind for kind in SUITES if kind in kinds), "vae")
    found = {kind: checkpoints.read(folder, kind) for kind in kinds}
    recipe = found[main].about.get("recipe", {})
    if SUITES[main] == "attributes":
        model, size = checkpoints.load_network(folder, main), recipe.get("data", {}).get("image_size", SIZE)
    else:
        model = facevae.load(folder)
        size = model.image_size
    weights = {kind: checkpoints.digest(checkpoint) for kind, checkpoint in found.items()}
    return Subject(
        recipe.get("name", folder.name),
        SUITES[main],
        model,
        size,
        weights | _shared_weights(),
        {kind: checkpoint.about for kind, checkpoint in found.items()},
    )


def shipped() -> list[str]:
    """All models under checkpoints/ that can be measured, by name; snapshots of a training are none."""
    folders = {path.parent for path in CHECKPOINTS.rglob("*.safetensors") if "snapshots" not in path.parts}
    measured = (folder for folder in folders if set(checkpoints.kinds(folder)) & set(SUITES))
    return sorted(folder.relative_to(CHECKPOINTS).as_posix() for folder in measured)


def _shared_weights() -> dict[str, str]:
    there = {name: place for name, place in _SHARED.items() if place[1] in checkpoints.kinds(CHECKPOINTS / place[0])}
    return {
        name: checkpoints.digest(checkpoints.read(CHECKPOINTS / folder, kind)) for name, (folder, kind) in there.items()
    }
