"""What happens on the Inpaint tab: each handler takes what is set and returns what the page then shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.damage import masks
from facevae.restore import INPAINTERS
from facevae.ui.components.controls import MAX_SEED
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import Updates
from facevae.ui.components.face_grid import NONE, FaceGrid
from facevae.ui.components.templates import Template
from facevae.ui.components.turns import later
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.inpaint import results, views
from facevae.ui.tabs.inpaint.results import SAMPLES, DegradedFace, InpaintResult, Samples
from facevae.ui.tabs.inpaint.screen import Controls, FilledFace, NineFaces
from facevae.ui.tabs.inpaint.views import COLUMNS
from facevae.ui.tabs.photo_result import FaceEdit
from facevae.ui.tabs.result_stage import FACE_SIDE, Turn

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
CHANGED = 'Settings changed: press "Fill in"'
_WORDS = Template('<p class="fv-title inpaint-stale" data-said>{{ title }}</p><p class="fv-note">{{ note }}</p>')
STALE = _WORDS(
    title="These nine belong to the picture before.",
    note='Press "What else could it have been?" for nine that fit this one.',
)
IMAGINING = _WORDS(title="Imagining nine faces ...", note="Step 1 of 2: nine people who would fit what is left.")
DETAILING = _WORDS(title="Imagining nine faces ...", note="Step 2 of 2: drawing their details.")
STOPPED = _WORDS(title="Stopped.", note='Press "What else could it have been?" to imagine nine faces.')


class InpaintHandlers:
    """Handlers of the tab.

    `turn` is as for ``ResultStage.show``; `basis` is the Turn of what nine answers are imagined for.
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

    def show(self, face: CurrentFace, turn: Turn, basis: Turn, *settings: Any) -> Updates:
        """Fill the hole."""
        basis.begin()
        *made, place = settings
        return {**self._large(face, turn, self._fill(face, *made), place), **self._take_nine_away()}

    def show_face(self, face: CurrentFace, turn: Turn, basis: Turn, *settings: Any) -> Updates:
        """Put a new face under what is painted, and fill the hole in it."""
        under = gr.update(face=data_uri(face.pixels, FACE_SIDE))
        return self._on_canvas(under, self.show(face, turn, basis, *settings))

    def show_if_live(self, face: CurrentFace, turn: Turn, live: bool, basis: Turn, *settings: Any) -> Updates:
        """Fill the hole, or say that it waits for the button."""
        if live:
            return self.show(face, turn, basis, *settings)
        turn.begin()
        basis.begin()
        gone = {self._face.filled: None, self._face.caption: WAITING, self._face.paint: gr.update(filled=None)}
        return {**gone, **self._face.stage.grey(CHANGED), **self._take_nine_away()}

    def show_painted(self, face: CurrentFace, turn: Turn, live: bool, *settings: Any) -> Updates:
        """Do the same after a stroke: what is hidden is no square in the middle any more."""
        shown = self.show_if_live(face, turn, live, *settings)
        return {self._controls.size: 0, self._controls.settled: 0, **shown}

    def look(self, face: CurrentFace, turn: Turn, filled: InpaintResult | None, place: float) -> Updates:
        """Show the face, or the whole photo."""
        return gr.skip() if filled is None else self._large(face, turn, filled, place)

    def resize(self, face: CurrentFace, turn: Turn, live: bool, basis: Turn, size: float, *settings: Any) -> Updates:
        """Hide a square in the middle, `size` % of the width, in place of what was painted."""
        square = self._square(size)
        return self._on_canvas(gr.update(value=square), self.show_if_live(face, turn, live, basis, square, *settings))

    @later
    def settle(
        self,
        face: CurrentFace,
        live: bool,
        basis: Turn,
        size: float,
        settled: float,
        method: str,
        *settings: float,
    ) -> Iterator[Updates]:
        """Show nine answers when the square has its size; `settled` is the size it had before.

        Leaving the slider's number box counts as letting it go, so the same size must change nothing.
        """
        if not live or size == settled or not INPAINTERS[method].multiple_samples:
            yield gr.skip()
            return
        *noise, seed, place = settings
        degraded = results.hide(face.pixels, self._square(size), *noise)
        yield {self._controls.settled: size}
        if degraded.hidden:
            yield from self._imagine(basis, degraded, method, seed, place)

    @later
    def more(
        self, face: CurrentFace, turn: Turn, basis: Turn, nine: Samples | None, *settings: Any
    ) -> Iterator[Updates]:
        """Show nine answers: the first ones to this picture, or other ones if there are some already."""
        mask, method, *noise, seed, place = settings
        degraded = results.hide(face.pixels, mask, *noise)
        if not _has_several(degraded, method):
            gr.Info(_one_answer() if degraded.hidden else NOTHING_HIDDEN)
            yield self.show(face, turn, basis, *settings)
            return
        seed = (seed + 1) % (MAX_SEED + 1) if nine else seed
        filled = results.fill(self._model, degraded, method, seed)
        yield {self._controls.seed: seed, **self._large(face, turn, filled, place)}
        yield from self._imagine(basis, degraded, method, seed, place)

    @later
    def again(
        self,
        face: CurrentFace,
        turn: Turn,
        basis: Turn,
        filled: InpaintResult | None,
        seed: float,
        place: float,
    ) -> Iterator[Updates]:
        """Fill the hole with another seed, and show its nine answers."""
        if filled is None or not _has_several(filled.degraded, filled.method):
            yield gr.skip()
            return
        degraded, method = filled.degraded, filled.method
        yield self._large(face, turn, results.fill(self._model, degraded, method, seed), place)
        yield from self._imagine(basis, degraded, method, seed, place)

    def turn(
        self,
        face: CurrentFace,
        turn: Turn,
        filled: InpaintResult | None,
        nine: Samples | None,
        place: float,
    ) -> Updates:
        """Show what there is at another place of the dial."""
        if filled is None:
            return gr.skip()
        shown = self._large(face, turn, filled, place)
        return {**shown, **self._nine_at(nine, place)} if nine else shown

    def choose(self, face: CurrentFace, turn: Turn, nine: Samples | None, place: float, event: gr.EventData) -> Updates:
        """Show one of the nine large."""
        row, column = FaceGrid.read_cell(event, SAMPLES // COLUMNS, COLUMNS)
        if not nine:
            return gr.skip()
        return self._large(face, turn, results.choose(nine, row * COLUMNS + column), place)

    def choose_mean(self, face: CurrentFace, turn: Turn, nine: Samples | None, place: float) -> Updates:
        """Show the mean of the nine large."""
        return self._large(face, turn, results.average(_there(nine)), place)

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
        return None if filled.degraded.whole else results.edit(filled, place)

    def _fill(self, face: CurrentFace, mask: Tensor, method: str, *numbers: float) -> InpaintResult:
        *noise, seed = numbers
        return results.fill(self._model, results.hide(face.pixels, mask, *noise), method, seed)

    def _square(self, size: float) -> Tensor:
        return masks.centre_box(self._model.image_size, size / 100)

    def _large(self, face: CurrentFace, turn: Turn, filled: InpaintResult, place: float) -> Updates:
        shown = self._face.stage.show(face, turn, views.compare(filled, place))
        hole = gr.update(filled=views.in_the_hole(filled, place))
        made = {self._face.filled: filled, self._face.paint: hole, self._face.caption: views.caption(filled, place)}
        return {**made, **shown}

    def _on_canvas(self, changed: dict[str, Any], updates: Updates) -> Updates:
        """Change more of the canvas than `updates` do."""
        return {**updates, self._face.paint: {**updates[self._face.paint], **changed}}

    def _take_nine_away(self) -> Updates:
        gone = {self._nine.nine: None, self._nine.words: STALE, self._nine.stop: gr.update(visible=False)}
        return {**gone, **self._offer(False)}

    def _offer(self, there: bool) -> Updates:
        """Let the buttons work that need nine faces, or not."""
        return {button: gr.update(interactive=there) for button in (self._nine.mean, self._nine.sheet)}

    def _imagine(
        self, basis: Turn, degraded: DegradedFace, method: str, seed: float, place: float
    ) -> Iterator[Updates]:
        """Show nine answers, say how far they are, and end without them where the person stops or moves on."""
        asked = basis.begin()
        there = {self._nine.column: gr.Column(visible=True), self._nine.nine: None, **self._offer(False)}
        yield {**there, self._nine.words: IMAGINING, self._nine.stop: gr.update(visible=True)}
        nine = results.imagine(self._model, degraded, method, seed)
        if basis.newest == asked and not basis.stopped:
            yield {self._nine.words: DETAILING}
            nine = results.detail(self._model, nine, seed)
        if basis.newest != asked:
            return
        if basis.stopped:
            yield {self._nine.words: STOPPED, self._nine.stop: gr.update(visible=False)}
            return
        shown = self._nine_at(nine, place)
        gallery = gr.update(value=shown.pop(self._nine.gallery), chosen=NONE)
        yield {
            self._nine.nine: nine,
            self._nine.stop: gr.update(visible=False),
            **self._offer(True),
            **shown,
            self._nine.gallery: gallery,
        }

    def _nine_at(self, nine: Samples, place: float) -> Updates:
        return {
            self._nine.words: views.difference(nine, place),
            self._nine.gallery: views.gallery(nine, place),
            self._nine.spread: views.spread(nine, place),
        }


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
