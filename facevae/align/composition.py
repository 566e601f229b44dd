"""Changes to the faces of a photo, and the photo with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import torch
from PIL import Image
from torch import Tensor

from facevae import photos
from facevae.align.cropping import AlignedFace, middle, paste
from facevae.align.tone import Tone, estimate_tone, grey_tone

_SAMPLE = 256
"""Longest side in pixels, or little more, of what tells whether a photo is toned."""


@dataclass(frozen=True)
class Edit:
    """What became of a face.

    Attributes:
        pixels: (1, 3, S, S) float32 RGB in [0, 1], the crop as it is to be.
        mode: how it goes back into the photo, see `facevae.align.paste`.
        mask: (1, 1, S, S); 1 = where the photo's own detail is no guide; None = nowhere.
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
    tones = estimate_tone(_sample(photo))
    for aligned, edit in edits:
        # Old photos come with coloured mounts and stamps, so a grey face is enough.
        tones_here = tones or grey_tone(middle(aligned.pixels))
        photo = paste(photo, aligned, _toned(tones_here, aligned.pixels, edit), edit.mode, edit.mask, edit.soft)
    return photo


def _toned(tones: Tone | None, before: Tensor, edit: Edit) -> Tensor:
    if tones is None:
        return edit.pixels
    if edit.mode == "replace":
        return tones.apply(edit.pixels)
    added = (before + tones.change(before, edit.pixels)).clamp(0, 1)
    return added if edit.mask is None else torch.lerp(added, tones.apply(edit.pixels), edit.mask)


def _sample(photo: Image.Image) -> Tensor:
    return photos.to_tensor(photo.reduce(max(1, max(photo.size) // _SAMPLE)))
