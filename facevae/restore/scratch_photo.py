"""Restoration of a whole scratched photo: faces by the model, everything around them from what is beside each mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from PIL import Image
from scipy import ndimage

from facevae import align, photos
from facevae.align import AlignedFace, Edit
from facevae.color import brightness
from facevae.restore.scratch_dust import find_dust
from facevae.restore.scratch_filling import fill
from facevae.restore.scratch_lines import find_lines
from facevae.restore.scratch_repair import FineCrop

MARK_SIDE = 1600
"""Pixels of the longest side of the marks of a photo, and of the photo in which they are looked for."""

_INSIDE = 0.5
"""Share of a line inside faces from which it is theirs: there `scratch_detection` decides, which knows faces."""

_AGREED = 0.3
"""Share of such a line that has to be found in the faces, too."""

_RIM = 2
"""Pixels by which what is found outside faces is widened, because scratches are soft."""

_COVERED = 96
"""Of 255: how far a pixel of the photo is marked from which all of it is."""

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of a photo."""


@dataclass(frozen=True)
class FoundMarks:
    """What looks broken in a photo, at the size of its marks.

    Attributes:
        certain: (h, w) bool, True = a scratch, a crease or dust.
        doubtful: (h, w) bool, True = a line that may be a face's own: a brow, a lid, a rim of glasses, a lip.
    """

    certain: np.ndarray = field(repr=False)
    doubtful: np.ndarray = field(repr=False)


def mark_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return width and height in pixels of the marks of a photo of a width and height."""
    scale = min(1.0, MARK_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def marks_tensor(marks: np.ndarray) -> torch.Tensor:
    """Return (C, h, w) marks as a (1, C, h, w) float32 mask of zeros and ones."""
    return torch.from_numpy(marks).to(torch.float32)[None]


def find_marks(photo: Image.Image, faces: Sequence[FineCrop]) -> FoundMarks:
    """Find scratches, creases and dust in a whole photo.

    Args:
        photo: RGB photo.
        faces: all of its faces, as `scratch_repair.cut_fine` returns them.
    Returns:
        What is found, with a rim. Dust is looked for outside faces, and on scratched photos only: on others a dot is
        rather a star, or a button.
    """
    size = mark_size(photo.size)
    shown = photo if size == photo.size else photo.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    grey = brightness(photos.to_tensor(shown))[0, 0].numpy()
    crops = [_read_back(face, size) for face in faces]
    inside, certain, doubtful = (
        (np.logical_or.reduce(masks) for masks in zip(*crops, strict=True))
        if crops
        else (np.zeros_like(grey, bool) for _ in range(3))
    )
    marks = np.zeros_like(inside)
    for line in find_lines(grey):
        theirs = inside[line.rows, line.columns]
        # One that is theirs counts where it was found in them as well: then it goes on as a scratch outside.
        if theirs.mean() < _INSIDE or certain[line.rows, line.columns][theirs].mean() > _AGREED:
            marks[line.rows, line.columns] = True
    if marks.any() or certain.any():
        marks |= find_dust(grey) & ~inside
    if marks.any():
        marks = ndimage.binary_dilation(marks, ndimage.generate_binary_structure(2, 1), iterations=_RIM)
    return FoundMarks(marks | certain, doubtful & ~(marks | certain))


def _read_back(face: FineCrop, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where a face is in the marks of its photo, what is found for certain in it, and what is doubtful."""
    scale = size[0] / face.photo_size[0]
    columns, rows = (np.arange(count, dtype=np.float32) + 0.5 for count in size)
    u, v = (
        part.numpy()
        for part in face.aligned.frame.scaled(scale).inside(
            torch.from_numpy(columns)[None, :], torch.from_numpy(rows)[:, None]
        )
    )
    within = (np.abs(u - 0.5) <= 0.5) & (np.abs(v - 0.5) <= 0.5)
    read = [within]
    for found in face.found:
        mask = found[0, 0].numpy() > 0
        side = len(mask)
        marked = np.zeros_like(within)
        at = tuple((part[within] * side).astype(int).clip(0, side - 1) for part in (v, u))
        marked[within] = mask[at]
        read.append(marked)
    return read[0], read[1], read[2]


def restore_marks(
    photo: Image.Image,
    marks: np.ndarray,
    faces: Iterable[tuple[AlignedFace, Edit]] = (),
    *,
    box: Box | None = None,
    side: int | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Image.Image, Image.Image]:
    """Restore what is marked in a photo, or in a part of it.

    Args:
        photo: RGB photo.
        marks: (h, w) bool, of the photo's `mark_size`.
        faces: what the model made of faces with marks, as `scratch_repair.repair_marks` returns it with the crop.
        box: of the part; None for all of the photo.
        side: pixels of the longest side that the part is scaled down to, if it has more; None for its own size.
        progress: called with the part that is done, in [0, 1].
    Returns:
        The part before and after, of the same size; pixels that are not marked are the same, bit for bit.
    Raises:
        ValueError: marks of another size.
    """
    if marks.shape[::-1] != mark_size(photo.size):
        raise ValueError(f"marks has shape {marks.shape}; expected width and height {mark_size(photo.size)}.")
    box = box or (0, 0, *photo.size)
    before = photo if box == (0, 0, *photo.size) else photo.crop(box)
    scale = min(1.0, (side or max(before.size)) / max(before.size))
    if scale < 1:
        size = max(1, round(before.width * scale)), max(1, round(before.height * scale))
        before = before.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    mask = _scaled(marks, photo.size, box, before.size)
    after = fill(before, mask, progress)
    # Towards its edges a face goes over into what was filled without the model; so marks cross them without a step.
    edits = [
        align.scale_edit(
            AlignedFace(aligned.pixels, aligned.frame.moved(-box[0], -box[1])),
            replace(edit, mode="replace", mask=None, soft=True),
            scale,
        )
        for aligned, edit in faces
        if _meets(aligned, box)
    ]
    drawn = align.apply(after, edits) if edits else after
    return before, Image.composite(drawn, before, Image.fromarray(mask))


def _scaled(marks: np.ndarray, whole: tuple[int, int], box: Box, size: tuple[int, int]) -> np.ndarray:
    """Return the marks of a part of a photo at the size in which it is shown, (H, W) bool."""
    scale = marks.shape[1] / whole[0], marks.shape[0] / whole[1]
    part = box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1]
    picture = Image.fromarray(marks.astype(np.uint8) * 255)
    return np.asarray(picture.resize(size, Image.Resampling.BILINEAR, box=part)) >= _COVERED


def _meets(aligned: AlignedFace, box: Box) -> bool:
    left, top, right, bottom = aligned.frame.bounds
    return left < box[2] and right > box[0] and top < box[3] and bottom > box[1]
