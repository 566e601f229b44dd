"""A tab's result in the photo that the face came from: shown before and after, for one face or for all, and saved."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import gradio as gr
from PIL import Image
from torch import Tensor

from facevae import align
from facevae.align import AlignedFace, Edit, Face
from facevae.photos import malloc, writer
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.download import File, connect_download
from facevae.ui.components.events import BUTTON
from facevae.ui.components.preview import picture
from facevae.ui.context import Context
from facevae.ui.photo.current import CurrentFace, Place, current_face
from facevae.ui.photo.store import PhotoStore, UploadedPhoto

NO_PHOTO = "This face did not come from a photo. Choose one of your own at the top of the page, or the astronaut."
AS_IT_WAS = "The photo as it was"
NAME = "face-in-photo"
OTHER = "Another face of the photo"


@dataclass(frozen=True)
class FaceEdit:
    """What a tab made of a face.

    Attributes:
        after: the face as the tab leaves it.
        before: the face as the tab broke it; None where it only changed what was there.
    """

    after: Edit
    before: Edit | None = None


@dataclass(frozen=True)
class PhotoEdits:
    """What is shown in a photo.

    Attributes:
        token: of the photo.
        made: every face of it that was changed, and what was made of it.
    """

    token: str
    made: tuple[tuple[AlignedFace, FaceEdit], ...] = field(repr=False)


MakeEdit = Callable[..., FaceEdit | None]
"""Takes a CurrentFace and the values of a tab's inputs; None, after telling the person why, where there is nothing."""


class PhotoResultView:
    """A photo before and after, and the buttons that save it.

    Draws itself where it is made. A handler that changes the photo returns `show` for `outputs`.

    Args:
        photo_store: where photos are held.
        key: its elem_ids begin with ``photo-key``.
        before, after: what the photo is called on both sides of the line.
    """

    def __init__(self, photo_store: PhotoStore, key: str, before: str, after: str) -> None:
        self._photo_store = photo_store
        self._result = BeforeAfter(elem_id=f"photo-{key}-result", before=before, after=after, most=960)
        self._words = gr.HTML(elem_id=f"photo-{key}-words")
        with gr.Row():
            same = gr.Button("Download the photo", min_width=160, elem_id=f"photo-{key}-download")
            exact = gr.Button("Download as PNG", min_width=160, elem_id=f"photo-{key}-png")
        self.shown = gr.State(None)
        for button, kind in ((same, "same"), (exact, "png")):
            connect_download(button, functools.partial(self._file, kind), [self.shown])

    @property
    def outputs(self) -> list:
        """What `show` returns values for."""
        return [self.shown, self._result, self._words]

    def show(self, shown: PhotoEdits) -> tuple[PhotoEdits, dict, str]:
        """Return what shows the faces of a photo changed."""
        uploaded = self._photo_store.get(shown.token)
        before = align.apply(uploaded.photo, [(at, made.before) for at, made in shown.made if made.before])
        ratio = uploaded.photo.width / uploaded.photo.height
        pair = {"before": picture(before), "after": picture(_after(uploaded, shown)), "ratio": ratio}
        malloc.release_free_memory()
        return shown, pair, _about(uploaded, len(shown.made))

    def _file(self, kind: str, shown: PhotoEdits | None) -> File:
        if shown is None:
            raise gr.Error("There is nothing in the photo yet.", print_exception=False)
        uploaded = self._photo_store.get(shown.token)
        file = writer.encode(uploaded.original, _after(uploaded, shown), kind)
        return File(file.data, file.media, NAME + file.suffix)


