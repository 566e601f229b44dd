"""The age that a network reads from a face, with the range that holds 9 of 10 true ages."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.models.attributes import Attributes
from facevae.models.face_reader import FaceReader


@dataclass(frozen=True)
class AgeReading:
    """One face's age.

    Attributes:
        age: the mean of `ages`, in years.
        ages: the probability of each age from 0 to 100.
        youngest, oldest: ends of the range, in years.
    """

    age: float
    ages: tuple[float, ...]
    youngest: float
    oldest: float


def read_age(reader: FaceReader, faces: Tensor) -> list[AgeReading]:
    """Read the ages of faces, (N, 3, S, S) RGB in [0, 1], as `FaceReader.predict` does.

    Raises:
        ValueError: another shape or range.
    """
    return ages_of(reader, read_labels(reader, faces))


def ages_of(reader: FaceReader, found: Attributes) -> list[AgeReading]:
    """Return the ages of what `FaceReader.predict` found, face by face."""
    youngest, oldest = reader.age_range(found.ages)
    columns = (found.age.tolist(), found.ages.tolist(), youngest.tolist(), oldest.tolist())
    return [AgeReading(age, tuple(ages), low, high) for age, ages, low, high in zip(*columns, strict=True)]


def read_labels(reader: FaceReader, faces: Tensor) -> Attributes:
    """Return all that `FaceReader.predict` says of faces, gender and ethnicity among it; not for photos of visitors."""
    with torch.inference_mode():
        return reader.predict(faces)
