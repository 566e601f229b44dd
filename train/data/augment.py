"""Data augmentation that leaves age, gender and ethnicity as they are, or says how it mixes them."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.models.attributes import resize


def augment(faces: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """Turn, scale, shift, recolour and partly hide faces, each its own way.

    Args:
        faces: (N, 3, S, S) RGB in [0, 1].
        side: of what is returned, in pixels.
        generator: on the CPU.
    Returns:
        (N, 3, side, side) in [0, 1].
    """
    return erase(recolour(move(faces, side, generator), generator), generator)


def move(faces: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """Turn by up to 15 degrees, scale by up to 12 %, shift by up to 6 % of the side; edges are continued."""

    def uniform(limit: float) -> Tensor:
        return limit * (2 * torch.rand(len(faces), generator=generator) - 1)

    turn, scale = uniform(math.radians(15)), 1 + uniform(0.12)
    cos, sin = scale * turn.cos(), scale * turn.sin()
    rows = [torch.stack((cos, -sin, uniform(0.12)), 1), torch.stack((sin, cos, uniform(0.12)), 1)]
    grid = F.affine_grid(torch.stack(rows, 1), [len(faces), 3, side, side], align_corners=False)
    return F.grid_sample(faces, grid.to(faces), padding_mode="border", align_corners=False)


def recolour(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Change brightness and contrast by up to 25 %, colourfulness by up to 40 %; make one in ten grey."""

    def factor(limit: float) -> Tensor:
        drawn = 1 + limit * (2 * torch.rand(len(faces), 1, 1, 1, generator=generator) - 1)
        return drawn.to(faces)

    mean = faces.mean((1, 2, 3), keepdim=True)
    faces = (mean + (faces - mean) * factor(0.25)) * factor(0.25)
    grey = faces.mean(1, keepdim=True)
    colourful = factor(0.4) * (torch.rand(len(faces), 1, 1, 1, generator=generator) >= 0.1).to(faces)
    return (grey + (faces - grey) * colourful).clamp(0, 1)


def erase(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Put a box of one random colour, 10 to 45 % of the side each way, over a third of the faces.

    Source: Zhong et al. 2020, "Random erasing data augmentation".
    """
    count, _, side, _ = faces.shape
    extent = 0.1 + 0.35 * torch.rand(count, 2, generator=generator)
    corner = (1 - extent) * torch.rand(count, 2, generator=generator)
    line = (torch.arange(side) + 0.5) / side
    inside = (line > corner[..., None]) & (line < (corner + extent)[..., None])
    hit = (torch.rand(count, generator=generator) < 1 / 3)[:, None, None]
    box = (inside[:, 0, :, None] & inside[:, 1, None, :] & hit)[:, None]
    colour = torch.rand(count, 3, 1, 1, generator=generator)
    return torch.where(box.to(faces.device), colour.to(faces), faces)


def soften(faces: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """Take the fine detail from a share of the faces: each step's are brought to one side, a fifth to three fifths.

    Args:
        faces: (N, 3, S, S) RGB in [0, 1].
        share: of the faces, 0 to 1.
        generator: on the CPU.
    Returns:
        (N, 3, S, S) in [0, 1].
    """
    side = faces.shape[-1]
    small = max(1, round(side * (0.2 + 0.4 * float(torch.rand((), generator=generator)))))
    hit = (torch.rand(len(faces), generator=generator) < share)[:, None, None, None]
    return torch.where(hit.to(faces.device), resize(resize(faces, small), side), faces)


def mix(faces: Tensor, most: float, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Lay another face over each one, faintly.

    Args:
        faces: (N, 3, S, S) RGB in [0, 1].
        most: largest weight of the other face, 0 to 1; each weight is drawn evenly from 0 to it.
        generator: on the CPU.
    Returns:
        The mixed faces, (N, 3, S, S); whose face was laid over each, (N,) int64; and its weight, (N,).
    Source: Zhang et al. 2018, "mixup: beyond empirical risk minimization".
    """
    other = torch.randperm(len(faces), generator=generator).to(faces.device)
    weight = (most * torch.rand(len(faces), generator=generator)).to(faces)
    return torch.lerp(faces, faces[other], weight[:, None, None, None]), other, weight
