"""The restored photo, before and after, and the buttons that save it at its own size."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Literal

import gradio as gr
import numpy as np
from gradio.blocks import Block

from facevae.align import AlignedFace, Edit
from facevae.photos import malloc, writer
from facevae.restore.scratch_photo import Box, restore_marks
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.download import File, connect_download
from facevae.ui.components.events import Updates
from facevae.ui.components.preview import PREVIEW_SIDE, picture
from facevae.ui.components.templates import Template
from facevae.ui.photo.store import PhotoStore

BEFORE, AFTER = "The photo as it was", "Restored"

NAME = "restored-photo"

AT = 4
"""Per cent of the width at which the line stands at first: nearly all that is seen is restored."""

_ABOUT = Template(
    '<span class="fv-note">{{ photo.width }} x {{ photo.height }} pixels{{ ", scaled down from the file\'s size" if '
    "scaled }}; where and when the photo was taken is left out of the file. In a PNG each pixel that is not marked is "
    "exactly as it was.{% for sentence in lost %} {{ sentence }}{% endfor %}</span>"
)


@dataclass(frozen=True, eq=False)
class Restored:
    """What was restored in a photo.

    Attributes:
        token: of the photo.
        marks: (h, w) bool, as `restore_marks` takes it.
        faces: what the model made of faces.
    """

    token: str
    marks: np.ndarray = field(repr=False)
    faces: tuple[tuple[AlignedFace, Edit], ...] = field(repr=False)


class RestoredView:
    """Draws itself where it is made; a handler that changes it has `outputs` among its own.

    Args:
        photo_store: where photos are held.
        key: its elem_ids begin with ``photo-key``.
    """

    def __init__(self, photo_store: PhotoStore, key: str) -> None:
        self._photo_store = photo_store
        self.compared = BeforeAfter(elem_id=f"photo-{key}-result", before=BEFORE, after=AFTER, most=1024, at=AT)
        self.about = gr.HTML(elem_id=f"photo-{key}-words")
        with gr.Row():
            same = gr.Button("Download the photo", min_width=160, elem_id=f"photo-{key}-download")
            exact = gr.Button("Download as PNG", min_width=160, elem_id=f"photo-{key}-png")
        self.shown = gr.State(None)
        for button, kind in ((same, "same"), (exact, "png")):
            connect_download(button, functools.partial(self.file, kind), [self.shown])

    @property
    def outputs(self) -> list[Block]:
        """What `show` and `empty` change."""
        return [self.shown, self.compared, self.about]

    def show(self, restored: Restored, box: Box, called: str) -> Updates:
        """Show a part of the photo before and after, at the size of a preview."""
        uploaded = self._photo_store.get(restored.token)
        before, after = restore_marks(uploaded.photo, restored.marks, restored.faces, box=box, side=PREVIEW_SIDE)
        pair = {
            "before": picture(before),
            "after": picture(after),
            "ratio": before.width / before.height,
            "called": called,
        }
        about = _ABOUT(photo=uploaded.photo, scaled=uploaded.original.scaled, lost=uploaded.original.lost)
        return {self.shown: restored, self.compared: pair, self.about: about}

    def empty(self) -> Updates:
        """Show no photo."""
        return {self.shown: None, self.compared: None, self.about: ""}

    def file(self, kind: Literal["same", "png"], restored: Restored | None) -> File:
        """Return the restored photo as a file of its own size, see ``facevae.photos.writer.encode``.

        Raises:
            gr.Error: there is nothing to save.
        """
        if restored is None:
            raise gr.Error("There is no restored photo yet.", print_exception=False)
        uploaded = self._photo_store.get(restored.token)
        _, after = restore_marks(uploaded.photo, restored.marks, restored.faces)
        file = writer.encode(uploaded.original, after, kind)
        malloc.release_free_memory()
        return File(file.data, file.media, NAME + file.suffix)
