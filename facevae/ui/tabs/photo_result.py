"""A tab's result in the photo that the face came from: shown before and after, for one face or for all, and saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component
from PIL import Image

from facevae import align
from facevae.align import AlignedFace, Edit, Face
from facevae.photos import malloc, writer
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.download import File
from facevae.ui.components.events import BUTTON, WORKING, Updates
from facevae.ui.components.preview import Preview, picture
from facevae.ui.components.result import RESULT, grey
from facevae.ui.components.save import Format, SaveButton
from facevae.ui.components.templates import Template
from facevae.ui.context import Context
from facevae.ui.photo.current import CurrentFace, Place, current_face
from facevae.ui.photo.store import PhotoStore, UploadedPhoto

if TYPE_CHECKING:
    from torch import Tensor

NO_PHOTO = "This face did not come from a photo. Choose your own at the top of the page, or an example that is one."
AS_IT_WAS = "The photo as it was"
NAME = "face-in-photo"
OTHER = "Another face of the photo"

_ABOUT = Template(
    """
<span class="fv-note">
{%- if not faces -%}
Nothing is changed yet.
{%- else -%}
{{ "One face is" if faces == 1 else faces ~ " faces are" }} changed, and nothing else. {{ photo.width }} x \
{{ photo.height }} pixels{{ ", scaled down from the file's size" if scaled }}; where and when the photo was taken is \
left out of the file. In a PNG each pixel around the face is exactly as it was.
{%- for sentence in lost %} {{ sentence }}{% endfor -%}
{%- endif -%}
</span>
"""
)


@dataclass(frozen=True)
class FaceEdit:
    """What a tab made of a face.

    Attributes:
        after: the face as the tab leaves it.
        before: the face as the tab damaged it; None where it only changed what was there.
        called: the caption of what is shown, where it is not always the same.
    """

    after: Edit
    before: Edit | None = None
    called: str = ""


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

    Draws itself where it is made. A handler that changes the photo has `outputs` among its own, and returns `show`.

    Args:
        photo_store: where photos are held.
        key: its elem_ids begin with ``photo-key``.
        before, after: what the photo is called on both sides of the line.
    """

    def __init__(self, photo_store: PhotoStore, key: str, before: str, after: str) -> None:
        self._photo_store = photo_store
        self.compared = BeforeAfter(
            elem_id=f"photo-{key}-result", before=before, after=after, most=960, elem_classes=RESULT
        )
        self.words = gr.HTML(elem_id=f"photo-{key}-words")
        with gr.Row(elem_classes="fv-stage-bar"):
            self.save = SaveButton(f"photo-{key}")
        self.shown = gr.State(None)
        self.save.connect(self.file, [self.shown])

    @property
    def outputs(self) -> list[Block]:
        """What `show` and `empty` change."""
        return [self.shown, self.compared, self.words, self.save.button]

    def show(self, shown: PhotoEdits) -> Updates:
        """Show the faces of a photo changed, at the size of a preview."""
        uploaded = self._photo_store.get(shown.token)
        words = _ABOUT(
            faces=len(shown.made),
            photo=uploaded.photo,
            scaled=uploaded.original.scaled,
            lost=uploaded.original.lost,
        )
        save = self.save.enable(bool(shown.made))
        return {
            self.shown: shown,
            self.compared: photo_pair(uploaded, shown),
            self.words: words,
            self.save.button: save,
        }

    def empty(self) -> Updates:
        """Show no photo."""
        return {self.shown: None, self.compared: None, self.words: "", self.save.button: self.save.enable(False)}

    def file(self, format: Format, shown: PhotoEdits | None) -> File:
        """Return the changed photo as a file of its own size, see `photo_file`.

        Raises:
            gr.Error: there is nothing to save.
        """
        if shown is None:
            raise gr.Error("There is nothing in the photo yet.", print_exception=False)
        return photo_file(format, self._photo_store.get(shown.token), shown)


def draw_photo_result(
    context: Context,
    make: MakeEdit,
    inputs: Sequence[Component] = (),
    *,
    before: str = AS_IT_WAS,
    after: str,
    all_faces: bool = True,
    watched: Sequence[Component] = (),
) -> None:
    """Draw the place in which a tab's result is seen in the photo on request, and connect it.

    It is there only for faces that came from a photo. When the inputs change, what is shown goes grey.

    Args:
        context: of the tab.
        make: called with the current face, or with every face of the photo, when the person asks for it.
        inputs: components whose values it takes after the face.
        before: what the photo is called on the left of the line.
        after: what it is called on the right.
        all_faces: whether it makes sense for other faces than the current one.
        watched: components that change whenever the value of a gr.State among the inputs does.
    """
    key = context.key
    with gr.Accordion(
        "See it in your photo",
        open=False,
        visible=context.face.value.place is not None,
        elem_id=f"photo-{key}",
        elem_classes="fv-in-photo",
    ) as fold:
        with gr.Row():
            one = gr.Button("Show it in the photo", min_width=160, elem_id=f"photo-{key}-show")
            every = gr.Button("All faces", visible=all_faces, min_width=120, elem_id=f"photo-{key}-all")
        with gr.Column(visible=False, elem_id=f"photo-{key}-made") as column:
            view = PhotoResultView(context.photo_store, key, before, after)
    handlers = PhotoResultHandlers(context.model.image_size, context.photo_store, make, view, column)
    asked, outputs = [context.face, *inputs], [column, *view.outputs]
    made = {one: one.click(handlers.one, asked, outputs, **WORKING)}
    made[every] = every.click(handlers.all, asked, outputs, **WORKING)
    grey(column, made, [*inputs, *watched], "Settings changed: show it again")

    def leave(face: CurrentFace) -> Updates:
        return {fold: gr.Accordion(visible=face.place is not None), **handlers.hide()}

    context.face.change(leave, context.face, [fold, view.shown, column], **BUTTON)


