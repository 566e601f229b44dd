"""Composition of edited faces into their photo."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from facevae import photos
from facevae.align.cropping import AlignedFace, around, middle, paste
from facevae.align.tone import Tone, estimate_tone, grey_tone

_SAMPLE = 256
"""Longest side in pixels, or little more, of what tells whether a photo is toned."""

_SURROUNDINGS = 1.5
"""Side of what tells whether a face is toned, in sides of its crop."""


@dataclass(frozen=True)
class Edit:
    """What became of a face.

    Attributes:
        pixels: (1, 3, S, S) float32 RGB in [0, 1], the crop as it is to be.
        mode: how it goes back into the photo, see `facevae.align.paste`.
        mask: (1, 1, S, S); 1 = generated, so that it replaces the photo in both modes; None = nowhere.
        soft: whether the change fades out towards the crop's edges.
    """

    pixels: Tensor = field(repr=False)
    mode: Literal["residual", "replace"] = "replace"
    mask: Tensor | None = field(default=None, repr=False)
    soft: bool = True


def apply(photo: Image.Image, edits: Iterable[tuple[AlignedFace, Edit]]) -> Image.Image:
    """Put changed faces back into their photo, one after the other.

    Args:
        photo: RGB photo.
        edits: crops of it, and what became of each.
    Returns:
        A new photo of the same size. A face in black-and-white, or in the tones of one colour, stays so.
    Raises:
        ValueError: as for `facevae.align.paste`.
    """
    pasted = photo
    for aligned, edit in edits:
        after = _toned(_tone_of(photo, aligned), aligned.pixels, edit)
        pasted = paste(pasted, aligned, after, edit.mode, edit.mask, edit.soft)
    return pasted


def scale_edit(aligned: AlignedFace, edit: Edit, factor: float) -> tuple[AlignedFace, Edit]:
    """Fit a changed face to its photo at another size, as for a preview.

    Args:
        aligned: the crop as it was.
        edit: what became of it.
        factor: above 0, by which the photo was scaled.
    Returns:
        Both for `apply` on the scaled photo. A crop with more pixels than that photo has in its place is made smaller,
        smoothly; another one is left as it is.
    Raises:
        ValueError: a factor of 0 or less.
    """
    if not factor > 0:
        raise ValueError(f"factor is {factor}; give one above 0.")
    frame = aligned.frame.scaled(factor)
    size = max(1, math.ceil(frame.side))
    if size >= aligned.pixels.shape[-1]:
        return AlignedFace(aligned.pixels, frame), edit
    mask = None if edit.mask is None else _shrunk(edit.mask, size)
    return AlignedFace(_shrunk(aligned.pixels, size), frame), replace(
        edit, pixels=_shrunk(edit.pixels, size), mask=mask
    )


def _shrunk(picture: Tensor, size: int) -> Tensor:
    return F.interpolate(picture, (size, size), mode="bilinear", align_corners=False, antialias=True).clamp(0, 1)


def _toned(tones: Tone | None, before: Tensor, edit: Edit) -> Tensor:
    if tones is None:
        return edit.pixels
    if edit.mode == "replace":
        return tones.apply(edit.pixels)
    added = (before + tones.change(before, edit.pixels)).clamp(0, 1)
    return added if edit.mask is None else torch.lerp(added, tones.apply(edit.pixels), edit.mask)


def _tone_of(photo: Image.Image, aligned: AlignedFace) -> Tone | None:
    """The toning of a face, None if it is in colour; a page or a wall of one colour around it says nothing."""
    tones = estimate_tone(_surroundings(photo, aligned))
    if tones is not None and estimate_tone(aligned.pixels) is not None:
        return tones
    # Old photos come with coloured mounts and stamps, so a grey face is enough.
    return grey_tone(middle(aligned.pixels))


def _surroundings(photo: Image.Image, aligned: AlignedFace) -> Tensor:
    part = photo.crop(around(aligned.frame.widened(_SURROUNDINGS), photo.size))
    return photos.to_tensor(part.reduce(max(1, max(part.size) // _SAMPLE)))
