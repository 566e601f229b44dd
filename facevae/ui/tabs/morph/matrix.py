"""What the Morph tab shows: the matrix between its corners, one face of it large, and what that one is made of."""

from __future__ import annotations

import html
import io
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from facevae import latent, photos
from facevae.latent.interpolation import matrix
from facevae.ui.components.face_grid import table
from facevae.ui.components.pictures import Picture, strip
from facevae.ui.tabs.morph.corners import PLACES, Corners, codes

LEAST, FIRST_SIZE, MOST = 3, 7, 11
"""Faces on each side of the matrix."""

MIDDLE = (0.5, 0.5)
"""Place of the face that is shown large at first."""


@dataclass(frozen=True)
class Chosen:
    """The face that is shown large.

    Attributes:
        latents: (1, D) its code.
        title, note: its caption.
        name: what other tabs call it, which show no shares.
        place: how far down and across the matrix it is, each 0 to 1; a mean face is nowhere.
        shares: of each corner, adding up to 1.
    """

    latents: Tensor = field(repr=False)
    title: str
    note: str
    name: str
    place: tuple[float, float] = MIDDLE
    shares: tuple[float, ...] = ()


def draw(model: Any, corners: Corners, size: int, way: str) -> dict[str, Any]:
    """Return the matrix as the value of a table of faces."""
    faces = latent.interpolate(model, codes(corners), size, size, way).flatten(0, 1)
    names = [_cell_name(row, column) for row in range(size) for column in range(size)]
    at = [0, size - 1, size * (size - 1), size * size - 1]
    for index, place, corner in zip(at, PLACES, corners, strict=True):
        names[index] = f"{place}: {corner.name}"
    return table(faces, size, names, marked=at)


def png(model: Any, corners: Corners, size: int, way: str) -> bytes:
    """Return the matrix as a PNG, every face at the model's own size."""
    file = io.BytesIO()
    faces = latent.interpolate(model, codes(corners), size, size, way).flatten(0, 1)
    photos.contact_sheet(faces, size).save(file, "PNG")
    return file.getvalue()


def cell_at(place: tuple[float, float], size: int) -> tuple[int, int]:
    """Return row and column of the cell nearest to a place."""
    down, across = place
    return round(down * (size - 1)), round(across * (size - 1))


def choose(corners: Corners, size: int, way: str, row: int, column: int) -> Chosen:
    """Take one cell of the matrix to be shown large."""
    latents = matrix(codes(corners), size, size, way)[row, column][None]
    down, across = row / (size - 1), column / (size - 1)
    shares = (1 - down) * (1 - across), (1 - down) * across, down * (1 - across), down * across
    if 1 in shares:
        name = f"{corners[shares.index(1)].name}, as the model sees it"
        return Chosen(latents, name, "The code of this corner, drawn again", name, (down, across), shares)
    mixed = zip(shares, corners, strict=True)
    made_of = sorted(((share, corner.name) for share, corner in mixed if share), reverse=True)
    name = "A mix of " + ", ".join(f"{100 * share:.0f} % {name}" for share, name in made_of)
    title, note = f"A mix: {_cell_name(row, column).lower()}", "Nobody has this face. It is made of"
    return Chosen(latents, title, note, name, (down, across), shares)


def large(model: Any, chosen: Chosen, corners: Corners) -> str:
    """Return the chosen face and what it is made of as HTML."""
    picture = strip([Picture(model.decode(chosen.latents), chosen.title, chosen.note, "model")])
    lines = "".join(
        f'<li class="{"" if share else "morph-none"}" style="--share: {100 * share:.1f}%">'
        f"<strong>{100 * share:.0f} %</strong> {html.escape(corner.name)} <small>{place.lower()}</small></li>"
        for share, corner, place in zip(chosen.shares, corners, PLACES, strict=bool(chosen.shares))
    )
    return f'{picture}<ul class="morph-shares">{lines}</ul>'


def _cell_name(row: int, column: int) -> str:
    return f"Row {row + 1}, column {column + 1}"
