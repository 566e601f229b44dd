"""The networks that questions are asked of besides the model, loaded when first needed and once for everybody."""

from __future__ import annotations

import functools

from facevae.model import FaceVae, load, load_reader
from facevae.models.face_reader import FaceReader


@functools.cache
def face_reader() -> FaceReader:
    """Return the network that reads faces on the screen.

    Raises:
        CheckpointError: there is none.
    """
    return load_reader()


@functools.cache
def study_model(dim: int, beta: float) -> FaceVae:
    """Return the model of the study with `dim` numbers in a code, at a price of `beta` a nat.

    Raises:
        CheckpointError: there is none.
    """
    return load(study_name(dim, beta))


def study_name(dim: int, beta: float) -> str:
    """Return the name that it has in the folder of the checkpoints, and in their results."""
    return f"study/latent{dim}-beta{beta:g}"
