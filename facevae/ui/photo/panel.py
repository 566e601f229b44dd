"""The visitor's own photo: which face of it is worked on, and what is doubtful about that."""

from __future__ import annotations

import html
from types import SimpleNamespace
from typing import Any

import gradio as gr

from facevae import align, photos
from facevae.align import AlignedFace, Face
from facevae.ui.components.events import BUTTON
from facevae.ui.photo.current import CurrentFace, Place, current_face
from facevae.ui.photo.face_picker import NONE, board, photo_board, read_choice
from facevae.ui.photo.store import PhotoStore, UploadedPhoto, take

NAME = "Your photo"

FOUND_NONE = (
    "<strong>No face was found.</strong> The middle of the photo is used instead, and the model knows faces only where "
    "they belong. Better: click both eyes in the photo."
)
NOT_SURE = (
    "<strong>Is this a face?</strong> It looks {:.0f} % like one. Click the frame if it is; if the face is somewhere "
    "else, click both eyes."
)
TINY = "This face is only {:.0f} pixels wide in the photo: most of the detail you will see is made up."
TURNED = "This face looks to the side. The model has seen few like it, and will turn it towards you."
DRAWN = "This looks like a drawing. The model knows nothing but photographs, and will make one of it."
TOO_CLOSE = "These two places are too close to each other; please click both eyes again."
MANY = "<strong>{} faces found.</strong> The largest is chosen: click the frame of another one to change that."
ONE = "<strong>Face found.</strong> Every tab works on what is in the frame."
CHOSEN = "<strong>Face {} of {}.</strong> Every tab works on what is in the frame."
POINTED = "<strong>The face between your clicks.</strong> Every tab works on what is in the frame."


def build(model: Any, photo_store: PhotoStore) -> SimpleNamespace:
    """Draw the panel, hidden until there is a photo; ``connect`` makes it work."""
    made = SimpleNamespace(model=model, photo_store=photo_store, token=gr.State(""))
    with gr.Row(visible=False, elem_id="photo-panel") as made.row:
        with gr.Column(scale=5, min_width=300):
            made.board = photo_board("photo-board")
        with gr.Column(scale=4, min_width=300, elem_classes="fv-plain"):
            made.words = gr.HTML(elem_id="photo-words")
            with gr.Row():
                made.eyes = gr.Button("Click both eyes", size="sm", min_width=140, elem_id="photo-eyes")
                made.middle = gr.Button("Use the middle", size="sm", min_width=140, elem_id="photo-middle")
                made.hide = gr.Button("Hide the photo", size="sm", min_width=140, elem_id="photo-hide")
    return made


def connect(panel: SimpleNamespace, photo: gr.Image, face: gr.State) -> None:
    """Connect the panel with the upload and the current face."""
    handlers = PanelHandlers(panel.model, panel.photo_store)
    changed, seen = [face, panel.board, panel.words], [panel.board, panel.words]
    photo.input(
        handlers.upload, photo, [photo, panel.token, panel.row, *changed], api_name="use_photo", show_progress="minimal"
    )
    panel.board.select(handlers.choose, panel.token, changed, **BUTTON)
    panel.middle.click(handlers.middle, panel.token, changed, **BUTTON)
    panel.eyes.click(handlers.ask_for_eyes, panel.token, seen, **BUTTON)
    panel.hide.click(lambda: gr.Row(visible=False), None, panel.row, **BUTTON)


class PanelHandlers:
    """What happens on the panel.

    Args:
        model: its `image_size` is that of faces.
        photo_store: where photos are held.
    """

    def __init__(self, model: Any, photo_store: PhotoStore) -> None:
        self._size, self._photo_store = model.image_size, photo_store

    def upload(self, path: str | None, request: gr.Request) -> tuple:
        """Take a photo; returns the emptied input, its token, the panel, the face, the board and the words."""
        if path is None:
            return (gr.skip(),) * 6
        try:
            uploaded = take(path)
        except photos.PhotoError as error:
            gr.Warning(str(error))
            return None, *(gr.skip(),) * 5
        token = self._photo_store.put(uploaded, request.session_hash)
        return None, token, gr.Row(visible=True), *self._first(token, uploaded)

    def choose(self, token: str, event: gr.EventData) -> tuple:
        """Work on the face that was clicked, or whose eyes were; returns the face, the board and the words."""
        uploaded = self._photo_store.get(token)
        choice = read_choice(event, uploaded)
        if isinstance(choice, int):
            words = CHOSEN.format(choice + 1, len(uploaded.faces)) if len(uploaded.faces) > 1 else ONE
            return self._on(token, uploaded, choice, uploaded.faces[choice], words)
        if abs(choice[0][0] - choice[1][0]) + abs(choice[0][1] - choice[1][1]) < align.geometry.TOO_SMALL / 4:
            gr.Warning(TOO_CLOSE)
            return gr.skip(), board(uploaded, NONE, eyes=True), gr.skip()
        pointed = align.from_eyes(*choice)
        uploaded = UploadedPhoto(uploaded.original, (*(face for face in uploaded.faces if face.score), pointed))
        self._photo_store.replace(token, uploaded)
        return self._on(token, uploaded, len(uploaded.faces) - 1, pointed, POINTED)

    def middle(self, token: str) -> tuple:
        """Work on the middle of the photo."""
        uploaded = self._photo_store.get(token)
        return self._on(token, uploaded, NONE, align.centred(uploaded.photo.size), "The middle of the photo is used.")

    def ask_for_eyes(self, token: str) -> tuple:
        """Take the next two clicks for eyes; returns the board and the words."""
        uploaded = self._photo_store.get(token)
        return board(uploaded, NONE, eyes=True), "Click both eyes in the photo, first the one further to the left."

    def _first(self, token: str, uploaded: UploadedPhoto) -> tuple:
        if not uploaded.faces:
            centre, _, words = self._on(token, uploaded, NONE, align.centred(uploaded.photo.size), FOUND_NONE)
            return centre, board(uploaded, NONE, eyes=True), words
        first = next((index for index, face in enumerate(uploaded.faces) if face.sure), None)
        if first is None:
            return gr.skip(), board(uploaded, NONE), _paragraphs(NOT_SURE.format(100 * uploaded.faces[0].score))
        words = MANY.format(len(uploaded.faces)) if len(uploaded.faces) > 1 else ONE
        return self._on(token, uploaded, first, uploaded.faces[first], words)

    def _on(
        self, token: str, uploaded: UploadedPhoto, chosen: int, face: Face, words: str
    ) -> tuple[CurrentFace, dict, str]:
        aligned = align.cut(uploaded.photo, face, self._size)
        current = current_face(aligned.pixels, NAME, place=Place(token, face))
        return current, board(uploaded, chosen), _paragraphs(words, *doubts(face, aligned))


def doubts(face: Face, aligned: AlignedFace) -> list[str]:
    """Say in sentences what speaks against a face, and its crop."""
    sentences = [DRAWN] if align.is_cartoon(aligned) else []
    if face.tiny:
        sentences.append(TINY.format(face.frame.side))
    if face.score and face.turned:
        sentences.append(TURNED)
    return sentences


def _paragraphs(words: str, *doubts: str) -> str:
    warnings = "".join(f'<p class="photo-doubt">{html.escape(doubt)}</p>' for doubt in doubts)
    return f"<p>{words}</p>{warnings}"
