"""Photos to measure with: the portrait of assets/ on slopes of colour."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PIL import Image

from facevae import photos
from tests.support.photos import PORTRAIT


def photo(
    size: tuple[int, int], faces: Iterable[tuple[int, tuple[int, int]]], random: np.random.Generator, grain: float = 0.0
) -> Image.Image:
    """Make a photo.

    Args:
        size: width and height in pixels.
        faces: side and top left corner of each face.
        random: decides on the colours.
        grain: standard deviation of noise, in levels of 255.
    Returns:
        RGB photo.
    """
    right, down, first = (random.uniform(-60, 60, 3) for _ in range(3))
    across, along = (np.linspace(0, 1, side, dtype=np.float32) for side in size)
    pixels = 120 + first + across[None, :, None] * right + along[:, None, None] * down
    if grain:
        pixels = pixels + grain * random.standard_normal(pixels.shape, dtype=np.float32)
    made = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    portrait = photos.open(PORTRAIT)
    for side, corner in faces:
        made.paste(portrait.resize((side, side), Image.Resampling.BICUBIC), corner)
    return made
