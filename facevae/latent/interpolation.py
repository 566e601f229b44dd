"""Linear and spherical interpolation of latents: a matrix between four, a path between two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_latents
from facevae.model import FaceVae

WAYS = ("linear", "spherical")
"""How to get from one code to another: on a straight line, or on an arc around the mean face."""

_BATCH = 32
"""Faces decoded at once: with more, what is in between no longer stays in the processor's cache."""

_FLAT = 1e-3
"""Sine of the angle between two codes below which an arc is a straight line."""


def interpolate(
    model: FaceVae,
    corners: Tensor,
    rows: int = 9,
    columns: int = 9,
    way: str = "linear",
    style: str = "faithful",
) -> Tensor:
    """Draw a matrix of faces between four.

    Args:
        model: as `facevae.load` returns it.
        corners: (4, D) codes: top left, top right, bottom left, bottom right.
        rows: at least 2.
        columns: at least 2.
        way: one of `WAYS`.
        style: as for `FaceVae.decode`; the details of all faces come from the same noise.
    Returns:
        (rows, columns, 3, S, S) in [0, 1]; the corners are the decoded corners.
    Raises:
        ValueError: not four codes, too few rows or columns, another way, or a style that the model does not have.
    """
    check_latents(corners, model.latent_dim, name="corners")
    codes = matrix(corners, rows, columns, way)
    faces = torch.cat([model.decode(part, style) for part in codes.flatten(0, 1).split(_BATCH)])
    return faces.view(rows, columns, *faces.shape[1:])


def matrix(corners: Tensor, rows: int = 9, columns: int = 9, way: str = "linear") -> Tensor:
    """Fill a matrix with codes between four: first along its upper and lower edge, then from one to the other.

    Args:
        corners: (4, D) float32: top left, top right, bottom left, bottom right.
        rows: at least 2.
        columns: at least 2.
        way: one of `WAYS`.
    Returns:
        (rows, columns, D).
    Raises:
        ValueError: not four codes, too few rows or columns, or another way.
    """
    check_latents(corners, corners.shape[-1], name="corners")
    if len(corners) != 4:
        raise ValueError(f"corners has {len(corners)} codes; give four.")
    if rows < 2 or columns < 2:
        raise ValueError(f"The matrix is {rows} by {columns}; give at least 2 by 2.")
    down, across = torch.linspace(0, 1, rows)[:, None, None], torch.linspace(0, 1, columns)[:, None]
    top, bottom = (_between(left, right, across, way) for left, right in (corners[:2], corners[2:]))
    return _between(top, bottom, down, way)


def path(start: Tensor, end: Tensor, frames: int = 24, way: str = "linear") -> Tensor:
    """Walk from one code to another in equal steps.

    Args:
        start: (1, D) float32.
        end: (1, D) float32.
        frames: codes on the way, both ends included; at least 2.
        way: one of `WAYS`.
    Returns:
        (frames, D).
    Raises:
        ValueError: not one code each, codes of different length, too few frames, or another way.
    """
    check_latents(start, start.shape[-1], name="start")
    check_latents(end, start.shape[-1], name="end")
    if len(start) != 1 or len(end) != 1:
        raise ValueError(f"A path has one start and one end, not {len(start)} and {len(end)}.")
    if frames < 2:
        raise ValueError(f"frames is {frames}; give at least 2.")
    return _between(start, end, torch.linspace(0, 1, frames)[:, None], way)


def _between(start: Tensor, end: Tensor, share: Tensor, way: str) -> Tensor:
    """Return the codes at a share of the way, 0 to 1; all of it broadcasts against (..., D)."""
    check_choice(way, WAYS, "way")
    line = start.lerp(end, share)
    return line if way == "linear" else _arc(start, end, share, line)


def _arc(start: Tensor, end: Tensor, share: Tensor, line: Tensor) -> Tensor:
    """Turn evenly from one direction to the other, while the length changes evenly from one to the other.

    Where there is no one arc, because a code is zero or both lie on a line through zero, it is the straight line.

    Source: Shoemake 1985, "Animating rotation with quaternion curves"; for codes White 2016, "Sampling generative
    networks". They take codes of one length; a length of its own keeps the arc of unequal ones between their lengths.
    """
    from_length, to_length = start.norm(dim=-1, keepdim=True), end.norm(dim=-1, keepdim=True)
    smallest = torch.finfo(line.dtype).tiny
    from_unit, to_unit = start / from_length.clamp(min=smallest), end / to_length.clamp(min=smallest)
    angle = (from_unit * to_unit).sum(-1, keepdim=True).clamp(-1, 1).acos()
    turned = ((1 - share) * angle).sin() * from_unit + (share * angle).sin() * to_unit
    arc = from_length.lerp(to_length, share) * turned / angle.sin().clamp(min=_FLAT)
    straight = (angle.sin() < _FLAT) | (from_length == 0) | (to_length == 0)
    return torch.where(straight, line, arc)


def corner_shares(rows: int, columns: int, row: int, column: int) -> tuple[float, float, float, float]:
    """Tell how much of each corner goes into one cell of a straight matrix (bilinear interpolation).

    Args:
        rows: of the matrix, at least 2.
        columns: at least 2.
        row: of the cell, from 0.
        column: from 0.
    Returns:
        The shares of top left, top right, bottom left and bottom right, which add up to 1.
    """
    down, across = row / (rows - 1), column / (columns - 1)
    return (1 - down) * (1 - across), (1 - down) * across, down * (1 - across), down * across


def animate(model: FaceVae, codes: Tensor, batch: int = 4, strength: float = 0.0) -> Iterator[Tensor]:
    """Draw the faces of a path, a few at a time.

    Args:
        model: as `facevae.load` returns it.
        codes: (T, D), as `path` returns them.
        batch: faces that are drawn at once.
        strength: of their details, 0 to 1, as for `FaceVae.add_detail`; they stay in their places from face to face.
    Yields:
        (n, 3, S, S) in [0, 1]: the faces drawn so far, first none and at last all T.
    """
    faces = codes.new_empty(len(codes), 3, model.image_size, model.image_size)
    yield faces[:0]
    for start in range(0, len(codes), batch):
        soft = model.decode(codes[start : start + batch])
        faces[start : start + batch] = model.add_detail(soft, strength=strength) if strength else soft
        yield faces[: start + batch]


def stack_codes(codes: Iterable[Tensor]) -> Tensor:
    """Put codes of (1, D) each under one another, (N, D)."""
    return torch.cat(list(codes))
