"""What happens on the Morph tab: each handler takes what is set and returns what the page then shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
from torch import Tensor

from facevae.ui.components.face_grid import NONE, read_cell
from facevae.ui.context import hand
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.morph import matrix
from facevae.ui.tabs.morph.corners import FOLLOWS, Corners, Faces
from facevae.ui.tabs.morph.matrix import Chosen
from facevae.ui.tabs.morph.mean_faces import Means
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop

NO_MEAN = "Too few faces of this group are known; please click another one."


_SHOWN = 9
"""How many outputs a new corner is."""


class MorphHandlers:
    """Handlers of the matrix and of the mean faces.

    `corners` and `chosen` are what the page remembers; `size` and `way` are set by the person. A matrix that is drawn
    anew is four outputs: the Chosen, the matrix, the large face, and the mark among the mean faces. A new corner is
    these, the corners, and their four tiles.

    Args:
        model: as ``facevae.load`` returns it.
        means: its mean faces; None where it has none.
    """

    def __init__(self, model: Any, means: Means | None = None) -> None:
        self._model, self._means, self._faces = model, means, Faces(model)

    def first(self, face: CurrentFace, size: int, way: str) -> tuple[Corners, Chosen]:
        """Return what the page remembers when it opens."""
        corners = self._faces.first(face)
        return corners, matrix.choose(corners, size, way, *matrix.cell_at(matrix.MIDDLE, size))

    def show_face(self, face: CurrentFace, corners: Corners, *settings: Any) -> tuple:
        """Put a new current face into the corners that follow it."""
        if not any(corner.source == FOLLOWS for corner in corners):
            return (gr.skip(),) * _SHOWN
        return self._show(self._faces.follow(corners, face), *settings)

    def choose_corner(
        self, face: CurrentFace, corners: Corners, size: float, way: str, chosen: Chosen, event: gr.EventData
    ) -> tuple:
        """Put the face that somebody wishes into its corner."""
        return self._show(self._faces.choose(corners, face, self._faces.read(event)), size, way, chosen)

    def put(self, index: int) -> Callable[..., tuple]:
        """Return a handler that puts the large face into a corner."""

        def put(corners: Corners, size: float, way: str, chosen: Chosen) -> tuple:
            return self._show(self._faces.put(corners, index, chosen.latents, chosen.title), size, way, chosen)

        return put

    def redraw(self, corners: Corners, size: float, way: str, chosen: Chosen) -> tuple:
        """Draw the matrix anew; the face at the same place is shown large."""
        size = int(size)
        row, column = matrix.cell_at(chosen.place, size)
        chosen = matrix.choose(corners, size, way, row, column)
        board = gr.HTML(value=matrix.draw(self._model, corners, size, way), chosen=row * size + column)
        return chosen, board, matrix.large(self._model, chosen, corners), gr.HTML(chosen=NONE)

    def pick(self, corners: Corners, size: float, way: str, event: gr.EventData) -> tuple:
        """Show the clicked face of the matrix large."""
        size = int(size)
        chosen = matrix.choose(corners, size, way, *read_cell(event, size, size))
        return chosen, matrix.large(self._model, chosen, corners), gr.HTML(chosen=NONE)

    def open_cell(self, corners: Corners, size: float, way: str, event: gr.EventData) -> tuple:
        """Take the clicked face of the matrix to the sliders."""
        return open_chosen(matrix.choose(corners, int(size), way, *read_cell(event, int(size), int(size))))

    def pick_mean(self, corners: Corners, event: gr.EventData) -> tuple:
        """Show the clicked mean face large; the matrix then marks none."""
        chosen = self._mean(event)
        return chosen, matrix.large(self._model, chosen, corners), gr.HTML(chosen=NONE)

    def open_mean(self, event: gr.EventData) -> tuple:
        """Take the clicked mean face to the sliders."""
        return open_chosen(self._mean(event))

    def picture_of(self, chosen: Chosen) -> Tensor:
        """Return what "Download this face" saves."""
        return self._model.decode(chosen.latents)

    def in_the_photo(self, face: CurrentFace, chosen: Chosen) -> FaceEdit:
        """Put the large face in the place of the current one in its photo."""
        return FaceEdit(replace_crop(self.picture_of(chosen)))

    def matrix_of(self, corners: Corners, size: float, way: str) -> bytes:
        """Return what "Download the matrix" saves."""
        return matrix.png(self._model, corners, int(size), way)

    def _show(self, corners: Corners, *settings: Any) -> tuple:
        tiles = (self._faces.tile(corner) for corner in corners)
        return *self.redraw(corners, *settings), corners, *tiles

    def _mean(self, event: gr.EventData) -> Chosen:
        cell = read_cell(event, len(self._means.genders), len(self._means.ages))
        chosen = self._means.choose(*cell)
        if chosen is None:
            raise gr.Error(NO_MEAN, print_exception=False)
        return chosen


def open_chosen(chosen: Chosen) -> tuple:
    """Take the large face to the sliders."""
    return hand(chosen.latents, chosen.name)
