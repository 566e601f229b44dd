"""The visitor's own photo: which face of it is worked on, and what is doubtful about that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.blocks import Block

from facevae import align
from facevae.align import AlignedFace, Face
from facevae.ui.components.events import BUTTON, CLICKED, Updates
from facevae.ui.photo.current import CurrentFace, Place, current_face
from facevae.ui.photo.face_picker import MIDDLE, NONE, Choice, FacePicker, picture, state
from facevae.ui.photo.photo_input import PhotoInput, told
from facevae.ui.photo.store import GONE, PhotoStore, UploadedPhoto

if TYPE_CHECKING:
    from facevae.model import FaceVae

NAME = "Your photo"

_WORKED_ON = "Every tab works on what is in the frame."
FOUND_NONE = (
    "No face was found.",
    "The middle of the photo is used instead, and the model knows faces only upright and centred. Better: click both "
    "eyes in the photo.",
)
NOT_SURE = (
    "Is this a face?",
    "The detector is not sure: {percent} of 100 points. Click the frame if it is; if the face is somewhere else, click "
    "both eyes.",
)
MANY = ("{faces} faces found.", "The most prominent is chosen: click the frame of another to change that.")
ONE = ("Face found.", _WORKED_ON)
CHOSEN = ("Face {number} of {faces}.", _WORKED_ON)
POINTED = ("The face between your clicks.", _WORKED_ON)
THE_MIDDLE = ("The middle of the photo is used.", "")
NOT_USED = ("Not used now.", "Click a face to use it.")
NOTHING_USED = ("Not used now.", "Click both eyes, or use the middle, to work on this photo again.")

TINY = "This face is only {:.0f} pixels wide in the photo: most of the detail you will see is made up."
TURNED = "This face looks to the side. The model has seen few like it, and will turn it towards you."
DRAWN = "This looks like a drawing. The model knows only photographs, and will make one of it."
GONE_MEANWHILE = (
    "Your photo is no longer at hand. The face that you see stays; to take another one from the photo, choose it again."
)
TOO_CLOSE = "These two places are too close to each other; please click both eyes again."


@dataclass(frozen=True)
class Held:
    """What the page holds of a photo.

    Attributes:
        token: of the photo, "" before there is one.
        key: of the current face that was cut from it last, "" before there is one.
    """

    token: str = ""
    key: str = ""


@dataclass(frozen=True)
class Panel:
    """What a photo changes on the page.

    Attributes:
        face: holds the CurrentFace.
        photo: where photos are brought.
        held: holds the Held of the photo that is shown.
        picker: the photo, its faces, and what is said about them.
    """

    face: gr.State
    photo: PhotoInput
    held: gr.State
    picker: FacePicker


def build(model: FaceVae, photo_store: PhotoStore, face: gr.State, photo: PhotoInput) -> None:
    """Draw the panel, empty until there is a photo, and connect it with the upload and the current face."""
    panel = Panel(face, photo, gr.State(Held()), FacePicker(elem_id="photo-panel"))
    handlers = PanelHandlers(model, photo_store, panel)
    changed: list[Block] = [face, panel.held, panel.picker]
    photo.take(handlers.arrive, None, [photo, *changed], **CLICKED)
    photo.hold(handlers.hold, panel.held, photo, queue=False, **BUTTON)
    panel.picker.select(handlers.choose, panel.held, changed, **CLICKED)
    face.change(handlers.follow, [face, panel.held], panel.picker, queue=False, **BUTTON)


class PanelHandlers:
    """What happens on the panel.

    Args:
        model: its `image_size` is that of faces.
        photo_store: where photos are held.
        panel: the components that they change.
    """

    def __init__(self, model: FaceVae, photo_store: PhotoStore, panel: Panel) -> None:
        self._size, self._photo_store, self._panel = model.image_size, photo_store, panel

    def arrive(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Show a photo that was sent, and work on its largest face; or on what was chosen before it came back."""
        token, again = PhotoInput.read_token(event)
        try:
            uploaded = self._photo_store.get(token)
        except gr.Error:
            return {self._panel.photo: told("", GONE)}
        self._photo_store.give(token, request.session_hash)
        found = self._first(token, uploaded) if again is None else self._again(token, uploaded, again)
        shown = {self._panel.photo: told(token), self._panel.held: Held(token), **found}
        return {**shown, self._panel.picker: {**found[self._panel.picker], "value": picture(token, uploaded)}}

    def hold(self, held: Held, request: gr.Request) -> Any:
        """Keep the photo of a page that was taken for closed, as its line was cut; say so where it has gone."""
        is_here = self._photo_store.give(held.token, request.session_hash)
        return gr.skip() if is_here else told("", GONE_MEANWHILE)

    def choose(self, held: Held, event: gr.EventData, request: gr.Request) -> Updates:
        """Work on the face that was clicked, or whose eyes were, or on the middle of the photo."""
        uploaded = self._photo_store.get(held.token)
        self._photo_store.give(held.token, request.session_hash)
        choice = FacePicker.read_choice(event._data, uploaded)
        if isinstance(choice, tuple) and _is_one_place(*choice):
            gr.Warning(TOO_CLOSE)
            return gr.skip()
        return self._chosen(held.token, uploaded, choice)

    def follow(self, face: CurrentFace, held: Held) -> Any:
        """Say that the photo is not used, when the current face comes from elsewhere."""
        if not held.token or face.key == held.key:
            return gr.skip()
        try:
            return self._unused(self._photo_store.get(held.token))
        except gr.Error:  # gone; whoever clicks on it is told so
            return gr.skip()

    def _again(self, token: str, uploaded: UploadedPhoto, sent: object) -> Updates:
        """What a page had chosen before it was loaded again, which is whatever a client chose to send."""
        sent = sent if isinstance(sent, dict) else {}
        if not sent.get("used"):
            return {self._panel.picker: self._unused(uploaded, again=True)}
        try:
            chosen = self._chosen(token, uploaded, FacePicker.read_choice(sent.get("choice"), uploaded))
        except gr.Error:
            return self._first(token, uploaded)
        chosen[self._panel.picker]["state"].update(shown=False, again=True)
        return chosen

    def _first(self, token: str, uploaded: UploadedPhoto) -> Updates:
        faces = uploaded.faces
        if not faces:
            return self._on(token, uploaded, NONE, align.centred(uploaded.photo.size), FOUND_NONE, {MIDDLE: True})
        first = next((index for index, face in enumerate(faces) if face.sure), None)
        if first is None:
            said = _fill(NOT_SURE, percent=f"{100 * faces[0].score:.0f}")
            return {self._panel.picker: gr.update(state=state(said=said, used=False))}
        said = _fill(MANY, faces=len(faces)) if len(faces) > 1 else ONE
        return self._on(token, uploaded, first, faces[first], said, {"index": first}, folded=len(faces) == 1)

    def _chosen(self, token: str, uploaded: UploadedPhoto, choice: Choice) -> Updates:
        if isinstance(choice, int):
            found = len(uploaded.faces)
            said = _fill(CHOSEN, number=choice + 1, faces=found) if found > 1 else ONE
            return self._on(token, uploaded, choice, uploaded.faces[choice], said, {"index": choice})
        if isinstance(choice, str):
            middle = align.centred(uploaded.photo.size)
            return self._on(token, uploaded, NONE, middle, THE_MIDDLE, {MIDDLE: True})
        pointed = align.from_eyes(*choice)
        uploaded = uploaded.with_faces([*(face for face in uploaded.faces if face.score), pointed])
        self._photo_store.replace(token, uploaded)
        number = len(uploaded.faces) - 1
        changed = self._on(token, uploaded, number, pointed, POINTED, {"eyes": [list(eye) for eye in choice]})
        changed[self._panel.picker]["value"] = picture(token, uploaded)
        return changed

    def _unused(self, uploaded: UploadedPhoto, *, again: bool = False) -> dict[str, Any]:
        said = NOT_USED if uploaded.faces else NOTHING_USED
        return gr.update(state=state(said=said, used=False, shown=not again, again=again))

    def _on(
        self,
        token: str,
        uploaded: UploadedPhoto,
        chosen: int,
        face: Face,
        said: tuple[str, str],
        choice: dict[str, Any],
        *,
        folded: bool = False,
    ) -> Updates:
        aligned = align.cut(uploaded.photo, face, self._size)
        current = current_face(aligned.pixels, NAME, place=Place(token, face))
        doubted = doubts(face, aligned, uploaded.original.incomplete)
        now = state(chosen, said, doubted, choice=choice, shown=bool(doubted) or not folded)
        return {
            self._panel.face: current,
            self._panel.held: Held(token, current.key),
            self._panel.picker: gr.update(state=now),
        }


def doubts(face: Face, aligned: AlignedFace, incomplete: str = "") -> list[str]:
    """Say in sentences what speaks against a face and its crop, after what is missing of the file."""
    sentences = [incomplete] if incomplete else []
    if align.is_cartoon(aligned):
        sentences.append(DRAWN)
    if face.tiny:
        sentences.append(TINY.format(face.frame.side))
    if face.score and face.turned:
        sentences.append(TURNED)
    return sentences


def _fill(said: tuple[str, str], **values: object) -> tuple[str, str]:
    heading, words = said
    return heading.format(**values), words.format(**values)


def _is_one_place(left: tuple[float, float], right: tuple[float, float]) -> bool:
    return abs(left[0] - right[0]) + abs(left[1] - right[1]) < align.geometry.TOO_SMALL / 4
