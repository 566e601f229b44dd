"""What happens on the Repair tab: marks on a photo come in, the mended photo goes out."""

from __future__ import annotations

from typing import Any

import gradio as gr
import torch
from PIL import Image, ImageDraw

from facevae import align
from facevae.align import AlignedFace, Face
from facevae.restore.scratch_repair import MarkedFace, mark_face, repair_marks
from facevae.ui.components.mask_canvas import read_marks
from facevae.ui.components.preview import picture
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs.photo_result import (
    NO_PHOTO,
    FaceEdit,
    PhotoEdits,
    PhotoResultView,
    everybody,
    locate_in_photo,
    with_progress,
)

THIS, ALL = "this", "all"

SIDE = 1024
"""Pixels of the longest side of a photo that is marked."""

MENDED = "What is marked inside the frame is mended."
NOTHING = "Nothing is marked inside a frame yet. Paint over a scratch, or let the app look for some."

_FOUND = torch.tensor([1.0, 0.25, 0.63])[:, None, None]
"""Colour of what the app has marked by itself."""


class RepairHandlers:
    """Handlers that need the model; `screen` is where the mended photo is shown.

    Args:
        model: as ``facevae.load`` returns it.
        photo_store: where photos are held.
    """

    screen: PhotoResultView

    def __init__(self, model: Any, photo_store: PhotoStore) -> None:
        self._model, self._photo_store = model, photo_store

    def show_face(self, face: CurrentFace, token: str, marks: Any, automatic: bool, whose: str) -> tuple:
        """Show the photo of a new face; what was marked stays while it is the same photo."""
        if face.place is None:
            return "", gr.HTML(value="", face="", wide=4, high=3), NO_PHOTO, None, None, ""
        kept = marks if face.place.token == token else ""
        canvas, *rest = self.mend(face, kept, automatic, whose)
        width, height = _size(self._photo_store.get(face.place.token))
        return face.place.token, gr.HTML(value=kept, wide=width, high=height, **canvas.constructor_args), *rest

    def mend(self, face: CurrentFace, marks: Any, automatic: bool, whose: str) -> tuple:
        """Mend what is marked; returns the canvas with what was found, the words, and the screen."""
        place, uploaded = locate_in_photo(self._photo_store, face)
        width, height = _size(uploaded)
        faces = everybody(place, uploaded) if whose == ALL else [place.face]
        try:
            painted = read_marks(marks, width, height)
            marked = [
                mark_face(uploaded.photo, one, self._model.image_size, painted, automatic=automatic)
                for one in with_progress(faces)
            ]
            edits = [(one.aligned, repair_marks(self._model, one)) for one in marked]
        except ValueError as error:
            raise gr.Error(str(error), print_exception=False) from error
        made = tuple((aligned, FaceEdit(edit)) for aligned, edit in edits if edit)
        words = (MENDED if len(faces) == 1 else f"{len(made)} of {len(faces)} faces mended.") if made else NOTHING
        canvas = gr.HTML(face=picture(_drawn(uploaded, faces, marked if automatic else []), SIDE))
        return canvas, words, *self.screen.show(PhotoEdits(place.token, made))


def _size(uploaded: UploadedPhoto) -> tuple[int, int]:
    """The size in pixels of the marks of a photo."""
    scale = min(1.0, SIDE / max(uploaded.photo.size))
    return tuple(max(1, round(side * scale)) for side in uploaded.photo.size)


def _drawn(uploaded: UploadedPhoto, faces: list[Face], found: list[MarkedFace]) -> Image.Image:
    """The photo to be marked, with the frames in which it is mended, and with what was found."""
    shown = uploaded.photo.resize(_size(uploaded), Image.Resampling.LANCZOS, reducing_gap=2.0)
    scale = shown.width / uploaded.photo.width
    for marked in found:
        aligned = AlignedFace(marked.aligned.pixels, marked.aligned.frame.scaled(scale))
        tinted = torch.where(marked.mask > 0, _FOUND, marked.aligned.pixels)
        shown = align.paste(shown, aligned, tinted, mask=marked.mask, soft=False)
    draw = ImageDraw.Draw(shown)
    for face in faces:
        for colour, width in (("black", 4), ("white", 2)):
            corners = face.frame.scaled(scale).corners
            draw.line([*corners, corners[0]], fill=colour, width=width)
    return shown
