"""A whole photo, at the size at which a page shows it."""

from __future__ import annotations

import functools

from PIL import Image

from facevae.ui.components.encoding import data_address, photo_jpeg

PREVIEW_SIDE = 1280
"""Pixels of the longest side on the screen."""


class Preview:
    """A photo as it is shown, made when it is first asked for, and once.

    Args:
        photo: RGB photo of any size; treat it and the preview as read-only.
        side: pixels of the preview's longest side, at most.
    """

    def __init__(self, photo: Image.Image, side: int = PREVIEW_SIDE) -> None:
        self._photo, self._side = photo, side

    @functools.cached_property
    def photo(self) -> Image.Image:
        """The photo scaled down; the photo itself where it is small enough."""
        if max(self._photo.size) <= self._side:
            return self._photo
        shown = self._photo.copy()
        shown.thumbnail((self._side, self._side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return shown

    @functools.cached_property
    def address(self) -> str:
        """The preview as a JPEG inside a ``data:`` address."""
        return picture(self.photo)

    @property
    def scale(self) -> float:
        """By which the photo was scaled, at most 1."""
        return min(1.0, self._side / max(self._photo.size))

    @property
    def bytes(self) -> int:
        """Memory that it takes at most beyond that of the photo: four bytes a pixel, and one for the JPEG."""
        return 0 if self.scale == 1 else round(5 * self.scale**2 * self._photo.width * self._photo.height)


def picture(photo: Image.Image) -> str:
    """Return a photo, small enough to be shown, as a JPEG inside a ``data:`` address."""
    return data_address(photo_jpeg(photo), "image/jpeg")
