"""What happens on the Repair tab: marks on a photo come in, the restored photo goes out."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.restore.scratch_photo import FoundMarks
from facevae.ui.components.events import Updates
from facevae.ui.components.preview import PREVIEW_SIDE, Preview
from facevae.ui.components.templates import Template
from facevae.ui.photo.current import CurrentFace, Place
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs.photo_result import faces_of
from facevae.ui.tabs.repair.cache import RepairCache
from facevae.ui.tabs.repair.marks import Marks, box_of, is_small, no_marks
from facevae.ui.tabs.repair.result import AFTER, Restored
from facevae.ui.tabs.repair.screen import RepairScreen

if TYPE_CHECKING:
    from torch import Tensor

LOOKING = "Looking for scratches in the whole photo ..."

_RESTORING = Template('Restoring the photo and {{ faces }} {{ "face" if faces == 1 else "faces" }} in it ...')

NOTHING = "Nothing is marked. Paint over a scratch or a stain, and it is restored."
NOTHING_FOUND = "No scratches were found. Paint over a scratch or a stain, and it is restored."

_DONE = Template(
    "{% if share %}{{ share }} % of the photo is restored"
    '{% if faces %}: {{ "one face" if faces == 1 else faces ~ " faces" }} by the model, the rest from its surroundings'
    "{% else %} from its surroundings{% endif %}.{% else %}Nothing is restored yet.{% endif %}"
    "{% if doubtful %} What is yellow may be a brow, a lid or the rim of glasses, and is left as it is.{% endif %}"
)


class RepairHandlers:
    """Handlers of the tab.

    Args:
        photo_store: where photos are held.
        cache: finds marks and repairs faces.
        screen: the components that they change.
        first: the face that the page starts with.
        stand_in: where the photo is that is shown in place of the first face's, which has nothing to restore.
    """

    def __init__(
        self,
        photo_store: PhotoStore,
        cache: RepairCache,
        screen: RepairScreen,
        first: CurrentFace,
        stand_in: Place | None,
    ) -> None:
        self._photo_store, self._cache, self._screen = photo_store, cache, screen
        self._first, self._stand_in = first, stand_in

    def open(self, face: CurrentFace, held: Marks | None, own: bool) -> Updates:
        """Make room for the photo of a new face, and ask for it to be restored."""
        screen, place = self._screen, self._place(face, own)
        updates: Updates = {
            # Hidden, but there: a gr.HTML that is taken away and put back has lost its properties.
            screen.tool: gr.Column(visible="hidden" if place is None else True),
            screen.no_photo: gr.Column(visible=place is None),
            screen.stand_in: gr.Row(visible=place is not None and place is self._stand_in),
        }
        if place is None:
            return {**updates, screen.held: None, **screen.result.empty()}
        if held is None or held.token != place.token:
            uploaded = self._photo_store.get(place.token)
            updates[screen.zoom] = is_small(place.face, uploaded.photo.size)
        return {**updates, screen.due: secrets.token_hex(4)}

    def use_own(self, face: CurrentFace, held: Marks | None) -> Updates:
        """Show the photo of the first face after all."""
        return {self._screen.own: True, **self.open(face, held, True)}

    def accept(
        self, face: CurrentFace, held: Marks | None, own: bool, canvas: Tensor, automatic: bool, zoom: bool, dial: float
    ) -> Iterator[Updates]:
        """Restore what the app was not sure of, too."""
        known = held and replace(held, accepted=True)
        yield from self.restore(face, known, own, canvas, automatic, zoom, dial, finds_changed=True)

    def toggle(
        self, face: CurrentFace, held: Marks | None, own: bool, canvas: Tensor, automatic: bool, zoom: bool, dial: float
    ) -> Iterator[Updates]:
        """Look for scratches, or no longer."""
        yield from self.restore(face, held, own, canvas, automatic, zoom, dial, finds_changed=True)

    def restore(
        self,
        face: CurrentFace,
        held: Marks | None,
        own: bool,
        canvas: Tensor,
        automatic: bool,
        zoom: bool,
        dial: float,
        finds_changed: bool = False,
    ) -> Iterator[Updates]:
        """Restore what is marked; the canvas changes only where another photo, part or find is to be seen."""
        screen, place = self._screen, self._place(face, own)
        if place is None:
            return
        uploaded = self._photo_store.get(place.token)
        marks = self._marks(place, uploaded, held, canvas, zoom)
        shown: dict[str, Any] = {}
        if held is None or marks.token != held.token or marks.box != held.box:
            shown = {**marks.on_canvas(), **marks.addresses(None), "face": _part(uploaded, marks)}
        wait = screen.result.wait(shown.get("face"), _ratio(uploaded, marks))
        if shown or finds_changed:
            yield {screen.held: marks, screen.words: LOOKING, **wait, **_update(screen, shown)}
        found = self._find(place, uploaded) if automatic else None
        if shown or finds_changed:
            shown = marks.addresses(found)
        faces = faces_of(place, uploaded)
        yield {screen.words: _RESTORING(faces=len(faces)), screen.held: marks, **wait, **_update(screen, shown)}
        restored, called = self._restored(place, uploaded, marks, found, dial)
        doubtful = bool(marks.doubtful(found).any())
        yield {
            screen.held: marks,
            screen.words: _say(restored, automatic=automatic, doubtful=doubtful),
            screen.accept: gr.Button(visible=doubtful),
            **screen.result.show(restored, marks.part(uploaded.photo), called),
        }

    def _place(self, face: CurrentFace, own: bool) -> Place | None:
        return self._stand_in if face.key == self._first.key and not own else face.place

    def _marks(self, place: Place, uploaded: UploadedPhoto, held: Marks | None, canvas: Tensor, zoom: bool) -> Marks:
        box = box_of(uploaded.photo.size, place.face if zoom else None)
        if held is None or held.token != place.token:
            return no_marks(place.token, uploaded.photo.size, box)
        return replace(held.with_canvas(canvas), box=box)

    def _find(self, place: Place, uploaded: UploadedPhoto) -> FoundMarks:
        return self._cache.find(place.token, uploaded, faces_of(place, uploaded))

    def _restored(
        self, place: Place, uploaded: UploadedPhoto, marks: Marks, found: FoundMarks | None, dial: float
    ) -> tuple[Restored, str]:
        mask, made, called = marks.to_restore(found), [], AFTER
        try:
            for face in faces_of(place, uploaded):
                marked, repair = self._cache.repair(place.token, uploaded, face, mask)
                if repair is not None:
                    made.append((marked.aligned, repair.at(dial)))
                    called = repair.styles.called(AFTER, dial)
        except ValueError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return Restored(place.token, mask, tuple(made)), called


def _part(uploaded: UploadedPhoto, marks: Marks) -> str:
    """Return the address of the part of a photo that is on the canvas."""
    box = marks.part(uploaded.photo)
    if box == (0, 0, *uploaded.photo.size):
        return uploaded.preview.address
    return Preview(uploaded.photo.crop(box), PREVIEW_SIDE).address


def _ratio(uploaded: UploadedPhoto, marks: Marks) -> float:
    left, top, right, bottom = marks.part(uploaded.photo)
    return (right - left) / (bottom - top)


def _update(screen: RepairScreen, shown: dict[str, Any]) -> Updates:
    return {screen.marks: gr.update(**shown)} if shown else {}


def _say(restored: Restored, *, automatic: bool, doubtful: bool) -> str:
    share = 100 * float(restored.marks.mean())
    if not share and not doubtful:
        return NOTHING_FOUND if automatic else NOTHING
    said = f"{share:.1f}" if share >= 0.05 else "Less than 0.1" if share else ""
    return _DONE(share=said, faces=len(restored.faces), doubtful=doubtful)
