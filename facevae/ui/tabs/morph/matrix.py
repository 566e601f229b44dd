"""What the Morph tab shows: the matrix between its corners, one face of it large, and what that one is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from facevae import latent
from facevae.latent import codec
from facevae.latent.interpolation import animate, corner_shares, matrix
from facevae.ui.components.dial import REAL, TwoStyles, named, strength
from facevae.ui.components.download import File, table_file
from facevae.ui.components.face_grid import table
from facevae.ui.components.pictures import Picture, strip
from facevae.ui.components.templates import Template
from facevae.ui.tabs.morph.corner_tile import PLACES
from facevae.ui.tabs.morph.corners import Chosen, Corners, codes

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

LEAST, FIRST_SIZE, MOST = 3, 7, 11
"""Faces on each side of the matrix."""

_LARGE = Template("""
{{ picture }}{% if shares %}<ul class="morph-shares">
{%- for share, name, place in shares -%}
<li class="{{ "" if share else "morph-none" }}" style="--share: {{ "%.1f" % (100 * share) }}%">
<strong>{{ "%.0f" % (100 * share) }} %</strong> {{ name }} <small>{{ place }}</small></li>
{%- endfor -%}
</ul>{% endif %}
""")


def draw(model: FaceVae, corners: Corners, size: int, way: str) -> dict[str, Any]:
    """Return the matrix, faithful, as the value of a table of faces."""
    return _value(latent.interpolate(model, codes(corners), size, size, way).flatten(0, 1), corners, size, way)


def draw_real(model: FaceVae, corners: Corners, size: int, way: str) -> Iterator[dict[str, Any] | None]:
    """Draw the matrix in the style "real", to be laid over the faithful one.

    Yields:
        None before each row, because it takes seconds and may no longer be wanted; in the end what `draw` returns.
    """
    cells = matrix(codes(corners), size, size, way).flatten(0, 1)
    for faces in animate(model, cells, size, strength(model, REAL)):
        yield _value(faces, corners, size, way) if len(faces) == len(cells) else None


def _value(faces: Tensor, corners: Corners, size: int, way: str) -> dict[str, Any]:
    names = [_cell_name(row, column) for row in range(size) for column in range(size)]
    at = [0, size - 1, size * (size - 1), size * size - 1]
    for index, place, corner in zip(at, PLACES, corners, strict=True):
        names[index] = f"{place}: {corner.name}"
    return table(faces, size, names, marked=at, key=key_of(corners, size, way))


def key_of(corners: Corners, size: int, way: str) -> str:
    """Return a digest of a matrix: which faces it holds, whatever their style."""
    return hashlib.sha256(codec.to_bytes(codes(corners)) + f"{size} {way}".encode()).hexdigest()


def file(model: FaceVae, corners: Corners, size: int, way: str, place: float) -> File:
    """Return the matrix at a place of the dial as a file."""
    cells = matrix(codes(corners), size, size, way).flatten(0, 1)
    *_, faces = animate(model, cells, size, strength(model, place))
    return table_file(faces, size, "morph.jpg")


def cell_at(place: tuple[float, float], size: int) -> tuple[int, int]:
    """Return row and column of the cell nearest to a place."""
    down, across = place
    return round(down * (size - 1)), round(across * (size - 1))


def choose(corners: Corners, size: int, way: str, row: int, column: int) -> Chosen:
    """Take one cell of the matrix to be shown large."""
    latents = matrix(codes(corners), size, size, way)[row, column][None]
    place = row / (size - 1), column / (size - 1)
    shares = corner_shares(size, size, row, column)
    if 1 in shares:
        name = f"{corners[shares.index(1)].name}, as the model sees it"
        return Chosen(latents, name, "The code of this corner, drawn again", name, place, shares)
    mixed = zip(shares, corners, strict=True)
    made_of = sorted(((share, corner.name) for share, corner in mixed if share), reverse=True)
    words = ", ".join(f"{100 * share:.0f} % {name}" for share, name in made_of)
    title, note = f"A mix: {_cell_name(row, column).lower()}", "An invented face. It is made of"
    return Chosen(latents, title, note, f"A mix of {words}", place, shares, words)


def large(chosen: Chosen, styles: TwoStyles, place: float, corners: Corners = ()) -> str:
    """Return the chosen face at a place of the dial and what it is made of as HTML; `styles` are both its ends."""
    title = f"{chosen.title}, {named(place)}" if styles.drawn else chosen.title
    shares = zip(chosen.shares, corners, PLACES, strict=bool(chosen.shares))
    return _LARGE(
        picture=strip([Picture(styles.at(place), title, chosen.note, "model")]),
        shares=[(share, corner.name, place.lower()) for share, corner, place in shares],
    )


def _cell_name(row: int, column: int) -> str:
    return f"Row {row + 1}, column {column + 1}"
