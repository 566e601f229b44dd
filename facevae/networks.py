"""The networks that are needed beside the model, loaded when first asked for and once for everybody."""

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
def study_model(name: str) -> FaceVae:
    """Return a model of the study, or one of its snapshots, by its name.

    Raises:
        CheckpointError: there is none.
    """
    return load(name)
