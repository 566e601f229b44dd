"""Photos that tell whose they are, and whose a picture is that came back.

Each mark is one of the example photos, perhaps mirrored, under a cast of colour of its own. A picture belongs to whose
face or photo is nearest to it, both seen with few pixels: what the app does to a face changes it less than that.
"""

from __future__ import annotations

import base64
import functools
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from facevae import align, photos
from facevae.restore.scratch_photo import mark_size
from facevae.ui.photo.store import ASSETS
from facevae.ui.tabs.repair.marks import box_of
from tests.support.pictures import saved

PHOTOS = ("eileen-collins", "grace-hopper", "oath-in-blue", "oath-in-red-tie")
CASTS = ((1, 0.55, 0.55), (0.55, 1, 0.55), (0.55, 0.55, 1), (1, 1, 0.55), (1, 0.55, 1), (0.55, 1, 1))
COUNT = 2 * len(PHOTOS) * len(CASTS)
"""How many marks there are."""

_FEW, _SIDE = 8, 64
_PICTURE = re.compile(r"data:image/(?:jpeg|png|webp);base64,([A-Za-z0-9+/=]+)")


@dataclass(frozen=True)
class Mark:
    """A marked photo.

    Attributes:
        file: it, as a person would send it.
        seen: (3, 8, 8, 3) float32 in [0, 1]: all of it, the part around its face, and its face, with few pixels.
    """

    file: bytes
    seen: np.ndarray


def mark(number: int) -> Mark:
    """Make one of the `COUNT` marks."""
    cast = np.array(CASTS[number % len(CASTS)], np.float32)
    file, *seen = (_cast(one, cast) for one in _photo_and_face(*divmod(number // len(CASTS) % (2 * len(PHOTOS)), 2)))
    return Mark(saved(file, "JPEG", quality=95), np.stack([few(one) for one in (file, *seen)]))


@functools.cache
def _photo_and_face(which: int, mirrored: int) -> tuple[Image.Image, Image.Image, Image.Image]:
    photo = Image.open(ASSETS / f"{PHOTOS[which]}-photo.webp").convert("RGB")
    if mirrored:
        photo = ImageOps.mirror(photo)
    face = align.find(photo)[0]
    near = photo.resize(mark_size(photo.size)).crop(box_of(photo.size, face))
    return photo, near, photos.to_photo(align.cut(photo, face, _SIDE).pixels, _SIDE)


def _cast(picture: Image.Image, cast: np.ndarray) -> Image.Image:
    return Image.fromarray((np.asarray(picture, np.float32) * cast).round().astype(np.uint8))


def few(picture: Image.Image) -> np.ndarray:
    """Return a picture of any size with few pixels: (8, 8, 3) float32 in [0, 1]."""
    small = picture.convert("RGB").resize((_FEW, _FEW), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / 255


def pictures_in(value: Any) -> Iterator[Image.Image]:
    """Find the pictures in what a handler returned: those in ``data:`` addresses, wherever they stand."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from pictures_in(one)
    elif isinstance(value, str):
        for found in _PICTURE.finditer(value):
            picture = Image.open(io.BytesIO(base64.b64decode(found[1])))
            picture.draft("RGB", (64, 64))
            yield picture


def owner(picture: np.ndarray, marks: Mapping[int, np.ndarray]) -> tuple[int, float]:
    """Say whose a picture is.

    Args:
        picture: (8, 8, 3), as `few` returns it.
        marks: what is seen of each person, as ``Mark.seen``.
    Returns:
        The person, and how many times further away the next one's is.
    """
    away = {who: float(np.sqrt(((seen - picture) ** 2).mean((1, 2, 3))).min()) for who, seen in marks.items()}
    first, second = sorted(away, key=away.__getitem__)[:2]
    return first, away[second] / max(away[first], 1e-6)
