"""What happens on the Repair tab: marks on a photo come in, the repaired photo goes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.align import Face
from facevae.restore.scratch_repair import MarkedFace
from facevae.ui.components.events import Updates
from facevae.ui.components.mask_canvas import MaskCanvas
from facevae.ui.components.preview import picture
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs.photo_result import (
    NO_PHOTO,
    FaceEdit,
    PhotoEdits,
    PhotoResultView,
    faces_of,
    locate_in_photo,
    with_progress,
)
from facevae.ui.tabs.repair.cache import RepairCache
from facevae.ui.tabs.repair.marked_photo import draw_photo, mark_size

if TYPE_CHECKING:
    from torch import Tensor

THIS, ALL = "this", "all"

AFTER = "Repaired"

REPAIRED = "What is marked inside the frame is repaired."
REPAIRED_SEVERAL = "{} of {} faces repaired."
NOTHING = "Nothing is marked inside a frame yet. Paint over a scratch, or let the app look for some."


@dataclass(frozen=True)
class RepairScreen:
    """The components of the tab.

    Attributes:
        marks: the photo, and what is marked on it.
        automatic: whether the app looks for scratches.
        dial: from the faithful repair to the real one.
        whose: `THIS` face or `ALL` of the photo.
        words: what came of it.
        drawn: holds the MarkedPhoto that `marks` shows, or None.
        result: the photo before and after.
    """

    marks: MaskCanvas
    automatic: gr.Checkbox
    dial: gr.Slider
    whose: gr.Radio
    words: gr.HTML
    drawn: gr.State
    result: PhotoResultView

    @property
    def settings(self) -> list[MaskCanvas | gr.Checkbox | gr.Slider | gr.Radio]:
        """What handlers take the values of."""
        return [self.marks, self.automatic, self.dial, self.whose]


@dataclass(frozen=True)
class MarkedPhoto:
    """What stands on the canvas under the marks.

    Attributes:
        token: of the photo.
        faces: those with a frame.
        automatic: whether the scratches that were found are tinted.
    """

    token: str
    faces: tuple[Face, ...]
    automatic: bool


class RepairHandlers:
    """Handlers of the tab.

    Args:
        photo_store: where photos are held.
        cache: repairs faces.
        screen: the components that they change.
    """

    def __init__(self, photo_store: PhotoStore, cache: RepairCache, screen: RepairScreen) -> None:
        self._photo_store, self._cache, self._screen = photo_store, cache, screen

    def show_face(
        self, face: CurrentFace, drawn: MarkedPhoto | None, marks: Tensor, automatic: bool, dial: float, whose: str
    ) -> Updates:
        """Show the photo of a new face; what was marked stays while it is the same photo."""
        if face.place is not None:
            return self.repair(face, drawn, marks, automatic, dial, whose)
        empty = {self._screen.marks: gr.update(value=None, face="", wide=4, high=3), self._screen.drawn: None}
        return {**empty, self._screen.words: NO_PHOTO, **self._screen.result.empty()}

    def repair(
        self, face: CurrentFace, drawn: MarkedPhoto | None, marks: Tensor, automatic: bool, dial: float, whose: str
    ) -> Updates:
        """Repair what is marked; the canvas changes only where another photo, frame or scratch is to be seen."""
        place, uploaded = locate_in_photo(self._photo_store, face)
        faces = faces_of(place, uploaded) if whose == ALL else [place.face]
        now = MarkedPhoto(place.token, tuple(faces), automatic)
        canvas: dict[str, Any] = {}
        if drawn is None or drawn.token != now.token:
            wide, high = mark_size(uploaded.photo)
            marks = marks.new_zeros(1, 1, high, wide)
            canvas |= {"value": None, "wide": wide, "high": high}
        edits = self._repair(now, uploaded, marks, dial)
        updates = {self._screen.words: _say(len(edits.made), len(faces)), **self._screen.result.show(edits)}
        if now == drawn:
            return updates
        canvas["face"] = picture(draw_photo(uploaded, faces, self._found(now, uploaded)))
        return {self._screen.marks: gr.update(**canvas), self._screen.drawn: now, **updates}

    def _repair(self, now: MarkedPhoto, uploaded: UploadedPhoto, marks: Tensor, dial: float) -> PhotoEdits:
        try:
            repaired = [
                self._cache.repair(now.token, uploaded, face, marks, automatic=now.automatic)
                for face in with_progress(now.faces)
            ]
        except ValueError as error:
            raise gr.Error(str(error), print_exception=False) from error
        made = (
            (marked.aligned, FaceEdit(repair.at(dial), called=repair.styles.called(AFTER, dial)))
            for marked, repair in repaired
            if repair
        )
        return PhotoEdits(now.token, tuple(made))

    def _found(self, now: MarkedPhoto, uploaded: UploadedPhoto) -> list[MarkedFace]:
        if not now.automatic:
            return []
        return [self._cache.crop(now.token, uploaded, face).mark(automatic=True) for face in now.faces]


def _say(repaired: int, faces: int) -> str:
    if not repaired:
        return NOTHING
    return REPAIRED if faces == 1 else REPAIRED_SEVERAL.format(repaired, faces)
