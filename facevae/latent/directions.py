"""Directions in the latent space worth a slider."""

from __future__ import annotations

from torch import Tensor

from facevae.model import FaceVae
from facevae.models.study import StudyVae


def principal(model: FaceVae, count: int) -> Tensor:
    """The directions that change the picture most, in falling order.

    Args:
        model: as `facevae.load` returns it.
        count: how many.
    Returns:
        (count, D), orthonormal: one step along one is one standard deviation of the prior.
    Raises:
        ValueError: more than the model carries, or a model of the study, which carries none.
    """
    if isinstance(model.vae, StudyVae):
        raise ValueError('Only the flagship carries directions; load("face") has them.')
    directions = model.vae.directions
    if not 1 <= count <= len(directions):
        raise ValueError(f"count is {count}; this model carries {len(directions)} directions.")
    return directions[:count]
