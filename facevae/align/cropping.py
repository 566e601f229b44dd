"""Crop an aligned face out of a photo, and paste it back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from facevae import photos
from facevae.align.geometry import CropFrame, Face
from facevae.conventions import check_choice, check_faces, check_mask

MODES = ("residual", "replace")

MARGIN, RAMP, ROUNDING = 0.06, 0.10, 0.30
"""Of the mask by which a crop goes back into its photo, as fractions of its side: how far from the edge it begins, over
how much it rises from nothing to all, and the radius of its corners."""

_FACE = (0.25, 0.85), (0.2, 0.8)
"""Rows and columns of a crop that are face, as fractions of its side."""

_STRIP = 256
"""Rows of a photo that are blended at once."""

_OVERSAMPLED = 4
_REACH = 4
"""Pixels around a square that its smooth samples may need."""


@dataclass(frozen=True)
class AlignedFace:
    """A face cut out upright.

    Attributes:
        pixels: (1, 3, S, S) float32 RGB in [0, 1].
        frame: the square in the photo that they come from.
    """

    pixels: Tensor = field(repr=False)
    frame: CropFrame


def cut(photo: Image.Image, face: Face, size: int) -> AlignedFace:
    """Cut a face out of a photo, upright, and with its eyes where the training faces have them.

    Args:
        photo: RGB photo.
        face: a face in it, as `facevae.align.search` returns it.
        size: S, side of the result in pixels.
    Returns:
        The crop. Each of its pixels is a mean of those of the photo that it stands for; beyond the photo's edges the
        pixels at its edges go on.
    Raises:
        ValueError: not a photo, or less than a pixel to cut out.
    """
    frame = face.frame
    if size < 1 or not frame.side >= 1:
        raise ValueError(f"size is {size} and the face {frame.side:.1f} pixels wide; both need at least 1.")
    box = around(frame, photo.size)
    # More pixels than a few for each of the crop's cost time, and their mean is the same.
    shrink = max(1.0, frame.side / size / _OVERSAMPLED)
    small = [max(1, round((end - start) / shrink)) for start, end in zip(box[:2], box[2:], strict=True)]
    part = photo.crop(box)
    if shrink > 1:
        part = part.resize(small, Image.Resampling.BOX, reducing_gap=2.0)
    scale = small[0] / (box[2] - box[0]), small[1] / (box[3] - box[1])
    pixels = read_square(photos.to_tensor(part), frame.moved(-box[0], -box[1]), size, scale, "bicubic")
    return AlignedFace(pixels.clamp(0, 1), frame)


def paste(
    photo: Image.Image,
    aligned: AlignedFace,
    restored: Tensor,
    mode: Literal["residual", "replace"] = "residual",
    mask: Tensor | None = None,
    soft: bool = True,
) -> Image.Image:
    """Put a changed crop back where it was cut out.

    Args:
        photo: the RGB photo that `aligned` was cut from.
        aligned: the crop as it was.
        restored: (1, 3, S, S) float32 RGB in [0, 1], the crop as it is to be.
        mode: "residual" adds what changed to the photo, whose finer detail stays; "replace" puts the crop over it.
        mask: (1, 1, S, S); 1 = generated: replaced in both modes, not added to.
        soft: whether the change fades out towards the crop's edges; without, it counts in full up to them.
    Returns:
        A new photo of the same size, the same outside the crop. In residual mode an unchanged crop gives back the
        photo, bit for bit.
    Raises:
        ValueError: shapes, ranges or another mode.
    Source: blending by a soft mask, Burt and Adelson 1983, "A multiresolution spline", at one level.
    """
    check_choice(mode, MODES, "way to paste")
    check_faces(restored, size=aligned.pixels.shape[-1], name="restored")
    over = torch.full_like(restored[:, :1], float(mode == "replace"))
    if mask is not None:
        over = torch.maximum(over, check_mask(mask, restored))
    crop = torch.cat([restored - aligned.pixels, over, restored], 1)
    left, top, right, bottom = around(aligned.frame, photo.size)
    pasted = photo.copy()
    # In strips, because a large photo would take a gigabyte at once.
    for start in range(top, bottom, _STRIP):
        strip = left, start, right, min(start + _STRIP, bottom)
        before = photos.to_tensor(photo.crop(strip))
        after = _blended(before, crop, aligned.frame.moved(-left, -start), soft)
        pasted.paste(photos.from_tensor(after), strip[:2])
    return pasted


def _blended(before: Tensor, crop: Tensor, frame: CropFrame, soft: bool) -> Tensor:
    """Blend into a part of a photo, (1, 3, H, W), what changed in a crop, how far it replaces, and the crop itself."""
    u, v = _fractions(frame, before.shape[-2:])
    change, over, target = _read_crop(crop, u, v).split([3, 1, 3], 1)
    share = weight(u, v) if soft else ((u - 0.5).abs().maximum((v - 0.5).abs()) <= 0.5).float()
    return (before + share * torch.lerp(change, target - before, over.clamp(0, 1))).clamp(0, 1)


def weight(u: Tensor, v: Tensor) -> Tensor:
    """How much of a crop goes back into the photo at fractions of its side: 1 within, 0 from `MARGIN` to its edge."""
    inner = 0.5 - MARGIN - ROUNDING
    across, down = (u - 0.5).abs() - inner, (v - 0.5).abs() - inner
    outside = torch.hypot(across.clamp(min=0), down.clamp(min=0)) + torch.maximum(across, down).clamp(max=0) - ROUNDING
    rise = (-outside / RAMP).clamp(0, 1)
    return rise * rise * (3 - 2 * rise)


def middle(crops: Tensor) -> Tensor:
    """Return the part of crops, (N, C, S, S), that is face and neither background nor hair: (N, C, h, w)."""
    size = crops.shape[-1]
    rows, columns = (slice(round(start * size), round(end * size)) for start, end in _FACE)
    return crops[..., rows, columns]


def read_square(
    picture: Tensor,
    frame: CropFrame,
    size: int,
    scale: tuple[float, float] = (1.0, 1.0),
    kernel: Literal["bilinear", "bicubic"] = "bilinear",
) -> Tensor:
    """Read a square of a picture.

    Args:
        picture: (N, C, H, W).
        frame: the square, in pixels of the picture before it was shrunk.
        size: S, side of the result.
        scale: by which the picture was shrunk, across and down.
        kernel: how values between pixels are found.
    Returns:
        (N, C, S, S); beyond the picture its edges go on.
    """
    fine = max(1, math.ceil(frame.side * min(scale) / size))
    line = (torch.arange(size * fine) + 0.5) / (size * fine)
    x, y = frame.at(line[None, :], line[:, None])
    height, width = picture.shape[-2:]
    grid = torch.stack([x * (scale[0] * 2 / width) - 1, y * (scale[1] * 2 / height) - 1], -1)[None]
    grid = grid.expand(len(picture), -1, -1, -1)
    read = F.grid_sample(picture, grid, kernel, padding_mode="border", align_corners=False)
    return F.avg_pool2d(read, fine)


def around(frame: CropFrame, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of a photo of `size` that a square needs, never empty."""
    left, top, right, bottom = frame.bounds
    left, top = (min(max(math.floor(edge) - _REACH, 0), most - 1) for edge, most in zip((left, top), size, strict=True))
    right, bottom = (min(math.ceil(edge) + _REACH, most) for edge, most in zip((right, bottom), size, strict=True))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _fractions(frame: CropFrame, shape: torch.Size) -> tuple[Tensor, Tensor]:
    """Where in the crop each pixel of a picture of a shape is, (H, W) each."""
    down, across = (torch.arange(count) + 0.5 for count in shape)
    return frame.inside(across[None, :], down[:, None])


def _read_crop(crop: Tensor, u: Tensor, v: Tensor) -> Tensor:
    """Read a crop, (N, C, S, S), at fractions of its side: (N, C, H, W)."""
    grid = torch.stack([u, v], -1)[None] * 2 - 1
    return F.grid_sample(crop, grid.expand(len(crop), -1, -1, -1), "bicubic", "border", align_corners=False)
