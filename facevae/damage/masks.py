"""Masks of missing pixels: squares, halves, strokes, scratches.

Each is (N, 1, S, S) float32; 1 means missing. Lengths are fractions of the side, so a mask looks the same at any size.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

SIDES = ("left", "right", "top", "bottom")

EYES = (14 / 128, 24 / 128, 114 / 128, 56 / 128)
"""Left, top, right and bottom of the hole over both eyes, as fractions of an aligned face's side."""

_STROKE_WIDTH = 0.1
"""Usual width of a free-form stroke, as a fraction of the side."""

_VERTICES = 5


def block(size: int, fraction: float, x: float = 0.5, y: float = 0.5) -> Tensor:
    """Mask a square.

    Args:
        size: S, side of the face in pixels.
        fraction: side of the square, 0 to 1 of the face's.
        x: its centre from left (0) to right (1); what lies outside the face is cut off.
        y: its centre from top (0) to bottom (1).
    Returns:
        (1, 1, S, S) mask.
    Raises:
        ValueError: a fraction or centre outside 0 to 1.
    """
    for name, value in {"fraction": fraction, "x": x, "y": y}.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name} is {value}; give a number from 0 to 1.")
    side = round(fraction * size)
    left, top = round(x * size - side / 2), round(y * size - side / 2)
    mask = torch.zeros(1, 1, size, size)
    mask[..., max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)] = 1
    return mask


def centre_box(size: int, fraction: float = 0.5) -> Tensor:
    """Mask a square in the middle: (1, 1, S, S); ``fraction`` is its side, 0 to 1 of the face's."""
    return block(size, fraction)


def half(size: int, side: str = "left") -> Tensor:
    """Mask one half of the face.

    Args:
        size: S, side of the face in pixels.
        side: which half is missing, one of ``SIDES``.
    Returns:
        (1, 1, S, S) mask; with an odd size the middle line is kept.
    Raises:
        ValueError: another side.
    """
    if side not in SIDES:
        raise ValueError(f"side is {side!r}; give one of {', '.join(SIDES)}.")
    mask = torch.zeros(1, 1, size, size)
    axis = 3 if side in ("left", "right") else 2
    start = 0 if side in ("left", "top") else size - size // 2
    mask.narrow(axis, start, size // 2).fill_(1)
    return mask


def rectangles(size: int, edges: Tensor) -> Tensor:
    """Mask one rectangle for each face.

    Args:
        size: S, side of a face in pixels.
        edges: (N, 4) left, top, right, bottom in pixels; the last two are the first that are not missing.
    Returns:
        (N, 1, S, S) mask; what lies outside a face is cut off.
    """
    line = torch.arange(size)
    left, top, right, bottom = edges[:, :, None].unbind(1)
    across, down = ((start <= line) & (line < end) for start, end in ((left, right), (top, bottom)))
    return (down[:, :, None] & across[:, None]).float()[:, None]


def eyes(size: int) -> Tensor:
    """Mask both eyes of an aligned face of `size` pixels: (1, 1, S, S)."""
    return rectangles(size, (torch.tensor([EYES]) * size).round())


def random_strokes(size: int, area: float = 0.25, *, generator: torch.Generator) -> Tensor:
    """Mask thick free-form strokes, as wiping over a picture would leave.

    Random zigzag lines are drawn, as many as the area asks for, then all are widened together until they cover it.

    Args:
        size: S, side of the face in pixels.
        area: share of the pixels to cover, 0 to 1.
        generator: CPU generator.
    Returns:
        (1, 1, S, S) mask covering ``area`` to the nearest pixel.
    Raises:
        ValueError: an area outside 0 to 1.
    Source: Yu et al. 2019, "Free-form image inpainting with gated convolution".
    """
    if not 0 <= area <= 1:
        raise ValueError(f"area is {area}; give a share of the picture from 0 to 1.")
    covered = round(area * size * size)
    starts, ends, widths = [], [], []
    length = 0.0
    while length * _STROKE_WIDTH <= area:
        vertices = _zigzag(generator)
        starts.append(vertices[:-1])
        ends.append(vertices[1:])
        widths.append((0.7 + 0.6 * torch.rand(1, generator=generator)).expand(_VERTICES - 1))
        length += float((vertices[1:] - vertices[:-1]).norm(dim=1).sum())
    distance = _squared_distance(size, torch.cat(starts), torch.cat(ends)) / torch.cat(widths)[:, None, None].square()
    nearest = distance.amin(dim=0).flatten().argsort(stable=True)
    mask = torch.zeros(size * size)
    mask[nearest[:covered]] = 1
    return mask.reshape(1, 1, size, size)


def scratches(faces: int, size: int, count: int, width: int, *, generator: torch.Generator) -> Tensor:
    """Mask thin curved lines that run from one edge to the opposite one.

    Args:
        faces: N, how many different masks.
        size: S, side of a face in pixels.
        count: lines in each.
        width: of a line, in pixels.
        generator: CPU generator.
    Returns:
        (N, 1, S, S) mask.
    """
    start, middle, end = torch.rand(3, faces, count, 1, 2, generator=generator)
    start[..., 0], end[..., 0] = 0, 1
    time = torch.linspace(0, 1, 4 * size)[:, None]
    curve = (1 - time) ** 2 * start + 2 * time * (1 - time) * middle + time**2 * end
    upright = torch.rand(faces, count, 1, 1, generator=generator) < 0.5
    curve = torch.where(upright, curve.flip(-1), curve)
    column, row = (curve * size).long().clamp(max=size - 1).unbind(-1)
    lines = torch.zeros(faces, size * size).scatter_(1, (row * size + column).flatten(1), 1.0)
    around = (width - 1) // 2, width // 2
    return F.max_pool2d(F.pad(lines.reshape(faces, 1, size, size), around * 2), width, stride=1)


def _zigzag(generator: torch.Generator) -> Tensor:
    """Return the (vertices, 2) corners of one stroke that keeps turning back, within the unit square."""
    random = torch.rand(_VERTICES, 3, generator=generator)
    back = torch.arange(_VERTICES) % 2 * torch.pi
    angle = 2 * torch.pi * random[0, 0] + back + (random[:, 1] - 0.5) * 0.8 * torch.pi
    step = (0.15 + 0.35 * random[:, 2:]) * torch.stack([angle.cos(), angle.sin()], dim=1)
    step[0] = torch.rand(2, generator=generator)
    # Folding at the edges instead of clamping: a stroke that runs along an edge would have to become a blob.
    return 1 - (1 - step.cumsum(dim=0) % 2).abs()


def _squared_distance(size: int, starts: Tensor, ends: Tensor) -> Tensor:
    """Return how far, squared, each pixel is from each of L line segments in the unit square: (L, S, S)."""
    centres = (torch.arange(size) + 0.5) / size
    along_x, along_y = (ends - starts)[..., None, None].unbind(1)
    x, y = centres[None, :] - starts[:, 0, None, None], centres[:, None] - starts[:, 1, None, None]
    share = (x * along_x + y * along_y) / (along_x.square() + along_y.square()).clamp(min=1e-9)
    share = share.clamp(0, 1)
    return (x - share * along_x).square() + (y - share * along_y).square()
