"""Synthetic photos with ground truth: faces turned, scaled, moved and laid on a background."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from facevae import photos
from facevae.align import CropFrame
from facevae.align.cropping import read_square

TURN = 50.0
"""Degrees, either way, up to which a face is turned."""

SIDE, SCALES = 128, (0.4, 3.0)
"""Side of a face in a photo, in pixels, and by how much it is scaled."""

LEAST = 640, 480
"""Width and height of a photo; larger where the face needs it."""

_ROOM = 1.25
"""Least width and height of a photo, in those of the upright rectangle around the turned face."""

_BLOBS = ((1, 1, 0.6), (4, 5, 0.5), (12, 16, 0.15))
"""Rows and columns of random colours that a background is made of, and how much of each."""

_GRAIN = 0.02


@dataclass(frozen=True)
class Posed:
    """A photo of one face.

    Attributes:
        photo: RGB, 8 bits.
        frame: the square of the face in it.
    """

    photo: Image.Image
    frame: CropFrame

    @property
    def scale(self) -> float:
        """By how much the face is scaled, in units of ``SIDE``."""
        return self.frame.side / SIDE


def pose(face: Tensor, generator: torch.Generator) -> Posed:
    """Put a face somewhere into a photo.

    Args:
        face: (1, 3, S, S) float32 RGB in [0, 1].
        generator: decides on turn, scale (alike on a logarithmic scale), place and background.
    Returns:
        The photo; all of the face is in it.
    """
    turn, scale, across, down = torch.rand(4, generator=generator, dtype=torch.float64).tolist()
    turn = math.radians(TURN * (2 * turn - 1))
    side = SIDE * SCALES[0] * (SCALES[1] / SCALES[0]) ** scale
    a, b = side * math.cos(turn), side * math.sin(turn)
    spread = abs(a) + abs(b)
    width, height = (max(least, math.ceil(_ROOM * spread)) for least in LEAST)
    middle = [spread / 2 + share * (free - spread) for share, free in ((across, width), (down, height))]
    frame = CropFrame(a, b, middle[0] - (a - b) / 2, middle[1] - (a + b) / 2)
    return Posed(photos.from_tensor(lay(face, frame, background(width, height, generator))), frame)


def lay(face: Tensor, frame: CropFrame, ground: Tensor) -> Tensor:
    """Lay a face over a picture.

    Args:
        face: (1, 3, S, S) float32 RGB in [0, 1].
        frame: where, within the picture.
        ground: (1, 3, H, W) float32 RGB in [0, 1].
    Returns:
        (1, 3, H, W); edges are smooth, and a face laid down smaller is averaged.
    """
    left, top, right, bottom = frame.bounds
    left, top = math.floor(left), math.floor(top)
    side = max(math.ceil(right) - left, math.ceil(bottom) - top)
    part = ground[..., top : top + side, left : left + side]
    height, width = part.shape[-2:]
    # Seen from the face, that part of the picture is a square, too, and turned the other way.
    unit = face.shape[-1] / frame.side**2
    u, v = frame.inside(left, top)
    seen = CropFrame(side * frame.a * unit, -side * frame.b * unit, u * face.shape[-1], v * face.shape[-1])
    over = read_square(face, seen, side, kernel="bicubic").clamp(0, 1)[..., :height, :width]
    x, y = torch.arange(width) + 0.5 + left, torch.arange(height) + 0.5 + top
    inward = [(0.5 - (line - 0.5).abs()) * frame.side for line in frame.inside(x[None, :], y[:, None])]
    weight = (inward[0] + 0.5).clamp(0, 1) * (inward[1] + 0.5).clamp(0, 1)
    picture = ground.clone()
    picture[..., top : top + side, left : left + side] = part + weight * (over - part)
    return picture


def background(width: int, height: int, generator: torch.Generator) -> Tensor:
    """Return colours that change smoothly from place to place, with some grain: (1, 3, height, width) in [0, 1]."""
    picture = torch.zeros(1, 3, height, width)
    for rows, columns, amount in _BLOBS:
        colours = torch.rand(1, 3, rows, columns, generator=generator) - 0.5
        picture += amount * F.interpolate(colours, (height, width), mode="bicubic")
    return (0.5 + picture + _GRAIN * torch.randn(picture.shape, generator=generator)).clamp(0, 1)
