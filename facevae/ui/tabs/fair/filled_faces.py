"""What is shown of one shipped face: whole, with a bar, filled by the linear model and by the VAE, and all read."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from facevae import reading
from facevae.networks import face_reader
from facevae.reading import Readings
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.fair.board import Column, picture

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

SEED = 1
"""Of the fillings, the same for every face."""

MOST = 32
"""Fillings kept, so that going back to one costs nothing."""


@dataclass(frozen=True)
class Asked:
    """What is to be seen.

    Attributes:
        hole: a key of ``reading.HOLES``.
        count: of the fillings by the VAE.
        style: "faithful" or "real".
    """

    hole: str
    count: int
    style: str


class FilledFaces:
    """Makes the columns of the board, of faces that are `CurrentFace.public` alone.

    Args:
        model: as ``facevae.load`` returns it; see ``reading.can_fill``.
    """

    def __init__(self, model: FaceVae) -> None:
        self._model = model
        # Only who opens the tab needs this network, and the app has to start without waiting for it.
        self._reader = face_reader
        self._beside = functools.lru_cache(maxsize=MOST)(self._make_beside)
        self._made: dict[tuple[CurrentFace, Asked], Column] = {}

    def waiting(self, face: CurrentFace, asked: Asked) -> list[Column]:
        """Return the columns before anything is made: the face, and three that are awaited."""
        whole, *others = empty(face, asked)
        return [replace(whole, picture=picture(face.pixels)), *others]

    def steps(self, face: CurrentFace, asked: Asked) -> Iterator[tuple[str, list[Column]]]:
        """Make them.

        Yields:
            The key of a step in ``sentences.STEPS``, and what there is before it; at last "" and all.
        Raises:
            ValueError: the face is somebody's own, or the network that reads is not there.
        """
        if not face.public:
            raise ValueError("Only shipped portraits and invented faces are read.")
        if (face, asked) not in self._made:
            yield "bar", self.waiting(face, asked)
        beside = self._beside(face, asked.hole)
        if (face, asked) not in self._made:
            for step, column in self._make(face, asked):
                yield step, [*beside, column]
        yield "", [*beside, self._made[face, asked]]

    def forget(self) -> None:
        """Let go of all faces."""
        self._beside.cache_clear()
        self._made.clear()

    def _make(self, face: CurrentFace, asked: Asked) -> Iterator[tuple[str, Column]]:
        column, faces = _filled(asked), face.pixels[:0]
        for found in reading.fill(self._model, face.pixels, asked.hole, asked.count, asked.style, SEED):
            faces = found.faces
            if len(faces):
                column = replace(column, picture=picture(faces))
            yield found.step or "reading", column
        if len(self._made) >= MOST:
            self._made.clear()
        self._made[face, asked] = replace(column, readings=self._read(faces))

    def _make_beside(self, face: CurrentFace, hole: str) -> list[Column]:
        hidden, linear = reading.bar_and_linear(self._model, face.pixels, hole)
        pictures = (face.pixels, hidden, linear)
        columns = (_whole(face), _barred(Asked(hole, 1, "")), _linear())
        return [
            replace(column, picture=picture(pixels), readings=self._read(pixels))
            for column, pixels in zip(columns, pictures, strict=True)
        ]

    def _read(self, faces: Tensor) -> Readings:
        return reading.sum_up(reading.read_labels(self._reader(), faces))


def empty(face: CurrentFace, asked: Asked) -> list[Column]:
    """Return the columns without a picture."""
    return [_whole(face), _barred(asked), _linear(), _filled(asked)]


def _whole(face: CurrentFace) -> Column:
    return Column(face.name, "Face", "As it is", "photo")


def _barred(asked: Asked) -> Column:
    note = "The eyes hidden" if asked.hole == "eyes" else "The left half hidden"
    return Column("Only a grey bar", "Bar", note, "photo")


def _linear() -> Column:
    return Column("Linear model", "Linear", "Eigenfaces: no network", "linear")


def _filled(asked: Asked) -> Column:
    title = "Filled by the VAE" if asked.count == 1 else "Nine fillings by the VAE"
    note = f"{'The likeliest' if asked.count == 1 else 'Drawn by chance'}, {asked.style}"
    return Column(title, "VAE", note, "model")
