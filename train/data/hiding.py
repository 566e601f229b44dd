"""Parts of faces that are hidden, and what stands there instead."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.damage import masks

BOX = (0.2, 0.5)
"""Smallest and largest side of a random box, as fractions of a face's side."""


def random_holes(count: int, size: int, share: float, generator: torch.Generator) -> Tensor:
    """Draw holes: over the eyes, over the left or the right half, or a box anywhere, each kind as often.

    Args:
        count: N, how many faces.
        size: S, side of a face in pixels.
        share: of the faces that get a hole, 0 to 1.
        generator: CPU generator.
    Returns:
        (N, 1, S, S); 1 = hidden.
    """
    sides = size * (BOX[0] + (BOX[1] - BOX[0]) * torch.rand(count, 2, generator=generator))
    starts = torch.rand(count, 2, generator=generator) * (size - sides)
    boxes = masks.rectangles(size, torch.cat([starts, starts + sides], 1).round())
    kinds = torch.randint(6, (count,), generator=generator)  # two of six each: eyes, halves, boxes
    holes = torch.cat([masks.eyes(size).expand(2, -1, -1, -1), masks.half(size, "left"), masks.half(size, "right")])
    holes = torch.where((kinds < 4)[:, None, None, None], holes[kinds.clamp(max=3)], boxes)
    return holes * (torch.rand(count, 1, 1, 1, generator=generator) < share)


def hide(faces: Tensor, mask: Tensor) -> Tensor:
    """Paint what is hidden in the mean colour of what is not, face by face.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        mask: (N, 1, S, S) or (1, 1, S, S); 1 = hidden, never all of a face.
    Returns:
        (N, 3, S, S) in [0, 1].
    """
    seen = 1 - mask
    mean = (faces * seen).sum((2, 3), keepdim=True) / seen.sum((2, 3), keepdim=True)
    return faces * seen + mean * mask
