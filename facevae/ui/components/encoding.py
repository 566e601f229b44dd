"""Faces and photos as what a page shows: JPEG files, and ``data:`` addresses."""

from __future__ import annotations

import base64

from PIL import Image
from torch import Tensor

from facevae import photos

SHOWN_SIDE = 384
"""Pixels on the screen; enlarged here with Lanczos, because the browser's own enlarging looks blocky."""


def shown(face: Tensor, side: int = SHOWN_SIDE) -> Image.Image:
    """Return one face as a photo of `side` pixels, smoothly enlarged."""
    return photos.to_photo(face, side)


def jpeg(face: Tensor, side: int = SHOWN_SIDE, quality: int = 92) -> bytes:
    """Return one face as a JPEG file of `side` pixels."""
    return photo_jpeg(shown(face, side), quality)


def photo_jpeg(photo: Image.Image, quality: int = 88) -> bytes:
    """Return a photo of any size as a JPEG file."""
    return photos.encode(photo, "JPEG", quality=quality)


def data_uri(face: Tensor, side: int = SHOWN_SIDE) -> str:
    """Return one face as a JPEG inside a ``data:`` address."""
    return data_address(jpeg(face, side), "image/jpeg")


def data_address(file: bytes, media: str) -> str:
    """Return a file as a ``data:`` address; `media` is what the browser calls its kind."""
    return f"data:{media};base64,{base64.b64encode(file).decode()}"
