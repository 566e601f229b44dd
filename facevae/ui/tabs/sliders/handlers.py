"""What happens on the tab Sliders: each handler takes what is set and returns what the page then shows."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae import latent
from facevae.align import Edit
from facevae.ui.components.controls import MAX_SEED, generator
from facevae.ui.components.dial import decode_at
from facevae.ui.components.events import Updates
from facevae.ui.context import Handed
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.photo_result import FaceEdit
from facevae.ui.tabs.sliders.board import Moved, Own, SliderBoard, Start

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

NOT_MOVED = "As it was: no slider is moved"


@dataclass(frozen=True)
class SlidersScreen:
    """The components that handlers change.

    Attributes:
        board: the sliders with their face.
        seed: of the random face.
        face: the current face of the page.
        made: key of the current face that the sliders made last.
        taken: the code from another tab that they began with last.
    """

    board: SliderBoard
    seed: gr.Slider
    face: gr.State
    made: gr.State
    taken: gr.State


class SlidersHandlers:
    """Handlers of the tab.

    Args:
        model: as ``facevae.load`` returns it.
        screen: what they change.
    """

    def __init__(self, model: FaceVae, screen: SlidersScreen) -> None:
        self._model, self._screen = model, screen

    def new_face(self, temperature: float) -> Updates:
        """Begin anew with another random face."""
        seed = random.randint(0, MAX_SEED)
        return {self._screen.seed: seed, **self.random_face(seed, temperature)}

    def random_face(self, seed: float, temperature: float) -> Updates:
        """Begin anew with the random face of a seed."""
        return {self._screen.board: random_start(self._model, int(seed), temperature)}

    def show_face(self, face: CurrentFace, made: str, handed: Handed | None, taken: Handed | None) -> Updates:
        """Tell the board which face is the current one, and begin anew with a code that another tab hands on.

        Args:
            face: the current one.
            made: key of the face that the sliders made last.
            handed: what another tab handed on last; None before it did.
            taken: the same as of the last call.
        """
        own = Own(self._model.encode(face.pixels).mean, face.name, face.key == made)
        if handed is None or handed is taken:
            return {self._screen.board: own}
        return {self._screen.board: Start(handed.latents, handed.name, own), self._screen.taken: handed}

    def keep_face(self, moved: Moved, place: float) -> Updates:
        """Make the face of the sliders the current one, as it is at a place of the dial."""
        face = current_face(self.picture_of(moved, place), "A face from the sliders")
        return {self._screen.face: face, self._screen.made: face.key}

    def picture_of(self, moved: Moved, place: float) -> Tensor:
        """Return what "Download" saves."""
        return decode_at(self._model, moved.latents, place)

    def in_the_photo(self, face: CurrentFace, moved: Moved) -> FaceEdit:
        """Make the change of the sliders to a face in its photo, which has its own details and keeps them."""
        if not moved.change.any():
            return FaceEdit(Edit(face.pixels, "residual"), called=NOT_MOVED)
        return FaceEdit(Edit(latent.edit(self._model, face.pixels, moved.change), "residual"))


def random_start(model: FaceVae, seed: int, temperature: float) -> Start:
    """Return the random face of a seed, in the middle of all sliders."""
    latents = latent.sample(model, 1, generator(seed), temperature)
    return Start(latents, f"An invented face (seed {seed}, temperature {temperature:.1f})")
