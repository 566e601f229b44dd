"""What happens on the Inpaint tab: each handler takes what is set and returns what the page then shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.damage import masks
from facevae.restore import INPAINTERS
from facevae.ui.components.controls import MAX_SEED
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import Updates
from facevae.ui.components.face_grid import NONE, FaceGrid
from facevae.ui.components.templates import Template
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.inpaint import results, views
from facevae.ui.tabs.inpaint.results import SAMPLES, DegradedFace, InpaintResult, Samples
from facevae.ui.tabs.inpaint.screen import Controls, FilledFace, NineFaces
from facevae.ui.tabs.inpaint.views import COLUMNS, FACE_SIDE
from facevae.ui.tabs.photo_result import FaceEdit

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

KEPT = " (filled in)"
NOTHING_HIDDEN = "Nothing is hidden yet: paint over a part of the face first."
ONE_ANSWER = 'This method has only one answer; for several choose {} under "Fill in with".'
NO_SAMPLES = 'There are no nine for this hole yet: press "What else could it have been?" first.'
NOT_YET = 'The face is not filled in yet: wait a moment, or press "Fill in".'
WAITING = Template(
    '<span class="fv-title">Not filled in yet</span><span class="fv-note">Press "Fill in" to see it.</span>'
)()
STALE = Template(
    '<p class="fv-title inpaint-stale">These nine belong to the picture before.</p>'
    '<p class="fv-note">Press "What else could it have been?" for nine that fit this one.</p>'
)()


class InpaintHandlers:
    """Handlers of the tab.

    `settings` are the mask, (1, 1, S, S), the method, the noise out of 255 and its seed, the seed of what is drawn by
    chance, and the place of the dial. A new picture takes the nine away that belong to the one before.

    Args:
        model: first argument of ``restore.inpaint``.
        face, controls, nine: the components that they change.
        current: holds the CurrentFace.
    """

    def __init__(
        self, model: FaceVae, current: gr.State, face: FilledFace, controls: Controls, nine: NineFaces
    ) -> None:
        self._model, self._current = model, current
        self._face, self._controls, self._nine = face, controls, nine

    def show(self, face: CurrentFace, *settings: Any) -> Updates:
        """Fill the hole."""
        *made, place = settings
        return {**self._large(self._fill(face, *made), place), self._nine.nine: None, self._nine.words: STALE}

    def show_face(self, face: CurrentFace, *settings: Any) -> Updates:
        """Put a new face under what is painted, and fill the hole in it."""
        return {self._face.paint: gr.update(face=data_uri(face.pixels, FACE_SIDE)), **self.show(face, *settings)}

    def show_if_live(self, face: CurrentFace, live: bool, *settings: Any) -> Updates:
        """Fill the hole, or say that it waits for the button."""
        if live:
            return self.show(face, *settings)
        return {
            self._face.filled: None,
            self._face.caption: WAITING,
            self._nine.nine: None,
            self._nine.words: STALE,
        }

    def resize(self, face: CurrentFace, live: bool, size: float, *settings: Any) -> Updates:
        """Hide a square in the middle, `size` % of the width, in place of what was painted."""
        square = self._square(size)
        return {self._face.paint: square, **self.show_if_live(face, live, square, *settings)}

    def settle(
        self,
        face: CurrentFace,
        live: bool,
        size: float,
        settled: float,
        method: str,
        *settings: float,
    ) -> Updates:
        """Show nine answers when the square has its size; `settled` is the size it had before.

        Leaving the slider's number box counts as letting it go, so the same size must change nothing.
        """
        if not live or size == settled or not INPAINTERS[method].multiple_samples:
            return gr.skip()
        *noise, seed, place = settings
        degraded = results.hide(face.pixels, self._square(size), *noise)
        nine = self._show_nine(degraded, method, seed, place) if degraded.hidden else {}
        return {self._controls.settled: size, **nine}

    def more(self, face: CurrentFace, nine: Samples | None, *settings: Any) -> Updates:
        """Show nine answers: the first ones to this picture, or other ones if there are some already."""
        mask, method, *noise, seed, place = settings
        degraded = results.hide(face.pixels, mask, *noise)
        if not _has_several(degraded, method):
            gr.Info(_one_answer() if degraded.hidden else NOTHING_HIDDEN)
            return self.show(face, *settings)
        seed = (seed + 1) % (MAX_SEED + 1) if nine else seed
        return {self._controls.seed: seed, **self._begin(degraded, method, seed, place)}

    def again(self, filled: InpaintResult | None, seed: float, place: float) -> Updates:
        """Fill the hole with another seed, and show its nine answers."""
        if filled is None or not _has_several(filled.degraded, filled.method):
            return gr.skip()
        return self._begin(filled.degraded, filled.method, seed, place)

    def turn(self, filled: InpaintResult | None, nine: Samples | None, place: float) -> Updates:
        """Show what there is at another place of the dial."""
        if filled is None:
            return gr.skip()
        shown = self._shown(filled, place)
        return {**shown, **self._nine_at(nine, place)} if nine else shown

    def choose(self, nine: Samples | None, place: float, event: gr.EventData) -> Updates:
        """Show one of the nine large."""
        row, column = FaceGrid.read_cell(event, SAMPLES // COLUMNS, COLUMNS)
        return self._large(results.choose(nine, row * COLUMNS + column), place) if nine else gr.skip()

    def choose_mean(self, nine: Samples | None, place: float) -> Updates:
        """Show the mean of the nine large."""
        return self._large(results.average(_there(nine)), place)

    def keep(self, face: CurrentFace, filled: InpaintResult | None, place: float) -> Updates:
        """Work on the picture that is shown large in all tabs, and clear the canvas."""
        if filled is None or not filled.degraded.hidden:
            gr.Info(NOTHING_HIDDEN if filled else NOT_YET)
            return gr.skip()
        name = face.name.removesuffix(KEPT) + KEPT
        return {self._current: current_face(filled.styles.at(place), name, place=face.place), self._face.paint: None}

    def edit(self, face: CurrentFace, filled: InpaintResult | None, *settings: Any) -> FaceEdit | None:
        """Fill the hole of a face for its photo; the picture that is shown large if it is this face's."""
        *made, place = settings
        if filled is None or not results.belongs(filled, face.pixels):
            filled = self._fill(face, *made)
        if filled.degraded.whole:
            gr.Info(NOTHING_HIDDEN)
            return None
        return results.edit(filled, place)

    def _fill(self, face: CurrentFace, mask: Tensor, method: str, *numbers: float) -> InpaintResult:
        *noise, seed = numbers
        return results.fill(self._model, results.hide(face.pixels, mask, *noise), method, seed)

    def _square(self, size: float) -> Tensor:
        return masks.centre_box(self._model.image_size, size / 100)

    def _begin(self, degraded: DegradedFace, method: str, seed: float, place: float) -> Updates:
        """Everything that a seed gives: the best guess, and the nine."""
        filled = results.fill(self._model, degraded, method, seed)
        return {**self._large(filled, place), **self._show_nine(degraded, method, seed, place)}

    def _large(self, filled: InpaintResult, place: float) -> Updates:
        return {self._face.filled: filled, **self._shown(filled, place)}

    def _shown(self, filled: InpaintResult, place: float) -> Updates:
        return {self._face.result: views.compare(filled, place), self._face.caption: views.caption(filled, place)}

    def _show_nine(self, degraded: DegradedFace, method: str, seed: float, place: float) -> Updates:
        nine = results.sample(self._model, degraded, method, seed)
        shown = self._nine_at(nine, place)
        gallery = gr.update(value=shown.pop(self._nine.gallery), chosen=NONE)
        return {self._nine.nine: nine, self._nine.column: gr.Column(visible=True), **shown, self._nine.gallery: gallery}

    def _nine_at(self, nine: Samples, place: float) -> Updates:
        return {
            self._nine.words: views.difference(nine, place),
            self._nine.gallery: views.gallery(nine, place),
            self._nine.spread: views.spread(nine, place),
        }


def picture_of(filled: InpaintResult | None, place: float) -> Tensor:
    """Return what "Download" saves."""
    if filled is None:
        raise gr.Error(NOT_YET, print_exception=False)
    return filled.styles.at(place)


def sheet_of(nine: Samples | None, place: float) -> bytes:
    """Return what "Download all nine" saves."""
    return views.sheet_png(_there(nine), place)


def _has_several(degraded: DegradedFace, method: str) -> bool:
    return degraded.hidden and INPAINTERS[method].multiple_samples


def _one_answer() -> str:
    return ONE_ANSWER.format(" or ".join(method.label for method in INPAINTERS.values() if method.multiple_samples))


def _there(nine: Samples | None) -> Samples:
    if nine is None:
        raise gr.Error(NO_SAMPLES, title="No nine yet", print_exception=False)
    return nine
