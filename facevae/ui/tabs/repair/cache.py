"""What is known of the faces of photos that are being repaired, so that a stroke costs no more than what it marked."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from facevae.align import Edit, Face
from facevae.restore.scratch_photo import FoundMarks, find_marks, marks_tensor
from facevae.restore.scratch_repair import FineCrop, MarkedFace, cut_fine, repair_in_styles
from facevae.ui.components.dial import TwoStyles
from facevae.ui.photo.store import UploadedPhoto

if TYPE_CHECKING:
    from facevae.model import FaceVae

MOST_FACES = 32
"""Faces that are kept, over all visitors; one takes up to 12 MB. Those longest unused go first."""

MOST_PHOTOS = 16
"""Photos of which what was found is kept; one takes up to 5 MB."""


@dataclass(frozen=True)
class Repair:
    """A repaired face.

    Attributes:
        edit: the faithful repair.
        styles: its pixels, faithful and real.
    """

    edit: Edit
    styles: TwoStyles

    def at(self, place: float) -> Edit:
        """Return the repair at a place of the dial."""
        return replace(self.edit, pixels=self.styles.at(place))


class RepairCache:
    """Crops of faces with the last repair of each, and what was found in whole photos.

    Args:
        model: repairs.
    """

    def __init__(self, model: FaceVae) -> None:
        self._model = model
        self._faces: OrderedDict[tuple[str, Face], _RepairedFace] = OrderedDict()
        self._found: OrderedDict[tuple[str, tuple[Face, ...]], FoundMarks] = OrderedDict()
        self._lock = threading.Lock()

    def crop(self, token: str, uploaded: UploadedPhoto, face: Face) -> FineCrop:
        """Return a face of the photo with a token, cut out once."""
        return self._known(token, uploaded, face).crop

    def find(self, token: str, uploaded: UploadedPhoto, faces: Sequence[Face]) -> FoundMarks:
        """Return what is found in the photo with a token and these faces; looked for once."""
        key = token, tuple(faces)
        with self._lock:
            found = self._found.get(key)
        if found is None:
            found = find_marks(uploaded.photo, [self.crop(token, uploaded, face) for face in faces])
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            while len(self._found) > MOST_PHOTOS:
                self._found.popitem(last=False)
        return found

    def repair(
        self, token: str, uploaded: UploadedPhoto, face: Face, marks: np.ndarray
    ) -> tuple[MarkedFace, Repair | None]:
        """Repair what is marked on a face of the photo with a token.

        Args:
            token: of the photo.
            uploaded: the photo.
            face: a face in it.
            marks: (h, w) bool, True = marked; all of the photo at any resolution.
        Returns:
            The face with its marks, and the repair; None where nothing is marked.
        Raises:
            ValueError: a model that cannot fill them.
        """
        known = self._known(token, uploaded, face)
        return known.repair(self._model, known.crop.mark(marks_tensor(marks[None])))

    def _known(self, token: str, uploaded: UploadedPhoto, face: Face) -> _RepairedFace:
        key = token, face
        with self._lock:
            known = self._faces.get(key)
        # Cutting takes long: others need not wait for it.
        known = known or _RepairedFace(cut_fine(uploaded.photo, face, self._model.image_size))
        with self._lock:
            known = self._faces.setdefault(key, known)
            self._faces.move_to_end(key)
            while len(self._faces) > MOST_FACES:
                self._faces.popitem(last=False)
        return known

    def clear(self) -> None:
        """Let go of all faces and photos."""
        with self._lock:
            self._faces.clear()
            self._found.clear()


class _RepairedFace:
    """A crop, and what was last marked in it with the repair of that."""

    def __init__(self, crop: FineCrop) -> None:
        self.crop = crop
        self._last: tuple[MarkedFace, Repair | None] | None = None

    def repair(self, model: FaceVae, marked: MarkedFace) -> tuple[MarkedFace, Repair | None]:
        last = self._last
        if last is None or not last[0].mask.equal(marked.mask):
            last = self._last = marked, _repair(model, marked)
        return last


def _repair(model: FaceVae, marked: MarkedFace) -> Repair | None:
    edits = repair_in_styles(model, marked, model.styles)
    # Where a model has no detail stage, its faithful repair is the last one, too.
    return Repair(edits[0], TwoStyles(edits[0].pixels, edits[-1].pixels)) if edits else None
