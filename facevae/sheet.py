"""A picture file of faces and words, each put at its place."""

from __future__ import annotations

import io

import torch.nn.functional as F
from matplotlib.figure import Figure
from torch import Tensor

from facevae.conventions import check_faces
from facevae.figures import drawing

ZOOM = 2
"""Pixels of the sheet, each way, for one of a face."""

LINE = 48
"""Height of a line of words in pixels."""

QUALITY = 85
"""Of WebP, out of 100."""

INK, FAINT = "#1f2328", "#59636e"

_DPI = 64
"""A power of two, so that pixels come out whole."""


class Sheet:
    """A white picture on which everything is put in pixels from the left and the top.

    Args:
        width, height: of the picture.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor="white")

    def faces(self, faces: Tensor, x: int, y: int) -> None:
        """Put a row of faces, ``ZOOM`` times as large.

        Args:
            faces: (N, 3, S, S) float32 RGB in [0, 1].
            x, y: the upper left corner of the first.
        Raises:
            ValueError: no batch of faces.
        """
        large = F.interpolate(check_faces(faces), scale_factor=ZOOM, mode="bicubic", align_corners=False).clamp(0, 1)
        side = large.shape[-1]
        for index, face in enumerate(large):
            self._figure.figimage(face.permute(1, 2, 0).numpy(), x + index * side, self.height - y - side)

    def words(self, text: str, x: int, y: int, *, bold: bool = False, faint: bool = False, align: str = "left") -> None:
        """Put one line of words.

        Args:
            text: what it says.
            x, y: its upper left corner, or the upper right one.
            bold, faint: how.
            align: "left" or "right".
        """
        self._figure.text(
            x / self.width,
            1 - y / self.height,
            text,
            ha=align,
            va="top",
            size=0.75 * LINE * 72 / _DPI,
            weight="bold" if bold else "normal",
            color=FAINT if faint else INK,
        )

    def webp(self) -> bytes:
        """Return the picture as a WebP file."""
        file = io.BytesIO()
        with drawing({}):
            self._figure.savefig(file, format="webp", pil_kwargs={"quality": QUALITY, "method": 6})
        return file.getvalue()
