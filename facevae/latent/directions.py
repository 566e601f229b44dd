"""Principal and attribute directions of the latent space, and their side effects."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.latent import measurements
from facevae.model import FaceVae
from facevae.models.attributes import AttributeNet

_DEPENDENT = 1e-4
"""Least eigenvalue of the directions' inner products that leaves something of each."""

_AT_ONCE = 32
"""Codes that are moved along all directions at once, to bound memory."""


def principal(model: FaceVae, count: int) -> Tensor:
    """Principal directions: those that change the picture most, in falling order.

    Args:
        model: as `facevae.load` returns it.
        count: how many.
    Returns:
        (count, D), orthonormal: one step along one is one standard deviation of the prior.
    Raises:
        ValueError: more than the model carries, or a model of the study, which carries none.
    """
    return model.vae.principal_directions(count)


def independent(directions: Tensor) -> Tensor:
    """Orthogonalise each direction against all the others (the dual basis).

    Args:
        directions: (K, D) unit vectors, linearly independent.
    Returns:
        (K, D) unit vectors, each orthogonal to every *given* direction but its own, to which it is as near as it can
        be: a step along one leaves the place along all the others as it was.
    Raises:
        ValueError: one of them is a combination of the others.
    """
    gram = directions @ directions.T
    if float(torch.linalg.eigvalsh(gram)[0]) < _DEPENDENT:
        raise ValueError("One of the directions is a combination of the others; nothing of it would be left.")
    dual = torch.linalg.solve(gram, directions)
    return dual / dual.norm(dim=1, keepdim=True)


def side_effects(model: FaceVae, attribute_net: AttributeNet, codes: Tensor, directions: Tensor) -> Tensor:
    """Measure what one step along each direction does to everything that is measured.

    Args:
        model: draws the faces.
        attribute_net: reads age, gender and ethnicity in them.
        codes: (N, D), of the faces to start from.
        directions: (K, D) unit vectors.
    Returns:
        (N, K, T): half the difference between a step forward and a step back, in the units of `MEASUREMENTS`.
    """
    found = []
    for some in codes.split(_AT_ONCE):
        ahead, back = (
            measurements.measure(model.decode((some[:, None] + sign * directions).flatten(0, 1)), attribute_net)
            for sign in (1, -1)
        )
        found.append(((ahead - back) / 2).unflatten(0, (len(some), len(directions))))
    return torch.cat(found)


def editing_directions(model: FaceVae, leading: int) -> Tensor:
    """The directions that a face is edited along: the named ones of the atlas, then the leading ones.

    Args:
        model: as `facevae.load` returns it; without an atlas it has leading directions only.
        leading: how many of these.
    Returns:
        (2, K + leading, D): as found, and with the named ones each made orthogonal to the others.
    Raises:
        ValueError: as for `principal`.
    """
    most = principal(model, leading).expand(2, -1, -1)
    return most if model.atlas is None else torch.cat([model.atlas.directions, most], dim=1)
