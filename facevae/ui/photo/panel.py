"""The visitor's own photo: which face of it is worked on, and what is doubtful about that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr
from gradio.blocks import Block
from markupsafe import Markup

from facevae import align, photos
from facevae.align import AlignedFace, Face
from facevae.ui.components.events import BUTTON, Updates
from facevae.ui.components.templates import Template
from facevae.ui.photo.current import Place, current_face
from facevae.ui.photo.face_picker import NONE, FacePicker, board
from facevae.ui.photo.store import PhotoStore, UploadedPhoto, take

if TYPE_CHECKING:
    from facevae.model import FaceVae

NAME = "Your photo"

FOUND_NONE = Template(
    "<strong>No face was found.</strong> The middle of the photo is used instead, and the model knows faces only "
    "upright and centred. Better: click both eyes in the photo."
)
NOT_SURE = Template(
    "<strong>Is this a face?</strong> It looks {{ percent }} % like one. Click the frame if it is; if the face is "
    "somewhere else, click both eyes."
)
MANY = Template(
    "<strong>{{ faces }} faces found.</strong> The most prominent is chosen: click the frame of another to change that."
)
ONE = Template("<strong>Face found.</strong> Every tab works on what is in the frame.")
CHOSEN = Template("<strong>Face {{ number }} of {{ faces }}.</strong> Every tab works on what is in the frame.")
POINTED = Template("<strong>The face between your clicks.</strong> Every tab works on what is in the frame.")

MIDDLE = "The middle of the photo is used."
ASK_FOR_EYES = "Click both eyes in the photo, first the one further to the left."
TINY = "This face is only {:.0f} pixels wide in the photo: most of the detail you will see is made up."
TURNED = "This face looks to the side. The model has seen few like it, and will turn it towards you."
DRAWN = "This looks like a drawing. The model knows only photographs, and will make one of it."
TOO_CLOSE = "These two places are too close to each other; please click both eyes again."

_WORDS = Template("""
<p>{{ words }}</p>
{%- for doubt in doubts %}<p class="photo-doubt">{{ doubt }}</p>{% endfor %}
""")


@dataclass(frozen=True)
class Panel:
    """What a photo changes on the page.

    Attributes:
        face: holds the CurrentFace.
        photo: where photos are uploaded.
        token: holds the token of the photo that is shown.
        row: all that is shown of a photo.
        board: the photo and its faces.
        words: what is said about them.
    """

    face: gr.State
    photo: gr.Image
    token: gr.State
    row: gr.Row
    board: FacePicker
    words: gr.HTML


def build(model: FaceVae, photo_store: PhotoStore, face: gr.State, photo: gr.Image) -> None:
    """Draw the panel, hidden until there is a photo, and connect it with the upload and the current face."""
    with gr.Row(visible=False, elem_id="photo-panel") as row:
        with gr.Column(scale=5, min_width=300):
            board = FacePicker(elem_id="photo-board")
        with gr.Column(scale=4, min_width=300, elem_classes="fv-plain"):
            words = gr.HTML(elem_id="photo-words")
            with gr.Row():
                eyes = gr.Button("Click both eyes", size="sm", min_width=140, elem_id="photo-eyes")
                middle = gr.Button("Use the middle", size="sm", min_width=140, elem_id="photo-middle")
                hide = gr.Button("Hide the photo", size="sm", min_width=140, elem_id="photo-hide")
    panel = Panel(face, photo, gr.State(""), row, board, words)
    handlers = PanelHandlers(model, photo_store, panel)
    changed: list[Block] = [face, board, words]
    photo.input(
        handlers.upload,
        photo,
        [photo, panel.token, row, *changed],
        api_name="use_photo",
        show_progress="minimal",
    )
    board.select(handlers.choose, panel.token, changed, **BUTTON)
    middle.click(handlers.middle, panel.token, changed, **BUTTON)
    eyes.click(handlers.ask_for_eyes, panel.token, [board, words], **BUTTON)
    hide.click(lambda: gr.Row(visible=False), None, row, **BUTTON)


class PanelHandlers:
    """What happens on the panel.

    Args:
        model: its `image_size` is that of faces.
        photo_store: where photos are held.
        panel: the components that they change.
    """

    def __init__(self, model: FaceVae, photo_store: PhotoStore, panel: Panel) -> None:
        self._size, self._photo_store, self._panel = model.image_size, photo_store, panel

    def upload(self, path: str | None, request: gr.Request) -> Updates:
        """Take a photo, show it, and work on its largest face."""
        if path is None:
            return gr.skip()
        try:
            uploaded = take(path)
        except photos.PhotoError as error:
            gr.Warning(str(error))
            return {self._panel.photo: None}
        token = self._photo_store.put(uploaded, request.session_hash)
        shown = {self._panel.photo: None, self._panel.token: token, self._panel.row: gr.Row(visible=True)}
        return {**shown, **self._first(token, uploaded)}

    def choose(self, token: str, event: gr.EventData) -> Updates:
        """Work on the face that was clicked, or whose eyes were."""
        uploaded = self._photo_store.get(token)
        choice = FacePicker.read_choice(event, uploaded)
        if isinstance(choice, int):
            found = len(uploaded.faces)
            words = CHOSEN(number=choice + 1, faces=found) if found > 1 else ONE()
            return self._on(token, uploaded, choice, uploaded.faces[choice], words)
        if abs(choice[0][0] - choice[1][0]) + abs(choice[0][1] - choice[1][1]) < align.geometry.TOO_SMALL / 4:
            gr.Warning(TOO_CLOSE)
            return {self._panel.board: board(uploaded, NONE, eyes=True)}
        pointed = align.from_eyes(*choice)
        uploaded = uploaded.with_faces([*(face for face in uploaded.faces if face.score), pointed])
        self._photo_store.replace(token, uploaded)
        return self._on(token, uploaded, len(uploaded.faces) - 1, pointed, POINTED())

    def middle(self, token: str) -> Updates:
        """Work on the middle of the photo."""
        uploaded = self._photo_store.get(token)
        return self._on(token, uploaded, NONE, align.centred(uploaded.photo.size), MIDDLE)

    def ask_for_eyes(self, token: str) -> Updates:
        """Take the next two clicks for eyes."""
        uploaded = self._photo_store.get(token)
        return {self._panel.board: board(uploaded, NONE, eyes=True), self._panel.words: _words(ASK_FOR_EYES)}

    def _first(self, token: str, uploaded: UploadedPhoto) -> Updates:
        if not uploaded.faces:
            middle = self._on(token, uploaded, NONE, align.centred(uploaded.photo.size), FOUND_NONE())
            return {**middle, self._panel.board: board(uploaded, NONE, eyes=True)}
        first = next((index for index, face in enumerate(uploaded.faces) if face.sure), None)
        if first is None:
            words = _words(NOT_SURE(percent=f"{100 * uploaded.faces[0].score:.0f}"))
            return {self._panel.board: board(uploaded, NONE), self._panel.words: words}
        words = MANY(faces=len(uploaded.faces)) if len(uploaded.faces) > 1 else ONE()
        return self._on(token, uploaded, first, uploaded.faces[first], words)

    def _on(self, token: str, uploaded: UploadedPhoto, chosen: int, face: Face, words: str) -> Updates:
        aligned = align.cut(uploaded.photo, face, self._size)
        return {
            self._panel.face: current_face(aligned.pixels, NAME, place=Place(token, face)),
            self._panel.board: board(uploaded, chosen),
            self._panel.words: _words(words, doubts(face, aligned)),
        }


def doubts(face: Face, aligned: AlignedFace) -> list[str]:
    """Say in sentences what speaks against a face, and its crop."""
    sentences = [DRAWN] if align.is_cartoon(aligned) else []
    if face.tiny:
        sentences.append(TINY.format(face.frame.side))
    if face.score and face.turned:
        sentences.append(TURNED)
    return sentences


def _words(words: str, doubts: Sequence[str] = ()) -> Markup:
    return _WORDS(words=words, doubts=doubts)
