"""A photo of a face, and frames that follow their photo."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from facevae import photos
from facevae.align import CropFrame, Face
from tests.support.photos import PORTRAIT


def portrait() -> Image.Image:
    """A face that fills its photo of 256 x 256 pixels, as UTKFace's do."""
    return photos.open(PORTRAIT)


def face_of(frame: CropFrame, score: float = 1.0) -> Face:
    across, down = zip(*frame.corners, strict=True)
    return Face((min(across), min(down), max(across), max(down)), ((0.0, 0.0),) * 5, score, frame)


def quarter_photo(photo: Image.Image, turns: int) -> Image.Image:
    """Turn a photo clockwise by quarter turns."""
    return Image.fromarray(np.ascontiguousarray(np.rot90(np.asarray(photo), -turns)))


def quarter_frame(frame: CropFrame, size: tuple[int, int], turns: int) -> CropFrame:
    """Turn a square with its photo, which was `size` before."""
    width, height = size
    for _ in range(turns):
        frame = CropFrame(-frame.b, frame.a, height - frame.y, frame.x)
        width, height = height, width
    return frame


def mirrored(frame: CropFrame, width: int) -> CropFrame:
    """Mirror a square with its photo of a width; its top left corner is then what its top right corner was."""
    _, (right, top), *_ = frame.corners
    return CropFrame(frame.a, -frame.b, width - right, top)


def apart(one: CropFrame, other: CropFrame) -> float:
    """Mean distance of the corners, as a fraction of the other's side."""
    pairs = zip(one.corners, other.corners, strict=True)
    return sum(math.dist(*pair) for pair in pairs) / 4 / other.side
