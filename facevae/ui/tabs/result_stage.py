"""The large picture of a tab that restores photos: before and after, of the face or of the whole photo, and saved.

A tab draws one ``stage = ResultStage(context, before=..., after=...)`` and connects it with ``stage.connect(make,
settings)``, where ``make`` is as for ``photo_result.draw_photo_result``. Its handlers

* take the value of ``stage.turn``, which is where the person looks and what they wait for, right after the face;
* have ``stage.outputs`` among their outputs;
* return ``stage.show(face, turn, FacePair(...))`` among their updates. It shows the pair; where the person
  looks at the whole photo, it asks for that instead, whose faces are then made one by one.

``stage.on_face`` stands for ``context.on_face``, and ``stage.on_switch`` says what to show when the person looks
elsewhere. A tab that makes a whole photo by itself returns ``stage.show_edits`` in place of ``show``, and connects no
`make`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component

from facevae import align
from facevae.ui.components.base import text
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.download import File
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import LATEST, LIVE, Updates
from facevae.ui.components.result import FAILED, RESULT
from facevae.ui.components.save import Format, SaveButton, face_file
from facevae.ui.context import Context
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.photo.store import UploadedPhoto, examples
from facevae.ui.tabs.photo_result import (
    OTHER,
    MakeEdit,
    PhotoEdits,
    apply_edits,
    caption,
    faces_of,
    locate_in_photo,
    photo_file,
    photo_pair,
)

if TYPE_CHECKING:
    from torch import Tensor

FACE, PHOTO = "face", "photo"
"""Where a person looks."""

FACE_SIDE, PHOTO_SIDE = 560, 960
"""Pixels that a face and a photo are wide on the screen, at most."""

BETWEEN = 0.4
"""Seconds between two pictures of a photo whose faces are made one by one."""

_SHARP = 2 * FACE_SIDE


@dataclass(frozen=True)
class FacePair:
    """A face before and after.

    Attributes:
        before, after: (1, 3, S, S) float32 RGB in [0, 1].
        called: the caption of `after`; "" where it is always the same.
    """

    before: Tensor = field(repr=False)
    after: Tensor = field(repr=False)
    called: str = ""


@dataclass(frozen=True)
class Shown:
    """What is shown and can be saved: one of the two.

    Attributes:
        face: (1, 3, S, S), a changed face.
        edits: the changed faces of a photo.
    """

    face: Tensor | None = field(default=None, repr=False)
    edits: PhotoEdits | None = None


@dataclass
class Turn:
    """What one visitor waits for; changed in place, so that what is being made sees that it is over.

    Cancelling through Gradio is not enough: a picture on its way would still replace the one of newer settings.

    Attributes:
        where: the person looks, `FACE` or `PHOTO`.
        newest: the name of the turn.
        stopped: whether the person wants no more of it.
    """

    where: str = FACE
    newest: str = ""
    stopped: bool = False

    def begin(self) -> str:
        """Begin a turn, which ends the one before; returns its name."""
        self.newest, self.stopped = secrets.token_hex(4), False
        return self.newest

    def stop(self) -> None:
        """Ask the turn to end with what it has."""
        self.stopped = True


class ResultStage:
    """The large picture, with a switch "Face | Whole photo" and a button that saves what is shown.

    Draws itself where it is made.

    Args:
        context: of the tab.
        before, after: what the picture is called on both sides of the line.
        at: where the line stands at first, per cent of the width.
    """

    def __init__(self, context: Context, *, before: str, after: str, at: int = 50) -> None:
        key, place = context.key, context.face.value.place
        self._context = context
        self._make: MakeEdit | None = None
        style = text(Path(__file__).with_suffix(".css"))
        if style not in context.css:
            context.css.append(style)
        with gr.Column(elem_id=f"{key}-stage", elem_classes="fv-stage"):
            with gr.Row(elem_classes="fv-stage-bar"):
                self.where = gr.Radio(
                    [("Face", FACE), ("Whole photo", PHOTO)],
                    value=FACE,
                    show_label=False,
                    container=False,
                    visible=place is not None,
                    label="What is shown",
                    elem_id=f"{key}-where",
                    elem_classes="fv-where",
                )
                self.save = SaveButton(key)
            self.compared = BeforeAfter(
                elem_id=f"{key}-compare", before=before, after=after, most=FACE_SIDE, at=at, elem_classes=RESULT
            )
            with gr.Row(elem_classes="fv-stage-foot"):
                self.words = gr.HTML(elem_id=f"{key}-stage-words")
                self.stop = gr.Button("Stop", visible=False, min_width=90, scale=0, elem_id=f"{key}-stop")
        self.shown, self.turn = gr.State(None), gr.State(Turn())
        self._token = gr.State(place.token if place else "")
        self._due = gr.Textbox(visible="hidden", elem_id=f"{key}-photo-due")
        self.save.connect(self.file, [self.shown])

    @property
    def outputs(self) -> list[Component]:
        """What `show`, `show_edits` and `grey` change."""
        return [self.compared, self.words, self.shown, self.stop, self.save.button, self._due]

    def connect(self, make: MakeEdit, settings: Sequence[Component]) -> None:
        """Let the photo be made by `make`, which takes a CurrentFace and the values of `settings`."""
        self._make = make
        photo = self._due.change(
            self.show_photo,
            [self._due, self.turn, self._context.face, *settings],
            self.outputs,
            concurrency_limit=4,
            **LATEST,
        )
        photo.failure(lambda: gr.update(busy=False, stale=FAILED), None, self.compared, **LIVE)
        self.stop.click(Turn.stop, self.turn, None, **LIVE)

    def on_face(
        self,
        show: Callable[..., Updates],
        inputs: Sequence[Component],
        outputs: Sequence[Block],
        *,
        at_start: bool = False,
    ) -> None:
        """Call ``show(face, turn, *inputs)`` as ``context.on_face`` does; a photo that is new is shown whole."""

        def arrive(face: CurrentFace, token: str, turn: Turn, *values: Any) -> Updates:
            here = face.place.token if face.place else ""
            turn.where = _where(here, token, turn.where)
            switch = gr.update(value=turn.where, visible=bool(here))
            return {self.where: switch, self._token: here, **show(face, turn, *values)}

        changed = [self.where, self._token, *self.outputs, *outputs]
        self._context.on_face(arrive, [self._token, self.turn, *inputs], changed, at_start=at_start)

    def on_switch(self, show: Callable[..., Updates], inputs: Sequence[Component], outputs: Sequence[Block]) -> None:
        """Call ``show(face, turn, *inputs)`` when the person looks elsewhere; `outputs` may hold the stage's own."""

        def look(where: str, face: CurrentFace, turn: Turn, *values: Any) -> Updates:
            turn.where = PHOTO if where == PHOTO else FACE
            return show(face, turn, *values)

        self.where.input(look, [self.where, self._context.face, self.turn, *inputs], list(outputs), **LIVE)

    def show(self, face: CurrentFace, turn: Turn, pair: FacePair) -> Updates:
        """Show a face before and after, or ask for the whole photo."""
        asked = turn.begin()
        if turn.where == PHOTO and face.place is not None and self._make is not None:
            return {
                self._due: asked,
                self.compared: gr.update(busy=True, stale=""),
                self.save.button: self.save.enable(False),
            }
        value: dict[str, Any] = {
            "before": data_uri(pair.before, FACE_SIDE),
            "after": data_uri(pair.after, FACE_SIDE),
            "sweep": FACE,
        }
        if pair.called:
            value["called"] = pair.called
        changed = not pair.after.equal(face.pixels)
        return self._show(value, "", Shown(face=pair.after) if changed else None)

    def show_edits(self, face: CurrentFace, turn: Turn, edits: PhotoEdits) -> Updates:
        """Show the changed faces of a photo: where the face is looked at, the photo is cut to it, as sharp as it is."""
        turn.begin()
        place, uploaded = locate_in_photo(self._context.photo_store, face)
        if turn.where == PHOTO:
            return self._show(_whole(uploaded, edits), _about(uploaded, edits), _saved(edits))
        value = {side: data_uri(face_in_photo(uploaded, edits, place.face, side), FACE_SIDE) for side in _SIDES}
        return self._show({**value, "sweep": FACE, **caption(edits)}, "", _saved(edits))

    def grey(self, words: str) -> Updates:
        """Say of what is shown that it belongs to other settings, and that it cannot be saved."""
        return {
            self.compared: gr.update(busy=False, stale=words),
            self.shown: None,
            self.save.button: self.save.enable(False),
        }

    def empty(self) -> Updates:
        """Show nothing."""
        return self._show(None, "", None)

    def show_photo(self, asked: str, turn: Turn, face: CurrentFace, *values: Any) -> Iterator[Updates]:
        """Make all faces of a photo one by one, and show how far one has come, until the person moves on."""
        if asked != turn.newest or face.place is None or self._make is None:
            yield gr.skip()
            return
        (place, uploaded), made = locate_in_photo(self._context.photo_store, face), []
        faces, seen = faces_of(place, uploaded), time.monotonic()
        for number, found in enumerate(faces, 1):
            aligned = align.cut(uploaded.photo, found, self._context.model.image_size)
            one = face if found == place.face else current_face(aligned.pixels, OTHER, place=face.place)
            edit = self._make(one, *values)
            if asked != turn.newest:
                return
            if edit is not None:
                made.append((aligned, edit))
            edits = PhotoEdits(place.token, tuple(made))
            if number == len(faces) or turn.stopped:
                yield self._show(_whole(uploaded, edits), _about(uploaded, edits, len(faces)), _saved(edits))
                return
            if number == 1 or time.monotonic() - seen > BETWEEN:
                yield self._progress(_whole(uploaded, edits), number, len(faces))
                seen = time.monotonic()

    def file(self, format: Format, shown: Shown | None) -> File:
        """Return what is shown as a file: a face of 512 pixels, or the photo at its own size.

        Raises:
            gr.Error: there is nothing to save.
        """
        if shown is not None and shown.edits is not None:
            return photo_file(format, self._context.photo_store.get(shown.edits.token), shown.edits)
        if shown is not None and shown.face is not None:
            return face_file(format, shown.face)
        raise gr.Error("Nothing is changed yet, so there is nothing to save.", print_exception=False)

    def _show(self, value: dict[str, Any] | None, words: str, shown: Shown | None) -> Updates:
        return {
            self.compared: gr.update(value=value, busy=False, stale=""),
            self.words: words,
            self.shown: shown,
            self.stop: gr.update(visible=False),
            self.save.button: self.save.enable(shown is not None),
        }

    def _progress(self, value: dict[str, Any], number: int, of: int) -> Updates:
        return {
            self.compared: gr.update(value=value, busy=False, stale=""),
            self.words: f'<span class="fv-note">{number} of {of} faces are done ...</span>',
            self.stop: gr.update(visible=True),
        }