class PhotoResultHandlers:
    """What the buttons under "See it in your photo" do.

    Args:
        size: side of a face in pixels.
        photo_store: where photos are held.
        make: see `draw_photo_result`.
        view: where the photo is shown.
        column: what it is in, hidden until there is something to see.
    """

    def __init__(
        self, size: int, photo_store: PhotoStore, make: MakeEdit, view: PhotoResultView, column: gr.Column
    ) -> None:
        self._size, self._photo_store, self._make = size, photo_store, make
        self._view, self._column = view, column

    def one(self, face: CurrentFace, *values: Any) -> Updates:
        """Show the photo with the current face changed."""
        place, uploaded = locate_in_photo(self._photo_store, face)
        made = self._make(face, *values)
        return self._show(place, [(align.cut(uploaded.photo, place.face, self._size), made)])

    def all(self, face: CurrentFace, *values: Any) -> Updates:
        """Show the photo with all its faces changed."""
        (place, uploaded), made = locate_in_photo(self._photo_store, face), []
        for found in with_progress(faces_of(place, uploaded)):
            aligned = align.cut(uploaded.photo, found, self._size)
            one = face if found == place.face else current_face(aligned.pixels, OTHER, place=Place(place.token, found))
            made.append((aligned, self._make(one, *values)))
        return self._show(place, made)

    def hide(self) -> Updates:
        """Take the photo of an earlier face away."""
        return {self._view.shown: None, self._column: gr.Column(visible=False)}

    def _show(self, place: Place, made: Sequence[tuple[AlignedFace, FaceEdit | None]]) -> Updates:
        edits = tuple((aligned, edit) for aligned, edit in made if edit is not None)
        if len(edits) < len(made):
            return gr.skip()
        return {self._column: gr.Column(visible=True), **self._view.show(PhotoEdits(place.token, edits))}


def locate_in_photo(photo_store: PhotoStore, face: CurrentFace) -> tuple[Place, UploadedPhoto]:
    """Return where a face came from, and the photo.

    Raises:
        gr.Error: it came from none, or the photo is gone.
    """
    if face.place is None:
        raise gr.Error(NO_PHOTO, print_exception=False)
    return face.place, photo_store.get(face.place.token)


def faces_of(place: Place, uploaded: UploadedPhoto) -> list[Face]:
    """Return the chosen face of a photo, and all that were found for sure."""
    return list(dict.fromkeys([place.face, *(face for face in uploaded.faces if face.sure)]))


def with_progress(faces: Sequence[Face]) -> Iterator[Face]:
    """Go through faces, and show the person how far one has come."""
    progress = gr.Progress()
    for number, face in enumerate(faces):
        progress((number, len(faces)), desc="Faces", unit="faces")
        yield face


def photo_file(format: Format, uploaded: UploadedPhoto, shown: PhotoEdits) -> File:
    """Return a photo with its faces changed as a file of its own size, see ``facevae.photos.writer.encode``."""
    return encode_photo(format, uploaded, apply_edits(uploaded, shown), NAME)


def encode_photo(format: Format, uploaded: UploadedPhoto, changed: Image.Image, name: str) -> File:
    """Return a changed copy of a photo as a file, see ``facevae.photos.writer.encode``; `name` has no ending."""
    file = writer.encode_in_cell(uploaded.original, changed, "jpeg" if format == "JPEG" else "png")
    malloc.release_free_memory()
    return File(file.data, file.media, name + file.suffix)


def apply_edits(uploaded: UploadedPhoto, shown: PhotoEdits) -> Image.Image:
    """Return a photo at its own size with its faces changed."""
    return align.apply(uploaded.photo, [(at, made.after) for at, made in shown.made])


def photo_pair(uploaded: UploadedPhoto, edits: PhotoEdits) -> dict[str, Any]:
    """Return a photo before and after its faces were changed, at the size of a preview, as `BeforeAfter` takes it."""
    return {
        "before": draw_preview(uploaded.preview, [(at, made.before) for at, made in edits.made if made.before]),
        "after": draw_preview(uploaded.preview, [(at, made.after) for at, made in edits.made]),
        "ratio": uploaded.photo.width / uploaded.photo.height,
        **caption(edits),
    }


def caption(edits: PhotoEdits) -> dict[str, str]:
    """Return what the changed faces are called, as `BeforeAfter` takes it; nothing where that is always the same."""
    return next(({"called": made.called} for _, made in edits.made if made.called), {})


def draw_preview(preview: Preview, edits: Sequence[tuple[AlignedFace, Edit]]) -> str:
    """Return the address of a photo's preview with faces changed."""
    if not edits:
        return preview.address
    scaled = [align.scale_edit(aligned, edit, preview.scale) for aligned, edit in edits]
    return picture(align.apply(preview.photo, scaled))


def replace_crop(pixels: Tensor) -> Edit:
    """Return a face that stands for all of the crop, of which nothing of the photo is to be seen."""
    return Edit(pixels, "replace")


def replace_masked(pixels: Tensor, mask: Tensor) -> Edit:
    """Return a face of which only what a mask covers is new; around it the photo stays as it was."""
    return Edit(pixels, "residual", mask)
