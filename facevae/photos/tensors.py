"""A photo becomes faces, and faces become photos: uint8 RGB on one side, float32 RGB in [0, 1] on the other."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from facevae.conventions import check_faces
from facevae.photos import painted

AlphaOf = Callable[[bytes, tuple[int, int]], Image.Image]
"""What reads the alpha of a PNG, see `painted.alpha`."""

Format = Literal["JPEG", "PNG", "GIF", "WEBP"]
"""What pictures are written as."""


def square(photo: Image.Image, size: int) -> Image.Image:
    """Cut the largest centred square from a photo and resize it.

    Args:
        photo: RGB photo of any size.
        size: side of the result in pixels.
    Returns:
        (size, size) RGB photo, Lanczos resampled; a square photo is resized whole.
    """
    return ImageOps.fit(photo, (size, size), Image.Resampling.LANCZOS)


def to_tensor(photo: Image.Image) -> Tensor:
    """Return an RGB photo of (W, H) pixels as a (1, 3, H, W) float32 tensor in [0, 1]."""
    if photo.mode != "RGB":
        raise ValueError(f"photo has mode {photo.mode}; expected RGB, as photos.open returns it.")
    pixels = torch.from_numpy(np.array(photo)).permute(2, 0, 1)[None]
    return pixels.contiguous().to(torch.float32) / 255


def to_photo(face: Tensor, side: int | None = None) -> Image.Image:
    """Return one face as an RGB photo, rounded to 8 bits.

    Args:
        face: (3, S, S) or (1, 3, S, S) float32 RGB in [0, 1].
        side: pixels to scale it to, Lanczos resampled; None keeps S.
    Returns:
        A square RGB photo.
    Raises:
        ValueError: another shape, several faces, or values outside [0, 1].
    """
    if isinstance(face, Tensor) and face.ndim == 3:
        face = face[None]
    check_faces(face, name="face")
    if face.shape[0] != 1:
        raise ValueError(f"face holds {face.shape[0]} faces; give one at a time.")
    photo = from_tensor(face)
    return photo if side is None else square(photo, side)


def from_tensor(picture: Tensor) -> Image.Image:
    """Return a (1, 3, H, W) float32 RGB picture in [0, 1] as an RGB photo of (W, H) pixels, rounded to 8 bits."""
    pixels = (picture[0].clamp(0, 1) * 255).round().to(torch.uint8)
    return Image.fromarray(pixels.permute(1, 2, 0).contiguous().numpy(force=True))


def contact_sheet(faces: Tensor, columns: int, side: int | None = None) -> Image.Image:
    """Lay faces out as one picture, row by row.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        columns: faces in a row; the last row is filled up with white.
        side: pixels of a face, Lanczos resampled; None keeps S.
    Returns:
        RGB picture of (columns * side) by (ceil(N / columns) * side) pixels.
    Raises:
        ValueError: no batch of faces, or no columns.
    """
    size = side or check_faces(faces).shape[-1]
    if columns < 1:
        raise ValueError(f"columns is {columns}; give at least 1.")
    sheet = Image.new("RGB", (columns * size, math.ceil(len(faces) / columns) * size), "white")
    for index, face in enumerate(faces):
        row, column = divmod(index, columns)
        sheet.paste(to_photo(face, side), (column * size, row * size))
    return sheet


def to_faces(photo: Image.Image, size: int) -> Tensor:
    """Return the centred square of a photo as (1, 3, size, size) float32 RGB in [0, 1]."""
    return to_tensor(square(photo, size))


def through_jpeg(faces: Tensor, quality: int) -> Tensor:
    """Save faces as JPEG and read them back.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        quality: 1 (worst) to 100, libjpeg's scale.
    Returns:
        (N, 3, S, S) in [0, 1].
    Raises:
        ValueError: no batch of faces, or another quality.
    """
    check_faces(faces)
    if quality != int(quality) or not 1 <= quality <= 100:
        raise ValueError(f"quality is {quality}; give a whole number from 1 to 100.")
    return torch.cat([_one_through_jpeg(face, int(quality)) for face in faces]).to(faces.device)


def encode(picture: Image.Image, format: Format, **options: Any) -> bytes:
    """Write a picture as a file in memory.

    Args:
        picture: of any size, in a mode that the format has.
        format: "JPEG", "PNG", "GIF" or "WEBP".
        options: Pillow's for this format, such as `quality`.
    Returns:
        The file; the same pixels and options give the same bytes.
    """
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def mask_to_png(mask: Tensor) -> bytes:
    """Return a (1, 1, S, S) mask as a PNG that is transparent where the face is known and white where it is missing."""
    alpha = Image.fromarray((mask[0, 0] * 255).round().to(torch.uint8).numpy())
    picture = Image.new("RGBA", alpha.size, "white")
    picture.putalpha(alpha)
    return encode(picture, "PNG")


def mask_from_png(data: bytes, width: int, height: int, alpha_of: AlphaOf = painted.alpha) -> Tensor:
    """Read what ``mask_to_png`` writes, or what a browser's canvas does; the bytes are not trusted.

    Args:
        data: a PNG; its alpha says how much of a pixel is painted over.
        width: the only one in pixels that is accepted.
        height: likewise.
        alpha_of: reads the alpha; the app's does it in a process of its own.
    Returns:
        (1, 1, height, width) mask of zeros and ones; 1 where alpha is above 127.
    Raises:
        PhotoError: not a PNG, damaged, or of another size.
    """
    alpha = alpha_of(data, (width, height))
    return torch.from_numpy(np.array(alpha) > 127)[None, None].float()


def _one_through_jpeg(face: Tensor, quality: int) -> Tensor:
    return to_tensor(Image.open(io.BytesIO(encode(to_photo(face), "JPEG", quality=quality))))
