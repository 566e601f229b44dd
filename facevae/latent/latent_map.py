"""A latent space of two numbers as a map: its grid, a face on it, and means over its squares."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.model import FaceVae

LIMIT = 3.0
"""The map goes from minus this to this, each way, in standard deviations of the prior; 99.5 % of it lie within."""

LEAST = 5
"""Faces in a square of the map below which nothing is told of them."""

SHARE = 0.9
"""Of a posterior that its ellipse encloses."""


def grid(side: int, limit: float = LIMIT) -> Tensor:
    """Return the codes of a square grid.

    Args:
        side: points a row, at least 2.
        limit: of the outermost ones.
    Returns:
        (side * side, 2): row by row as on a map, from the upper left, where the first number is -limit and the second
        one +limit.
    Raises:
        ValueError: a smaller side.
    """
    if side < 2:
        raise ValueError(f"side is {side}; give at least 2.")
    places = torch.linspace(-limit, limit, side)
    return torch.cartesian_prod(places.flip(0), places).flip(1)


def point(x: float, y: float) -> Tensor:
    """Return the code at a place of the map, (1, 2)."""
    return torch.tensor([[x, y]], dtype=torch.float32)


@dataclass(frozen=True)
class Ellipse:
    """Where on the map a face is.

    Attributes:
        center: of the posterior, its two means.
        radii: half axes of the ellipse that holds ``SHARE`` of it; they are parallel to the map's, as the posterior is
            diagonal.
    """

    center: tuple[float, float]
    radii: tuple[float, float]


@torch.inference_mode()
def locate(model: FaceVae, face: Tensor) -> Ellipse:
    """Find a face on the map.

    Args:
        model: with codes of two numbers.
        face: (1, 3, S, S) float32 RGB in [0, 1].
    Raises:
        ValueError: codes of another length, or another shape or range.
    """
    if model.latent_dim != 2:
        raise ValueError(f"Codes have {model.latent_dim} numbers; a map needs 2.")
    posterior = model.encode(face)
    # The squared length of two standard normal numbers is exponential with mean 2.
    reach = math.sqrt(-2 * math.log(1 - SHARE))
    (x, y), (wide, high) = posterior.mean[0].tolist(), (reach * posterior.std[0]).tolist()
    return Ellipse((x, y), (wide, high))


@dataclass(frozen=True)
class BinnedMeans:
    """Means of a figure over the squares of the map.

    Attributes:
        side: squares a row.
        limit: of the map.
        means: (side, side), the upper row first; nan where there are fewer than ``LEAST`` faces.
        counts: (side, side), how many; 0 where there are fewer than ``LEAST``.
    """

    side: int
    limit: float
    means: Tensor
    counts: Tensor

    def to_json(self) -> dict:
        """Return it as JSON can hold it, means to a tenth and None where there is none."""
        means = [[None if math.isnan(mean) else round(mean, 1) for mean in row] for row in self.means.tolist()]
        return {"side": self.side, "limit": self.limit, "means": means, "counts": self.counts.tolist()}

    @staticmethod
    def from_json(found: dict) -> BinnedMeans:
        """Return what ``to_json`` wrote.

        Raises:
            KeyError, TypeError: it is something else.
        """
        means = [[math.nan if mean is None else mean for mean in row] for row in found["means"]]
        return BinnedMeans(found["side"], found["limit"], torch.tensor(means), torch.tensor(found["counts"]))


def binned_means(codes: Tensor, values: Tensor, side: int, limit: float = LIMIT) -> BinnedMeans:
    """Average a figure of faces over the squares of the map that their codes lie in.

    Args:
        codes: (N, 2).
        values: (N,).
        side: squares a row.
        limit: of the map; codes outside it count nowhere.
    Returns:
        The means, of squares with at least ``LEAST`` faces only, so that nobody stands out.
    """
    squares = ((codes + limit) / (2 * limit) * side).floor().long()
    inside = ((squares >= 0) & (squares < side)).all(1)
    columns, rows = squares[inside, 0], side - 1 - squares[inside, 1]
    place = rows * side + columns
    counts = torch.zeros(side * side).index_add_(0, place, torch.ones(len(place)))
    sums = torch.zeros(side * side).index_add_(0, place, values[inside].float())
    enough = counts >= LEAST
    means = torch.where(enough, sums / counts.clamp(min=1), math.nan)
    return BinnedMeans(side, limit, means.view(side, side), (counts * enough).long().view(side, side))
