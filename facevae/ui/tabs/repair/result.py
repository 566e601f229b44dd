"""The restored photo, before and after, and the button that saves it at its own size."""

from __future__ import annotations

from dataclasses import dataclass, field

import gradio as gr
import numpy as np
from gradio.blocks import Block

from facevae.align import AlignedFace, Edit
from facevae.restore.scratch_photo import Box, restore_marks
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.download import File
from facevae.ui.components.events import Updates
from facevae.ui.components.preview import PREVIEW_SIDE, picture
from facevae.ui.components.result import RESULT
from facevae.ui.components.save import Format, SaveButton
from facevae.ui.components.templates import Template
from facevae.ui.photo.store import PhotoStore
from facevae.ui.tabs.photo_result import encode_photo

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
        self.compared = BeforeAfter(
            elem_id=f"photo-{key}-result", before=BEFORE, after=AFTER, most=1024, at=AT, elem_classes=RESULT
        )
        self.about = gr.HTML(elem_id=f"photo-{key}-words")
        with gr.Row(elem_classes="fv-stage-bar"):
            self.save = SaveButton(f"photo-{key}")
        self.shown = gr.State(None)
        self.save.connect(self.file, [self.shown])

    @property
    def outputs(self) -> list[Block]:
        """What `wait`, `show` and `empty` change."""
        return [self.shown, self.compared, self.about, self.save.button]

    def wait(self, unchanged: str | None, ratio: float) -> Updates:
        """Say that the photo is being restored.

        Args:
            unchanged: address of the photo as it was, where what is shown now is another one; it stands on both sides.
            ratio: width over height of that photo.
        """
        waiting = gr.update(busy=True, stale="")
        if unchanged:
            waiting["value"] = {"before": unchanged, "after": unchanged, "ratio": ratio}
        return {self.compared: waiting, self.save.button: self.save.enable(False)}

    def show(self, restored: Restored, box: Box, called: str) -> Updates:
        """Show a part of the photo before and after, at the size of a preview."""
        uploaded = self._photo_store.get(restored.token)
        before, after = restore_marks(uploaded.photo, restored.marks, restored.faces, box=box, side=PREVIEW_SIDE)
        pair = {
            "before": picture(before),
            "after": picture(after),
            "ratio": before.width / before.height,
            "called": called,
            "sweep": restored.token,
        }
        about = _ABOUT(photo=uploaded.photo, scaled=uploaded.original.scaled, lost=uploaded.original.lost)
        return {
            self.shown: restored,
            self.compared: gr.update(value=pair, busy=False, stale=""),
            self.about: about,
            self.save.button: self.save.enable(bool(restored.marks.any())),
        }

    def empty(self) -> Updates:
        """Show no photo."""
        return {
            self.shown: None,
            self.compared: gr.update(value=None, busy=False, stale=""),
            self.about: "",
            self.save.button: self.save.enable(False),
        }

    def file(self, format: Format, restored: Restored | None) -> File:
        """Return the restored photo as a file of its own size, see `encode_photo`.

        Raises:
            gr.Error: there is nothing to save.
        """
        if restored is None:
            raise gr.Error("There is no restored photo yet.", print_exception=False)
        uploaded = self._photo_store.get(restored.token)
        _, after = restore_marks(uploaded.photo, restored.marks, restored.faces)
        return encode_photo(format, uploaded, after, NAME)
