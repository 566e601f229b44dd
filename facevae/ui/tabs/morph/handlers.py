"""What happens on the Morph tab: each handler takes what is set and returns what the page then shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

from facevae.ui.components.dial import REAL, TwoStyles, decode_both
from facevae.ui.components.download import File
from facevae.ui.components.events import Updates
from facevae.ui.components.face_grid import FaceGrid
from facevae.ui.components.turns import later
from facevae.ui.context import Context
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.morph import matrix
from facevae.ui.tabs.morph.corner_tile import CornerTile
from facevae.ui.tabs.morph.corners import FOLLOWS, Chosen, CornerFaces, Corners
from facevae.ui.tabs.morph.mean_faces import MeanFaces
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

NO_MEAN = "Too few faces of this group are known; please click another one."


@dataclass
class Wanted:
    """Which matrix a page wants to see in the style "real".

    Not frozen: what works on an older one looks here whether it is still wanted.
    """

    key: str = ""


@dataclass(frozen=True)
class LargeFace:
    """A face that is shown large: one of the matrix, or a mean face.

    Attributes:
        chosen, styles: what the page remembers: `Chosen`, and its `TwoStyles`.
        picture: where it is seen.
    """

    chosen: gr.State
    styles: gr.State
    picture: gr.HTML

    @property
    def all(self) -> list:
        """What changes with the choice."""
        return [self.chosen, self.styles, self.picture]


@dataclass(frozen=True)
class MorphScreen:
    """The components that handlers change.

    Attributes:
        corners: `Corners`, which the page remembers.
        tiles: the corners as they are seen.
        matrix: the faces between them.
        large: the chosen one of them.
        mean: the chosen mean face.
    """

    corners: gr.State
    tiles: tuple[CornerTile, ...]
    matrix: FaceGrid
    large: LargeFace
    mean: LargeFace

    @property
    def of_choice(self) -> list:
        """What changes with the chosen face."""
        return [*self.large.all, self.matrix]

    @property
    def of_corners(self) -> list:
        """What changes with the corners."""
        return [*self.of_choice, self.corners, *self.tiles]


class MorphHandlers:
    """Handlers of the matrix and of the mean faces.

    `corners`, `chosen` and its `styles` are what the page remembers; `size`, `way` and the `place` of the dial are
    set by the person.

    Args:
        model: as ``facevae.load`` returns it.
        context: of the tab.
        screen: what they change.
        faces: those that can stand in a corner.
        means: the model's mean faces; None where it has none.
    """

    def __init__(
        self, model: FaceVae, context: Context, screen: MorphScreen, faces: CornerFaces, means: MeanFaces | None = None
    ) -> None:
        self._model, self._context, self._screen, self._faces, self._means = model, context, screen, faces, means

    def show_face(
        self, face: CurrentFace, corners: Corners, size: float, way: str, place: float, chosen: Chosen
    ) -> Updates:
        """Put a new current face into the corners that follow it."""
        if not any(corner.source == FOLLOWS for corner in corners):
            return {}
        return self._show(self._faces.follow(corners, face), size, way, place, chosen)

    def choose_corner(
        self,
        face: CurrentFace,
        corners: Corners,
        size: float,
        way: str,
        place: float,
        chosen: Chosen,
        event: gr.EventData,
    ) -> Updates:
        """Put the face that a person wishes into its corner."""
        wish = CornerTile.read_wish(event, self._faces.sources)
        return self._show(self._faces.choose(corners, face, wish), size, way, place, chosen)

    def put(self, index: int) -> Callable[..., Updates]:
        """Return a handler that puts a large face, which it takes last, into a corner."""

        def put(
            corners: Corners, size: float, way: str, place: float, chosen: Chosen, face: Chosen, styles: TwoStyles
        ) -> Updates:
            changed = self._faces.put(corners, index, face, styles.at(place))
            return self._show(changed, size, way, place, chosen)

        return put

    def redraw(self, corners: Corners, size: float, way: str, place: float, chosen: Chosen) -> Updates:
        """Draw the matrix anew, faithful; the face at the same place is shown large."""
        side = int(size)
        row, column = matrix.cell_at(chosen.place, side)
        drawn = matrix.draw(self._model, corners, side, way)
        return {
            **self._choose(matrix.choose(corners, side, way, row, column), place, corners),
            self._screen.matrix: gr.update(value=drawn, chosen=row * side + column),
        }

    @later
    def sharpen(self, corners: Corners, size: float, way: str, wanted: Wanted) -> Iterator[Updates]:
        """Lay the real faces over the matrix, once, unless another matrix is wanted before they are drawn."""
        key = matrix.key_of(corners, int(size), way)
        if wanted.key == key:
            return
        wanted.key = key
        for drawn in matrix.draw_real(self._model, corners, int(size), way):
            if wanted.key != key:
                return
            yield {self._screen.matrix: gr.update(over=drawn)} if drawn else gr.skip()

    def turn(
        self, corners: Corners, chosen: Chosen, styles: TwoStyles, mean: Chosen, mean_styles: TwoStyles, place: float
    ) -> Updates:
        """Show what there is at another place of the dial."""
        return {
            self._screen.matrix: gr.update(share=place / REAL),
            self._screen.large.picture: matrix.large(chosen, styles, place, corners),
            self._screen.mean.picture: matrix.large(mean, mean_styles, place),
        }

    def pick(self, corners: Corners, size: float, way: str, place: float, event: gr.EventData) -> Updates:
        """Show the clicked face of the matrix large."""
        return self._choose(self._cell(corners, size, way, event), place, corners)

    def pick_mean(self, place: float, event: gr.EventData) -> Updates:
        """Show the clicked mean face large, beside the table."""
        chosen, large = self._mean(event), self._screen.mean
        styles = decode_both(self._model, chosen.latents)
        return {large.chosen: chosen, large.styles: styles, large.picture: matrix.large(chosen, styles, place)}

    def open_cell(self, corners: Corners, size: float, way: str, event: gr.EventData) -> Updates:
        """Take the clicked face of the matrix to the sliders."""
        return self.open_chosen(self._cell(corners, size, way, event))

    def open_mean(self, event: gr.EventData) -> Updates:
        """Take the clicked mean face to the sliders."""
        return self.open_chosen(self._mean(event))

    def open_chosen(self, chosen: Chosen) -> Updates:
        """Take a large face to the sliders."""
        return self._context.open_sliders(chosen.latents, chosen.name)

    def picture_of(self, styles: TwoStyles, place: float) -> Tensor:
        """Return what "Download" under a large face saves."""
        return styles.at(place)

    def in_the_photo(self, _face: CurrentFace, styles: TwoStyles, place: float) -> FaceEdit:
        """Put the large face in the place of the current one in its photo."""
        return FaceEdit(replace_crop(styles.at(place)))

    def matrix_of(self, corners: Corners, size: float, way: str, place: float) -> File:
        """Return what "Download the matrix" saves."""
        return matrix.file(self._model, corners, int(size), way, place)

    def _show(self, corners: Corners, size: float, way: str, place: float, chosen: Chosen) -> Updates:
        tiles = zip(self._screen.tiles, corners, strict=True)
        return {
            **self.redraw(corners, size, way, place, chosen),
            self._screen.corners: corners,
            **{tile: self._faces.tile(corner) for tile, corner in tiles},
        }

    def _choose(self, chosen: Chosen, place: float, corners: Corners) -> Updates:
        styles, large = decode_both(self._model, chosen.latents), self._screen.large
        picture = matrix.large(chosen, styles, place, corners)
        return {large.chosen: chosen, large.styles: styles, large.picture: picture}

    def _cell(self, corners: Corners, size: float, way: str, event: gr.EventData) -> Chosen:
        side = int(size)
        row, column = FaceGrid.read_cell(event, side, side)
        return matrix.choose(corners, side, way, row, column)

    def _mean(self, event: gr.EventData) -> Chosen:
        if self._means is None:
            raise gr.Error(NO_MEAN, print_exception=False)
        row, column = FaceGrid.read_cell(event, len(self._means.genders), len(self._means.ages))
        chosen = self._means.choose(row, column)
        if chosen is None:
            raise gr.Error(NO_MEAN, print_exception=False)
        return chosen
