"""Faces of no real person, made from seeded blobs."""

from __future__ import annotations

import torch
from torch import Tensor


def blob_faces(count: int = 4, size: int = 32, seed: int = 0) -> Tensor:
    """Draw (count, 3, size, size) smooth faces in [0, 1]: a head, two eyes and a mouth, all different."""
    random = torch.Generator().manual_seed(seed)

    def between(low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * torch.rand(count, *shape, generator=random)

    shift = between(-0.05, 0.05, 2)
    faces = between(0.0, 0.4, 3, 1, 1).expand(-1, -1, size, size)
    parts = (
        (torch.tensor([0.5, 0.5]), torch.tensor([0.22, 0.28]), between(0.5, 1.0, 3, 1, 1)),
        (torch.tensor([0.35, 0.4]), torch.tensor([0.05, 0.04]), between(0.0, 0.3, 3, 1, 1)),
        (torch.tensor([0.65, 0.4]), torch.tensor([0.05, 0.04]), between(0.0, 0.3, 3, 1, 1)),
        (torch.tensor([0.5, 0.72]), torch.tensor([0.12, 0.03]), between(0.1, 0.6, 3, 1, 1)),
    )
    for centre, width, colour in parts:
        spot = _blob(size, centre + shift, width * between(0.8, 1.2, 2))
        faces = faces + spot * (colour - faces)
    return faces


def _blob(size: int, centre: Tensor, width: Tensor) -> Tensor:
    """Draw one smooth spot per face, (N, 1, S, S); ``centre`` and ``width`` are (N, 2) as fractions of the side."""
    line = (torch.arange(size) + 0.5) / size
    across = ((line - centre[:, :1]) / width[:, :1]).square()
    down = ((line - centre[:, 1:]) / width[:, 1:]).square()
    return torch.exp(-(across[:, None, None, :] + down[:, None, :, None]) / 2)
