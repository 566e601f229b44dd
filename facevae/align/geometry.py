"""Geometry of a face in a photo: its points, and the similarity transform of its crop."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

SURE = 0.95
"""Score from which a find is taken for a face without asking."""

TINY, TOO_SMALL = 40, 24
"""Side in pixels of a crop's square in the photo, below which a face is hardly, or not at all, worth cutting out."""

TURNED = 0.25
"""How far the tip of the nose is beside the middle between the eyes, in distances between the eyes, when a face is
turned away; of upright faces from the front 99 of 100 are below."""

_LEAST_APART = 1e-3
"""Distance between the eyes, in sides of the square, that is taken where one hides the other."""

EYES = (0.300, 0.292), (0.694, 0.292)
POINTS = (*EYES, (0.495, 0.526), (0.320, 0.697), (0.673, 0.697))
"""Where the points of a face are in a crop, as fractions of its side: where UTKFace puts them."""

Point = tuple[float, float]

T = TypeVar("T", float, Tensor)


@dataclass(frozen=True)
class CropFrame:
    """A square in a photo, turned as the face is: x and y = (x, y) + u (a, b) + v (-b, a) for u and v from 0 to 1.

    Attributes:
        a, b: pixels along the top edge, rightwards and downwards.
        x, y: its top left corner; the left edge of the photo's first pixel is at 0.
    """

    a: float
    b: float
    x: float
    y: float

    @property
    def side(self) -> float:
        """Length of an edge in pixels of the photo."""
        return math.hypot(self.a, self.b)

    @property
    def turn(self) -> float:
        """Degrees, -180 to 180, by which it is turned clockwise."""
        return math.degrees(math.atan2(self.b, self.a))

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Top left, top right, bottom right, bottom left, seen from the face."""
        return self.at(0.0, 0.0), self.at(1.0, 0.0), self.at(1.0, 1.0), self.at(0.0, 1.0)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the upright rectangle around it."""
        across, down = zip(*self.corners, strict=True)
        return min(across), min(down), max(across), max(down)

    def at(self, u: T, v: T) -> tuple[T, T]:
        """Return x and y in the photo of fractions of the crop: numbers, or tensors of any shape."""
        return self.x + u * self.a - v * self.b, self.y + u * self.b + v * self.a

    def inside(self, x: T, y: T) -> tuple[T, T]:
        """Return the fractions of the crop, u and v, of places in the photo: numbers, or tensors of any shape."""
        right, down, area = x - self.x, y - self.y, self.a**2 + self.b**2
        return (right * self.a + down * self.b) / area, (down * self.a - right * self.b) / area

    def scaled(self, factor: float) -> CropFrame:
        """Return the same square in the photo enlarged by a factor."""
        return CropFrame(self.a * factor, self.b * factor, self.x * factor, self.y * factor)

    def widened(self, factor: float) -> CropFrame:
        """Return the square around the same middle with a side a factor as long."""
        edge = (1 - factor) / 2
        return CropFrame(self.a * factor, self.b * factor, *self.at(edge, edge))

    def upside_down(self) -> CropFrame:
        """Return the same square seen from below."""
        return CropFrame(-self.a, -self.b, *self.at(1.0, 1.0))

    def moved(self, right: float, down: float) -> CropFrame:
        """Return the square moved by pixels."""
        return CropFrame(self.a, self.b, self.x + right, self.y + down)


@dataclass(frozen=True)
class Face:
    """A face in a photo.

    Attributes:
        box: left, top, right, bottom of the upright rectangle around it, in pixels of the photo.
        points: its eyes, nose and corners of the mouth, those on its image-left first; x and y in pixels.
        score: probability that it is one, 0 to 1; 0 if not from the detector.
        frame: the square that its crop is cut from.
    """

    box: tuple[float, float, float, float]
    points: tuple[Point, ...]
    score: float
    frame: CropFrame

    @property
    def turn(self) -> float:
        """Degrees, -180 to 180, by which the face is turned clockwise."""
        return self.frame.turn

    @property
    def sure(self) -> bool:
        """Whether the score is high enough not to ask."""
        return self.score >= SURE

    @property
    def tiny(self) -> bool:
        """Whether a crop would be mostly made up."""
        return self.frame.side < TINY

    @property
    def turned(self) -> bool:
        """Whether it looks to a side, so that its points say little about where its crop belongs."""
        return self._nose_beside > TURNED

    @property
    def prominence(self) -> float:
        """How likely it is the one that matters: side of its square, half of it at ``TURNED``, little in profile."""
        return self.frame.side / (1 + (self._nose_beside / TURNED) ** 4)

    @property
    def _nose_beside(self) -> float:
        """How far the tip of the nose is beside the middle between the eyes, in distances between the eyes."""
        (left, _), (right, _), (nose, _) = (self.frame.inside(*point) for point in self.points[:3])
        return abs(nose - (left + right) / 2) / max(abs(right - left), _LEAST_APART)


def fit(points: Tensor, reference: Tensor, precision: Tensor) -> CropFrame:
    """Find the square in which points stand where they do in most faces.

    Args:
        points: (P, 2) x and y in pixels of a photo.
        reference: (P, 2) where they are in a crop, as fractions.
        precision: (2 P, 2 P) inverse covariance of that, x and y of one point after the other.
    Returns:
        The square, by generalised least squares: points that vary little from face to face count more.
    Raises:
        ValueError: all points are the same.
    Source: Aitken 1936, "On least squares and linear combination of observations"; the similarity of Umeyama 1991.
    """
    points, precision = points.double(), precision.double()
    middle = points.mean(0)
    x, y = (points - middle).unbind(1)
    size = float(torch.hypot(x, y).mean())
    if not size > 0:
        raise ValueError("All points are the same; give different ones.")
    x, y, one, none = x / size, y / size, torch.ones_like(x), torch.zeros_like(x)
    # u = c x + d y + e, v = c y - d x + f: linear in what is sought, the way from the photo to the crop.
    rows = torch.stack([torch.stack([x, y, one, none], 1), torch.stack([y, -x, none, one], 1)], 1).flatten(0, 1)
    weighed = rows.T @ precision
    c, d, e, f = torch.linalg.solve(weighed @ rows, weighed @ reference.double().flatten()).tolist()
    scale = size / (c**2 + d**2)
    left, top = -(c * e - d * f) * scale, -(d * e + c * f) * scale
    return CropFrame(c * scale, d * scale, left + float(middle[0]), top + float(middle[1]))


def from_eyes(left: Point, right: Point) -> Face:
    """Make a face of two eyes that were pointed at.

    Args:
        left: the eye further to the left in the photo, or in the face where it stands on its head; x and y in pixels.
        right: the other.
    Returns:
        The face whose crop has its eyes where UTKFace has them; score 0.
    Raises:
        ValueError: both are the same place.
    """
    return _of_frame(fit(torch.tensor([left, right]), torch.tensor(EYES), torch.eye(4)))


def centred(size: tuple[int, int]) -> Face:
    """Make a face of the largest centred square of a photo.

    Args:
        size: width and height of the photo in pixels.
    Returns:
        The face whose crop is that square; score 0.
    """
    width, height = size
    side = float(min(size))
    return _of_frame(CropFrame(side, 0.0, (width - side) / 2, (height - side) / 2))


def _of_frame(frame: CropFrame) -> Face:
    return Face(frame.bounds, tuple(frame.at(u, v) for u, v in POINTS), 0.0, frame)
