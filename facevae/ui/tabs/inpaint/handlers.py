"""What happens on the Inpaint tab: each handler takes what is set and returns what the page then shows."""

from __future__ import annotations

from typing import Any

import gradio as gr
from torch import Tensor

from facevae.damage import masks
from facevae.ui.components.controls import MAX_SEED
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.face_grid import NONE, FaceGrid
from facevae.ui.components.mask_canvas import mask_uri
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.inpaint import views as answers
from facevae.ui.tabs.inpaint.views import FACE_SIDE, VAE, DegradedFace, InpaintResult, Samples
from facevae.ui.tabs.photo_result import FaceEdit

KEPT = " (filled in)"
NOTHING_HIDDEN = "Nothing is hidden yet: paint over a part of the face first."
ONE_ANSWER = 'Only the VAE knows several answers: choose it under "Fill in with".'
NO_NINE = 'There are no nine for this hole yet: press "What else could it have been?" first.'
NOT_YET = "The face is still being filled in; please try again in a moment."
WAITING = '<span class="fv-title">Not filled in yet</span><span class="fv-note">Press "Fill in" to see it.</span>'
STALE = (
    '<p class="fv-title inpaint-stale">These nine belong to the picture before.</p>'
    '<p class="fv-note">Press "What else could it have been?" for nine that fit this one.</p>'
)

_NINE = 5
"""How many outputs show nine answers."""


class InpaintHandlers:
    """Handlers that need the model.

    `settings` are the value of the canvas, the method, the noise out of 255 and its seed. Results are the Filled, the
    before/after pair and its caption; then the Nine, which a new picture takes away, and the words above them.

    Args:
        model: first argument of ``restore.inpaint``.
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def show(self, face: CurrentFace, painted: Any, method: str, noise: float, noise_seed: float) -> tuple:
        """Fill the hole."""
        filled = answers.fill(self._model, face.pixels, painted, method, noise, noise_seed)
        return *_large(filled), None, STALE

    def show_face(self, face: CurrentFace, *settings: Any) -> tuple:
        """Put a new face under what is painted, and fill the hole in it."""
        return gr.HTML(face=data_uri(face.pixels, FACE_SIDE)), *self.show(face, *settings)

    def show_if_live(self, face: CurrentFace, live: bool, *settings: Any) -> tuple:
        """Fill the hole, or say that it waits for the button."""
        return self.show(face, *settings) if live else (gr.skip(), gr.skip(), WAITING, gr.skip(), gr.skip())

    def resize(self, face: CurrentFace, live: bool, size: float, *settings: Any) -> tuple:
        """Hide a square in the middle, `size` % of the width, in place of what was painted."""
        painted = mask_uri(self._square(size))
        return gr.HTML(value=painted), *self.show_if_live(face, live, painted, *settings)

    def settle(
        self,
        face: CurrentFace,
        live: bool,
        size: float,
        settled: float,
        seed: float,
        method: str,
        noise: float,
        noise_seed: float,
    ) -> tuple:
        """Show nine answers when the square has its size; `settled` is the size it had before.

        Leaving the slider's number box counts as letting it go, so the same size must change nothing.
        """
        if not live or size == settled or method != VAE:
            return _skip(1 + _NINE)
        broken = answers.hide(face.pixels, self._square(size), noise, noise_seed)
        return size, *(self._nine(broken, seed) if broken.hidden else _skip(_NINE))

    def more(self, face: CurrentFace, nine: Samples | None, seed: float, *settings: Any) -> tuple:
        """Show nine answers: the first ones to this picture, or other ones if there are some already."""
        filled = answers.fill(self._model, face.pixels, *settings)
        shown = _large(filled)
        if not filled.broken.hidden or filled.method != VAE:
            gr.Info(ONE_ANSWER if filled.broken.hidden else NOTHING_HIDDEN)
            return *shown, gr.skip(), None, gr.skip(), gr.skip(), gr.skip(), STALE
        seed = (seed + 1) % (MAX_SEED + 1) if nine else seed
        return *shown, seed, *self._nine(filled.broken, seed)

    def again(self, filled: InpaintResult | None, seed: float) -> tuple:
        """Show the nine answers of another seed."""
        if filled is None or not filled.broken.hidden or filled.method != VAE:
            return _skip(_NINE)
        return self._nine(filled.broken, seed)

    def in_the_photo(self, face: CurrentFace, filled: InpaintResult | None, *settings: Any) -> FaceEdit | None:
        """Fill the hole of a face for its photo; the picture that is shown large if it is this face's."""
        if not answers.belongs(filled, face.pixels):
            filled = answers.fill(self._model, face.pixels, *settings)
        if not filled.broken.hidden and not filled.broken.left.sigma:
            gr.Info(NOTHING_HIDDEN)
            return None
        return answers.in_the_photo(filled)

    def _square(self, size: float) -> Tensor:
        return masks.centre_box(self._model.image_size, size / 100)

    def _nine(self, broken: DegradedFace, seed: float) -> tuple:
        nine = answers.imagine(self._model, broken, seed)
        pictures = gr.HTML(value=answers.gallery(nine), chosen=NONE)
        return nine, gr.Column(visible=True), pictures, answers.spread(nine), answers.words(nine)


def choose(nine: Samples | None, event: gr.EventData) -> tuple:
    """Show one of the nine large."""
    row, column = FaceGrid.read_cell(event, answers.CHOICES // answers.COLUMNS, answers.COLUMNS)
    return _large(answers.choose(nine, row * answers.COLUMNS + column)) if nine else _skip(3)


def choose_mean(nine: Samples | None) -> tuple:
    """Show the mean of the nine large."""
    return _large(answers.average(_there(nine)))


def keep(face: CurrentFace, filled: InpaintResult | None) -> tuple:
    """Make the picture that is shown large everybody's face, and clear the canvas."""
    if filled is None or not filled.broken.hidden:
        gr.Info(NOTHING_HIDDEN)
        return _skip(2)
    name = face.name.removesuffix(KEPT) + KEPT
    return current_face(filled.picture, name, place=face.place), gr.HTML(value="")


def picture_of(filled: InpaintResult | None) -> Tensor:
    """Return what "Download" saves."""
    if filled is None:
        raise gr.Error(NOT_YET, print_exception=False)
    return filled.picture


def sheet_of(nine: Samples | None) -> bytes:
    """Return what "Download all nine" saves."""
    return answers.sheet_png(_there(nine))


def _large(filled: InpaintResult) -> tuple:
    return filled, *answers.large(filled)


def _there(nine: Samples | None) -> Samples:
    if nine is None:
        raise gr.Error(NO_NINE, title="No nine yet", print_exception=False)
    return nine


def _skip(count: int) -> tuple:
    return (gr.skip(),) * count