def draw_photo_result(
    context: Context,
    make: MakeEdit,
    inputs: Sequence = (),
    *,
    before: str = AS_IT_WAS,
    after: str,
    everybody: bool = True,
) -> None:
    """Draw the place in which a tab's result is seen in the photo, and connect it.

    Args:
        context: of the tab.
        make: called with the current face, or with every face of the photo, when the person asks for it.
        inputs: components whose values it takes after the face.
        before, after: what the photo is called on both sides of the line.
        everybody: whether it makes sense for other faces than the current one.
    """
    key = context.key
    with gr.Accordion("In the photo", open=False, elem_id=f"photo-{key}", elem_classes="fv-in-photo"):
        with gr.Row():
            one = gr.Button("Show it in the photo", min_width=160, elem_id=f"photo-{key}-show")
            every = gr.Button("All faces", visible=everybody, min_width=120, elem_id=f"photo-{key}-all")
        with gr.Column(visible=False) as column:
            screen = PhotoResultView(context.photo_store, key, before, after)
    makers, outputs = _Makers(context, make, screen), [column, *screen.outputs]
    how = {**BUTTON, "show_progress": "minimal"}
    one.click(makers.one, [context.face, *inputs], outputs, **how)
    every.click(makers.all, [context.face, *inputs], outputs, **how)
    context.face.change(lambda: (None, gr.Column(visible=False)), None, [screen.shown, column], **BUTTON)


class _Makers:
    def __init__(self, context: Context, make: MakeEdit, screen: PhotoResultView) -> None:
        self._size, self._photo_store, self._make, self._screen = (
            context.model.image_size,
            context.photo_store,
            make,
            screen,
        )

    def one(self, face: CurrentFace, *values: Any) -> tuple:
        place, uploaded = locate_in_photo(self._photo_store, face)
        made = self._make(face, *values)
        return self._show(place, [(align.cut(uploaded.photo, place.face, self._size), made)])

    def all(self, face: CurrentFace, *values: Any) -> tuple:
        (place, uploaded), made = locate_in_photo(self._photo_store, face), []
        for found in with_progress(everybody(place, uploaded)):
            aligned = align.cut(uploaded.photo, found, self._size)
            one = face if found == place.face else current_face(aligned.pixels, OTHER, place=Place(place.token, found))
            made.append((aligned, self._make(one, *values)))
        return self._show(place, made)

    def _show(self, place: Place, made: list[tuple[AlignedFace, FaceEdit | None]]) -> tuple:
        if any(one is None for _, one in made):
            return (gr.skip(),) * (1 + len(self._screen.outputs))
        return gr.Column(visible=True), *self._screen.show(PhotoEdits(place.token, tuple(made)))


def locate_in_photo(photo_store: PhotoStore, face: CurrentFace) -> tuple[Place, UploadedPhoto]:
    """Return where a face came from, and the photo.

    Raises:
        gr.Error: it came from none, or the photo is gone.
    """
    if face.place is None:
        raise gr.Error(NO_PHOTO, print_exception=False)
    return face.place, photo_store.get(face.place.token)


def everybody(place: Place, uploaded: UploadedPhoto) -> list[Face]:
    """Return the chosen face of a photo, and all that were found for sure."""
    return list(dict.fromkeys([place.face, *(face for face in uploaded.faces if face.sure)]))


def with_progress(faces: Sequence[Face]) -> Iterator[Face]:
    """Go through faces, and show the person how far one has come."""
    progress = gr.Progress()
    for number, face in enumerate(faces):
        progress((number, len(faces)), desc="Faces", unit="faces")
        yield face


def _after(uploaded: UploadedPhoto, shown: PhotoEdits) -> Image.Image:
    return align.apply(uploaded.photo, [(at, made.after) for at, made in shown.made])


def _about(uploaded: UploadedPhoto, faces: int) -> str:
    if not faces:
        return '<span class="fv-note">Nothing is changed yet.</span>'
    width, height = uploaded.photo.size
    whose = "One face is" if faces == 1 else f"{faces} faces are"
    smaller = ", scaled down from the file's size" if uploaded.original.scaled else ""
    return (
        f'<span class="fv-note">{whose} changed, and nothing else. {width} x {height} pixels{smaller}; where and when '
        "the photo was taken is left out of the file. A JPEG comes back as a JPEG, anything else as PNG; in a PNG each "
        "pixel around the face is exactly as it was.</span>"
    )


def replace_crop(pixels: Tensor) -> Edit:
    """Return a face that stands for all of the crop, of which nothing of the photo is to be seen."""
    return Edit(pixels, "replace")


def replace_masked(pixels: Tensor, mask: Tensor) -> Edit:
    """Return a face of which only what a mask covers is new; around it the photo stays as it was."""
    return Edit(pixels, "residual", mask)
