"""A whole photo, at the size at which a page shows it."""

from __future__ import annotations

from PIL import Image

from facevae.ui.components.encoding import data_address, photo_jpeg

SHOWN_SIDE = 1280
"""Pixels of the longest side on the screen."""


def picture(photo: Image.Image, side: int = SHOWN_SIDE) -> str:
    """Return a photo as a JPEG inside a ``data:`` address, at most `side` pixels long."""
    shown = photo
    if max(photo.size) > side:
        shown = photo.copy()
        shown.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return data_address(photo_jpeg(shown), "image/jpeg")
