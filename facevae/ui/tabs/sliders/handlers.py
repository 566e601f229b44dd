"""What happens on the Latent sliders tab: each handler takes what is set and returns what the page then shows."""

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
from facevae.ui.tabs.sliders.board import Moved, SliderBoard, Start

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

NOT_MOVED = "Move a slider first: the same change is then made to the face in your photo."


@dataclass(frozen=True)
class SlidersScreen:
    """The components that handlers change.

    Attributes:
        board: the sliders with their face.
        seed: of the random face.
        face: the current face of the page.
    """

    board: SliderBoard
    seed: gr.Slider
    face: gr.State


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

    def own_face(self, face: CurrentFace) -> Updates:
        """Begin anew with the current face."""
        mean = self._model.encode(face.pixels).mean
        return {self._screen.board: Start(mean, f"{face.name}, as the model sees it")}

    def handed_face(self, handed: Handed | None) -> Updates:
        """Begin anew with the code that another tab hands on, if there is one."""
        return {self._screen.board: Start(handed.latents, handed.name) if handed else gr.skip()}

    def keep_face(self, moved: Moved, place: float) -> Updates:
        """Make the face of the sliders the current one, as it is at a place of the dial."""
        return {self._screen.face: current_face(self.picture_of(moved, place), "A face from the sliders")}

    def picture_of(self, moved: Moved, place: float) -> Tensor:
        """Return what "Download" saves."""
        return decode_at(self._model, moved.latents, place)

    def in_the_photo(self, face: CurrentFace, moved: Moved) -> FaceEdit | None:
        """Make the change of the sliders to a face in its photo, which has its own details and keeps them."""
        if not moved.change.any():
            gr.Info(NOT_MOVED)
            return None
        return FaceEdit(Edit(latent.edit(self._model, face.pixels, moved.change), "residual"))


def random_start(model: FaceVae, seed: int, temperature: float) -> Start:
    """Return the random face of a seed, in the middle of all sliders."""
    latents = latent.sample(model, 1, generator(seed), temperature)
    return Start(latents, f"An invented face (seed {seed}, temperature {temperature:.1f})")
