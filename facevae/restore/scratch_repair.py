"""Scratch repair in a photo: inpainted inside a face, blended at the photo's resolution."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from facevae.align import AlignedFace, Edit, Face, cut
from facevae.align.cropping import read_square
from facevae.damage import Damaged
from facevae.model import FaceVae
from facevae.restore import scratch_detection
from facevae.restore.detail import draw_details
from facevae.restore.inpainters import inpaint
from facevae.restore.poisson import blend

FINEST = 4
"""A crop is repaired at up to this many times the model's size: finer is only the photo's own detail."""

_COVERED = 0.25
"""Share of a pixel that is marked, from which all of it counts as marked."""

_ENOUGH = 0.5
"""Share of a pixel of the model's size that is known, from which the mean of that stands for all of it."""

_RIM = 1
"""Pixels by which painted marks are widened: scratches have soft edges, and hands are not steady. Marks that were found
are widened by one of the model's, at whose size they are looked for."""


@dataclass(frozen=True)
class MarkedFace:
    """A face of a photo, as fine as the photo is or the repair can be, and what is marked in it.

    Attributes:
        aligned: the crop, (1, 3, kS, kS).
        mask: (1, 1, kS, kS); 1 = marked.
        times: k.
    """

    aligned: AlignedFace
    mask: Tensor = field(repr=False)
    times: int


@dataclass(frozen=True)
class FineCrop:
    """A face of a photo, cut out as fine as the photo is or the repair can be, before anything is marked in it.

    Attributes:
        aligned: the crop, (1, 3, kS, kS).
        times: k.
        photo_size: width and height of the photo in pixels.
    """

    aligned: AlignedFace
    times: int
    photo_size: tuple[int, int]

    @functools.cached_property
    def found(self) -> tuple[Tensor, Tensor]:
        """Scratches, and lines that may be the face's own, (1, 1, kS, kS) each; 1 = found. Looked for once."""
        certain, doubtful = scratch_detection.split_scratches(self.aligned.pixels)
        return _wider(certain, self.times), _wider(doubtful, self.times)

    def mark(self, marks: Tensor | None = None, *, automatic: bool = False) -> MarkedFace:
        """Mark the crop; Args, Raises: as for `mark_face`."""
        mask = torch.zeros_like(self.aligned.pixels[:, :1])
        if marks is not None:
            if marks.ndim != 4 or marks.shape[:2] != (1, 1):
                raise ValueError(f"marks has shape {tuple(marks.shape)}; expected (1, 1, H, W).")
            scale = marks.shape[-1] / self.photo_size[0], marks.shape[-2] / self.photo_size[1]
            painted = (read_square(marks, self.aligned.frame, mask.shape[-1], scale) > _COVERED).float()
            mask = torch.maximum(mask, _wider(painted, _RIM))
        if automatic:
            mask = torch.maximum(mask, torch.maximum(*self.found))
        return MarkedFace(self.aligned, mask, self.times)


def cut_fine(photo: Image.Image, face: Face, size: int) -> FineCrop:
    """Cut a face out of a photo for marks.

    Args:
        photo: RGB photo.
        face: a face in it.
        size: S, the model's.
    """
    times = min(FINEST, max(1, round(face.frame.side / size)))
    return FineCrop(cut(photo, face, times * size), times, photo.size)


def mark_face(
    photo: Image.Image, face: Face, size: int, marks: Tensor | None = None, *, automatic: bool = False
) -> MarkedFace:
    """Cut a face out of a photo together with what is marked on it.

    Args:
        photo: RGB photo.
        face: a face in it.
        size: S, the model's.
        marks: (1, 1, H, W) in [0, 1], 1 = marked; all of the photo at any resolution. None marks nothing.
        automatic: whether bright and dark scratches are looked for and marked as well.
    Returns:
        The crop and its marks.
    Raises:
        ValueError: marks of another shape.
    """
    return cut_fine(photo, face, size).mark(marks, automatic=automatic)


def repair_marks(
    model: FaceVae, marked: MarkedFace, style: str = "faithful", generator: torch.Generator | None = None
) -> Edit | None:
    """Repair what is marked on a face.

    Args:
        model: as `facevae.load` returns it.
        marked: as `mark_face` returns it.
        style: as for `inpaint`.
        generator: of the details; as for `FaceVae.add_detail`.
    Returns:
        The crop with the marked pixels made anew, for `facevae.align.apply`; None where none are marked.
    Raises:
        ValueError: the model has no restorer or not this style.
    """
    edits = repair_in_styles(model, marked, (style,), generator)
    return edits[0] if edits else None


def repair_in_styles(
    model: FaceVae, marked: MarkedFace, styles: Sequence[str], generator: torch.Generator | None = None
) -> tuple[Edit, ...]:
    """Repair what is marked on a face in several styles, with one filling for all.

    Args:
        model, marked, generator: as for `repair_marks`.
        styles: as its `style`.
    Returns:
        The crop as `repair_marks` returns it, for each style; nothing where no pixels are marked.
    Raises:
        ValueError: as for `repair_marks`.
    """
    for style in styles:
        model.check_style(style)
    if not marked.mask.any():
        return ()
    fine, times = marked.aligned.pixels, marked.times
    known = 1 - marked.mask
    share = F.avg_pool2d(known, times)
    coarse = torch.where(share > 0, F.avg_pool2d(fine * known, times) / share.clamp(min=1e-6), 0.5).clamp(0, 1)
    hole = (share < _ENOUGH).float()
    filled = inpaint(model, coarse, hole)[:, 0]

    def edit(style: str) -> Edit:
        drawn = draw_details(model, filled, Damaged(coarse, hole), generator) if style == "real" else filled
        drawn = F.interpolate(drawn, scale_factor=times, mode="bicubic", align_corners=False).clamp(0, 1)
        return Edit(blend(fine, drawn, marked.mask), "residual", marked.mask, soft=False)

    return tuple(edit(style) for style in styles)


def _wider(mask: Tensor, pixels: int) -> Tensor:
    return F.max_pool2d(mask, 2 * pixels + 1, stride=1, padding=pixels)
