"""Three models along their training, on the current face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from facevae import checkpoints
from facevae.checkpoints import CheckpointError
from facevae.checkpoints.locations import locate
from facevae.latent import study
from facevae.networks import study_model
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.size.nine import sprite

SETTINGS = ((4, 1.0), (32, 0.1), (256, 0.01))
"""Those whose snapshots are kept."""


@dataclass(frozen=True)
class Course:
    """One model along its training.

    Attributes:
        dim, beta: numbers in a code, and their price.
        names: of its snapshots, in order, the model itself the last of them.
        steps: that each was trained for.
        batch: faces a step.
        curve: what was measured on validation faces after each epoch: step, val_loss, val_psnr.
    """

    dim: int
    beta: float
    names: tuple[str, ...]
    steps: tuple[int, ...]
    batch: int
    curve: tuple[dict[str, float], ...]


def courses() -> list[Course]:
    """Read which snapshots there are, and what was measured along the training; no weights are read.

    Raises:
        CheckpointError: there are no models.
    """
    found = []
    for dim, beta in SETTINGS:
        name = study.name_of(dim, beta)
        about = checkpoints.about(locate(name), "study")
        steps = sorted(int(path.name) for path in (locate(name) / "snapshots").glob("[0-9]*"))
        names = [*(f"{name}/snapshots/{step:06d}" for step in steps), name]
        curve = tuple({key: row[key] for key in ("step", "val_loss", "val_psnr")} for row in about["curve"])
        course = Course(dim, beta, tuple(names), (*steps, about["steps"]), about["recipe"]["batch"], curve)
        found.append(course)
    if len({course.steps for course in found}) > 1:
        raise CheckpointError("The models of the study were kept at different steps of their training.")
    return found


def show(found: list[Course], face: CurrentFace) -> dict[str, Any]:
    """Return what the models made of a face along their training, as the page takes it."""
    models = [[study_model(name) for name in course.names] for course in found]
    small = study.at_size(face.pixels, models[0][0].image_size)
    copies = study.copy([model for along in models for model in along], small)
    psnr, count = copies.psnr.tolist(), len(models[0])
    return {
        "key": face.key,
        "name": face.name,
        "face": sprite(small, 1),
        "copies": sprite(copies.faces, count),
        "psnr": [psnr[first : first + count] for first in range(0, len(psnr), count)],
        "loss": [
            [study.training_loss(model, small, course.beta) for model in along]
            for course, along in zip(found, models, strict=True)
        ],
    }
