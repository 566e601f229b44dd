"""A picture file of faces and words, each put at its place."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from matplotlib.figure import Figure
from torch import Tensor

from facevae.conventions import check_faces
from facevae.plots.curves import drawing

ZOOM = 2
"""Pixels of the sheet, each way, for one of a face."""

LINE = 48
"""Height of a line of words in pixels."""

FACE_SIDE = 512
"""Pixels of a face on a labelled sheet, each way."""

LABEL, MARGIN = 56, 24
"""Height of the line under a face of a labelled sheet, and the white around both, in pixels."""

QUALITY = 85
"""Of WebP, out of 100."""

INK, FAINT = "#1f2328", "#59636e"

_DPI = 64
"""A power of two, so that pixels come out whole."""


class Sheet:
    """A white picture on which everything is put in pixels from the left and the top.

    Args:
        width, height: of the picture.
        zoom: pixels, each way, for one of a face.
    """

    def __init__(self, width: int, height: int, zoom: float = ZOOM) -> None:
        self.width, self.height, self._zoom = width, height, zoom
        self._figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor="white")

    def faces(self, faces: Tensor, x: int, y: int) -> None:
        """Put a row of faces, smoothly enlarged.

        Args:
            faces: (N, 3, S, S) float32 RGB in [0, 1].
            x: pixels to the left of the first.
            y: pixels above them.
        Raises:
            ValueError: no batch of faces.
        """
        large = F.interpolate(check_faces(faces), scale_factor=self._zoom, mode="bicubic", align_corners=False)
        large = large.clamp(0, 1)
        side = large.shape[-1]
        for index, face in enumerate(large):
            self._figure.figimage(face.permute(1, 2, 0).numpy(), x + index * side, self.height - y - side)

    def words(
        self,
        text: str,
        x: int,
        y: int,
        *,
        bold: bool = False,
        faint: bool = False,
        align: str = "left",
        line: int = LINE,
    ) -> None:
        """Put one line of words.

        Args:
            text: what it says.
            x: pixels to the left of its left end, or of its right one.
            y: pixels above it.
            bold: whether it stands out.
            faint: whether it stands back.
            align: "left" or "right".
            line: its height in pixels.
        """
        self._figure.text(
            x / self.width,
            1 - y / self.height,
            text,
            ha=align,
            va="top",
            size=0.75 * line * 72 / _DPI,
            weight="bold" if bold else "normal",
            color=FAINT if faint else INK,
        )

    def webp(self) -> bytes:
        """Return the picture as a WebP file."""
        return self._file("webp", quality=QUALITY, method=6)

    def png(self) -> bytes:
        """Return the picture as a PNG file."""
        return self._file("png")

    def _file(self, kind: str, **options: int) -> bytes:
        file = io.BytesIO()
        with drawing({}):
            self._figure.savefig(file, format=kind, pil_kwargs=options)
        return file.getvalue()


def labelled(faces: Tensor | Sequence[Tensor], labels: Sequence[str], columns: int) -> Sheet:
    """Lay faces out row by row, each with a line of words under it.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1], or N of (3, S, S).
        labels: N lines, each short enough for the width of a face.
        columns: faces in a row, at least 1.
    Returns:
        The sheet, every face of ``FACE_SIDE`` pixels with a margin of ``MARGIN`` around it.
    Raises:
        ValueError: no batch of faces, another number of labels, or no columns.
    """
    if not isinstance(faces, Tensor):
        faces = torch.stack(list(faces))
    side, own = FACE_SIDE, check_faces(faces).shape[-1]
    if len(labels) != len(faces):
        raise ValueError(f"There are {len(labels)} labels for {len(faces)} faces; give one each.")
    if columns < 1:
        raise ValueError(f"columns is {columns}; give at least 1.")
    across, down = side + MARGIN, side + LABEL + MARGIN
    sheet = Sheet(MARGIN + columns * across, MARGIN + math.ceil(len(faces) / columns) * down, side / own)
    for index, (face, label) in enumerate(zip(faces, labels, strict=True)):
        row, column = divmod(index, columns)
        x, y = MARGIN + column * across, MARGIN + row * down
        sheet.faces(face[None], x, y)
        sheet.words(label, x, y + side, line=LABEL)
    return sheet
