"""Principal and attribute directions of the latent space, and their side effects."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.latent import measurements
from facevae.model import FaceVae
from facevae.models.attributes import AttributeNet

_FLAT = 1e-12
"""Length below which a vector is none."""

_SOFT = 1e-4
"""Added to the inner products of gradients of unit length, some of which are combinations of the others."""

_AT_ONCE = 32
"""Codes that are moved along all directions, or differentiated by, at once, to bound memory."""


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


def gradients(model: FaceVae, attribute_net: AttributeNet, codes: Tensor) -> Tensor:
    """Differentiate everything that is measured on decoded faces by their codes.

    Args:
        model: draws the faces.
        attribute_net: reads age, gender and ethnicity in them.
        codes: (N, D).
    Returns:
        (N, T, D): what the smallest step along each number of a code changes, in the units of `MEASUREMENTS`.
    """
    found = []
    for some in codes.split(_AT_ONCE):
        with torch.enable_grad():
            leaves = some.detach().clone().requires_grad_()
            measured = measurements.measure(model.decode(leaves), attribute_net)
            slopes = [torch.autograd.grad(column.sum(), leaves, retain_graph=True)[0] for column in measured.T]
        found.append(torch.stack(slopes, dim=1))
    return torch.cat(found)


def unaffected(direction: Tensor, slopes: Tensor) -> Tensor:
    """Turn a direction, as little as need be, so that some measurements stay where they are along it.

    Args:
        direction: (D,).
        slopes: (T, D), the mean gradients of what is to stay.
    Returns:
        (D,), of unit length. Where the slopes leave no direction free, it is the one that changes them least.
    Source: closed-form projection as Shen et al. 2020, "Interpreting the latent space of GANs for semantic face
    editing", condition one direction on others; here on gradients of what is drawn, not on labels.
    """
    slopes = slopes / slopes.norm(dim=1, keepdim=True).clamp(min=_FLAT)
    gram = slopes @ slopes.T + _SOFT * torch.eye(len(slopes)).to(slopes)
    rest = direction - slopes.T @ torch.linalg.solve(gram, slopes @ direction)
    return rest / rest.norm().clamp(min=_FLAT)


def side_effects(model: FaceVae, attribute_net: AttributeNet, codes: Tensor, directions: Tensor) -> Tensor:
    """Measure what one step along each direction does to everything that is measured.

    Args:
        model: draws the faces.
        attribute_net: reads age, gender and ethnicity in them.
        codes: (N, D), of the faces to start from.
        directions: (K, D), each as long as one step.
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
        (2, K + leading, D): as found, and with the named ones each turned so that little else changes.
    Raises:
        ValueError: as for `principal`.
    """
    most = principal(model, leading).expand(2, -1, -1)
    return most if model.atlas is None else torch.cat([model.atlas.directions, most], dim=1)