_SIDES = ("before", "after")


def face_in_photo(uploaded: UploadedPhoto, edits: PhotoEdits, face: align.Face, side: str) -> Tensor:
    """Return the square around a face, cut from the photo at its own resolution.

    Args:
        uploaded: the photo.
        edits: what is changed in it.
        face: which face.
        side: "before", or "after" the change.
    Returns:
        (1, 3, 1120, 1120) float32 RGB in [0, 1].
    """
    photo = uploaded.photo if side == "before" else apply_edits(uploaded, edits)
    return align.cut(photo, face, _SHARP).pixels


def _where(token: str, before: str, where: str) -> str:
    """Return where a person looks at a face of the photo `token`, who looked at one of `before`."""
    if not token:
        return FACE
    return PHOTO if token not in (before, *examples()) else where


def _whole(uploaded: UploadedPhoto, edits: PhotoEdits) -> dict[str, Any]:
    return {**photo_pair(uploaded, edits), "most": PHOTO_SIDE, "sweep": edits.token}


def _saved(edits: PhotoEdits) -> Shown | None:
    return Shown(edits=edits) if edits.made else None


def _about(uploaded: UploadedPhoto, edits: PhotoEdits, of: int | None = None) -> str:
    """Return in words, as HTML, what is changed in a photo; `of` how many faces that were to be."""
    made, size = len(edits.made), f"{uploaded.photo.width} x {uploaded.photo.height} pixels"
    lost = "".join(f" {sentence}" for sentence in uploaded.original.lost)
    if of is not None and 0 < made < of:
        words = f"Stopped: {made} of {of} faces are changed, and nothing else. {size}.{lost}"
    elif made:
        words = f"{'One face is' if made == 1 else f'{made} faces are'} changed, and nothing else. {size}.{lost}"
    else:
        words = f"Nothing is changed yet. {size}."
    return f'<span class="fv-note">{words}</span>'
