"""The small models of the study, loaded when first asked for, once for all visitors."""

from __future__ import annotations

import functools

import facevae
from facevae.model import FaceVae


@functools.cache
def study_model(name: str) -> FaceVae:
    """Return a model of the study, or one of its snapshots, by its name.

    Raises:
        CheckpointError: there is none.
    """
    return facevae.load(name)
