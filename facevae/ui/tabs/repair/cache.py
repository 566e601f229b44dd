"""What is known of the faces of photos that are being repaired, so that a stroke costs no more than what it marked."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from facevae.align import Edit, Face
from facevae.restore.scratch_repair import FineCrop, MarkedFace, cut_fine, repair_in_styles
from facevae.ui.components.dial import TwoStyles
from facevae.ui.photo.store import UploadedPhoto

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

MOST_FACES = 32
"""Faces that are kept, over all visitors; one takes up to 12 MB. Those longest unused go first."""


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
    """Crops, the scratches found in them, and the last repair of each.

    Args:
        model: repairs.
    """

    def __init__(self, model: FaceVae) -> None:
        self._model = model
        self._faces: OrderedDict[tuple[str, Face], _RepairedFace] = OrderedDict()
        self._lock = threading.Lock()

    def crop(self, token: str, uploaded: UploadedPhoto, face: Face) -> FineCrop:
        """Return a face of the photo with a token, cut out once."""
        return self._known(token, uploaded, face).crop

    def repair(
        self, token: str, uploaded: UploadedPhoto, face: Face, marks: Tensor, *, automatic: bool
    ) -> tuple[MarkedFace, Repair | None]:
        """Repair what is marked on a face of the photo with a token.

        Args:
            token: of the photo.
            uploaded: the photo.
            face: a face in it.
            marks: (1, 1, H, W), 1 = marked; all of the photo at any resolution.
            automatic: whether scratches that were found are repaired as well.
        Returns:
            The face with its marks, and the repair; None where nothing is marked.
        Raises:
            ValueError: marks of another shape, or a model that cannot fill them.
        """
        known = self._known(token, uploaded, face)
        return known.repair(self._model, known.crop.mark(marks, automatic=automatic))

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
        """Let go of all faces."""
        with self._lock:
            self._faces.clear()


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
