"""A whole photo with marks, faces and all, made anew where it is marked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from facevae.model import FaceVae
from facevae.restore.scratch_photo import mark_size, marks_tensor, restore_marks
from facevae.restore.scratch_repair import FineCrop, repair_marks


def restore_marked(
    model: FaceVae, photo: Image.Image, marks: np.ndarray, faces: Sequence[FineCrop], style: str = "faithful"
) -> Image.Image:
    """Make anew what is marked in a photo: in faces by the model, elsewhere from what is beside each mark.

    Args:
        model: as `facevae.load` returns it.
        photo: RGB photo.
        marks: (h, w) bool, of the photo's `mark_size`.
        faces: of the photo, as `scratch_repair.cut_fine` returns them.
        style: as for `inpaint`.
    Returns:
        The photo; pixels that are not marked are the same, bit for bit.
    Raises:
        ValueError: marks of another size, or the model has no restorer or not this style.
    """
    marked = [crop.mark(marks_tensor(marks[None])) for crop in faces]
    edits = [(face.aligned, repair_marks(model, face, style)) for face in marked]
    made = [(aligned, edit) for aligned, edit in edits if edit is not None]
    return restore_marks(photo, marks, made)[1]


def marks_in(picture: Image.Image, size: tuple[int, int]) -> np.ndarray:
    """Read marks from a picture in which what is white is marked.

    Args:
        picture: RGB, with the proportions of the photo, to a hundredth.
        size: width and height of the photo in pixels.
    Returns:
        (h, w) bool, of the photo's `mark_size`.
    Raises:
        ValueError: other proportions, or nothing is marked.
    """
    if abs(picture.width * size[1] / (picture.height * size[0]) - 1) > 0.01:
        raise ValueError(
            f"The mask has {picture.width} x {picture.height} pixels, which is another shape than the photo's "
            f"{size[0]} x {size[1]}."
        )
    marks = np.asarray(picture.convert("L").resize(mark_size(size), Image.Resampling.BOX)) > 127
    if not marks.any():
        raise ValueError("The mask marks nothing; what is to be filled must be white in it.")
    return marks
