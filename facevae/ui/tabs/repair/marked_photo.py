"""The photo on which scratches are marked: with frames around its faces, and with the scratches that were found."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from facevae import align
from facevae.align import Edit, Face
from facevae.restore.scratch_repair import MarkedFace
from facevae.ui.photo.store import UploadedPhoto

SIDE = 1024
"""Pixels of the longest side of a photo that is marked."""

FOUND = (1.0, 0.25, 0.63)
"""Colour, RGB in [0, 1], of what the app has marked by itself."""


def mark_size(photo: Image.Image) -> tuple[int, int]:
    """Return width and height in pixels of the marks of a photo."""
    scale = min(1.0, SIDE / max(photo.size))
    return max(1, round(photo.width * scale)), max(1, round(photo.height * scale))


def draw_photo(uploaded: UploadedPhoto, faces: Sequence[Face], found: Sequence[MarkedFace]) -> Image.Image:
    """Draw a photo to be marked.

    Args:
        uploaded: the photo.
        faces: those that get a frame.
        found: faces of which all that is marked is tinted.
    Returns:
        RGB, of the photo's `mark_size`.
    """
    shown = uploaded.preview.photo.resize(mark_size(uploaded.photo), Image.Resampling.LANCZOS)
    scale = shown.width / uploaded.photo.width
    for marked in found:
        shown = _tint(shown, marked, scale)
    draw = ImageDraw.Draw(shown)
    for face in faces:
        corners = face.frame.scaled(scale).corners
        for colour, width in (("black", 4), ("white", 2)):
            draw.line([*corners, corners[0]], fill=colour, width=width)
    return shown


def _tint(shown: Image.Image, marked: MarkedFace, scale: float) -> Image.Image:
    colour = marked.mask.new_tensor(FOUND)[:, None, None]
    edit = Edit(marked.aligned.pixels.lerp(colour, marked.mask), "residual", marked.mask, soft=False)
    aligned, edit = align.scale_edit(marked.aligned, edit, scale)
    return align.paste(shown, aligned, edit.pixels, edit.mode, edit.mask, edit.soft)
