"""What a person has marked on a photo: all of it, while the canvas shows the whole photo or the part around a face."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from facevae.align import Face
from facevae.restore.scratch_photo import Box, FoundMarks, mark_size, marks_tensor
from facevae.ui.components.mask_canvas import mask_uri

if TYPE_CHECKING:
    from torch import Tensor

SMALL = 0.25
"""Side of a face, as a fraction of the photo's longest, below which one has to go nearer to mark anything on it."""

_AROUND = 0.35
"""What is shown around a face, on each side, as a fraction of its own."""


@dataclass(frozen=True, eq=False)
class Marks:
    """Marks on a photo, at the size that `mark_size` gives them.

    Attributes:
        token: of the photo.
        box: the part on the canvas, in pixels of the marks.
        painted: (h, w) bool, True = painted by the person.
        erased: (h, w) bool, True = the person took back what the app found.
        accepted: whether what the app was not sure of is to be restored as well.
    """

    token: str
    box: Box
    painted: np.ndarray = field(repr=False)
    erased: np.ndarray = field(repr=False)
    accepted: bool = False

    def with_canvas(self, canvas: Tensor) -> Marks:
        """Return the marks with what the canvas has now, (1, 2, high, wide): painted, and taken back."""
        left, top, right, bottom = self.box
        if canvas.shape != (1, 2, bottom - top, right - left):
            return self
        painted, erased = self.painted.copy(), self.erased.copy()
        painted[top:bottom, left:right], erased[top:bottom, left:right] = canvas[0].numpy() > 0
        return replace(self, painted=painted, erased=erased)

    def to_restore(self, found: FoundMarks | None) -> np.ndarray:
        """Return all that is to be restored, (h, w) bool; `found` is None where the app does not look."""
        if found is None:
            return self.painted
        theirs = found.certain | found.doubtful if self.accepted else found.certain
        return self.painted | (theirs & ~self.erased)

    def doubtful(self, found: FoundMarks | None) -> np.ndarray:
        """Return what the person has not yet said anything about, (h, w) bool."""
        if found is None or self.accepted:
            return np.zeros_like(self.painted)
        return found.doubtful & ~self.erased & ~self.painted

    def on_canvas(self) -> dict:
        """Return the properties and the value of a canvas that shows the part of the photo with its marks."""
        left, top, right, bottom = self.box
        stack = np.stack([self.painted, self.erased])[:, top:bottom, left:right]
        return {
            "value": marks_tensor(stack) if stack.any() else None,
            "wide": right - left,
            "high": bottom - top,
        }

    def addresses(self, found: FoundMarks | None) -> dict[str, str]:
        """Return what the app has found as the canvas takes it."""
        if found is None:
            return {"found": "", "doubtful": ""}
        certain = found.certain | found.doubtful if self.accepted else found.certain
        doubtful = np.zeros_like(certain) if self.accepted else found.doubtful
        left, top, right, bottom = self.box
        return {
            key: mask_uri(marks_tensor(mask[None, top:bottom, left:right]))
            for key, mask in (("found", certain), ("doubtful", doubtful))
        }

    def part(self, photo: Image.Image) -> Box:
        """Return the part on the canvas in pixels of the photo."""
        high, wide = self.painted.shape
        across, down = photo.width / wide, photo.height / high
        left, top, right, bottom = self.box
        return round(left * across), round(top * down), round(right * across), round(bottom * down)


def no_marks(token: str, size: tuple[int, int], box: Box) -> Marks:
    """Return marks of a photo of a size on which nothing is marked yet."""
    wide, high = mark_size(size)
    return Marks(token, box, np.zeros((high, wide), bool), np.zeros((high, wide), bool))


def is_small(face: Face, size: tuple[int, int]) -> bool:
    """Say whether a face is too small in a photo of a size to be marked in it."""
    return face.frame.side < SMALL * max(size)


def box_of(size: tuple[int, int], face: Face | None) -> Box:
    """Return the part of a photo of a size that shows a face, or all of it, in pixels of its marks."""
    wide, high = mark_size(size)
    if face is None:
        return 0, 0, wide, high
    scale = wide / size[0]
    edges = [edge * scale for edge in face.frame.bounds]
    more = _AROUND * (edges[2] - edges[0])
    left, right = (min(max(round(edge), 0), wide) for edge in (edges[0] - more, edges[2] + more))
    top, bottom = (min(max(round(edge), 0), high) for edge in (edges[1] - more, edges[3] + more))
    return left, top, max(right, left + 1), max(bottom, top + 1)
