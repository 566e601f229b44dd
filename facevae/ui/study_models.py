"""The models of the study of latent size and beta, loaded when somebody first looks at one."""

from __future__ import annotations

import functools

import facevae
from facevae.model import FaceVae


@functools.cache
def study_model(name: str) -> FaceVae:
    """Return a model of the study, loaded once for all visitors.

    Args:
        name: of its folder under checkpoints/study, such as "latent256-beta1".
    Raises:
        CheckpointError: its weights are not there, or broken.
    """
    return facevae.load(f"study/{name}")
