"""Edit a real face by a change of its latent, its residual kept."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from facevae.model import FaceVae


def edit(model: FaceVae, faces: Tensor, change: Tensor) -> Tensor:
    """Move the codes of faces, and keep of each picture what its code cannot hold.

    Args:
        model: as `facevae.load` returns it.
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        change: (N, D) or (1, D), in units of the prior's standard deviation.
    Returns:
        (N, 3, S, S) in [0, 1]: the faces plus the difference between the model's faces after and before; no change
        gives them back as they are.
    Raises:
        ValueError: shapes or ranges.
    Source: attribute vectors of Larsen et al. 2016, "Autoencoding beyond pixels", with the residual of the photo kept.
    """
    codes = model.encode(faces).mean
    return (faces + (model.decode(codes + change) - model.decode(codes))).clamp(0, 1)


def move_along(start: Tensor, directions: Tensor, amounts: Sequence[float], *, reach: float, limit: float) -> Tensor:
    """Move codes along directions, each by its own amount.

    Args:
        start: (N, D), in units of the prior's standard deviation.
        directions: (K, D).
        amounts: at most K, in the same units; the directions left over are not moved along.
        reach: amounts are clipped to this each way.
        limit: the numbers of the result are clipped to this each way.
    Returns:
        (N, D).
    """
    steps = torch.zeros(len(directions))
    steps[: len(amounts)] = torch.tensor([float(amount) for amount in amounts])
    return (start + steps.clamp(-reach, reach) @ directions).clamp(-limit, limit)
