"""Who is audited: test faces by their labels, and the near-copy groups they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from facevae.models.attributes import ETHNICITIES, GENDERS
from train import TrainError
from train.data.parquet import FaceSet
from train.evaluation.harness.heldout_faces import HeldoutFaces

BANDS = {"0-17": 0, "18-34": 18, "35-59": 35, "60+": 60}
"""Age band -> its youngest age in years."""

FEW = 30
"""Faces below which a group is shown with a warning."""

MAJORITY = "White"
"""The most frequent label of the training faces."""

FACTORS = ("label", "gender", "age", "label x gender")


@dataclass(frozen=True)
class People:
    """The faces that are audited, N of them, as what UTKFace says of them.

    Attributes:
        ethnicity: (N,) indices of ``ETHNICITIES``; -1 where unknown, as in the others.
        gender: (N,) indices of ``GENDERS``.
        years: (N,) ages; nan where unknown.
        copies: (N,) near-copy groups.
    """

    ethnicity: np.ndarray
    gender: np.ndarray
    years: np.ndarray
    copies: np.ndarray

    def __len__(self) -> int:
        return len(self.ethnicity)

    @cached_property
    def bands(self) -> np.ndarray:
        """(N,) indices of ``BANDS``; -1 where the age is unknown."""
        band = np.digitize(np.nan_to_num(self.years, nan=-1.0), list(BANDS.values())) - 1
        return np.where(np.isnan(self.years), -1, band)

    def factor(self, name: str) -> tuple[np.ndarray, list[str]]:
        """Sort the faces by one of ``FACTORS``.

        Returns:
            (N,) indices of the levels, -1 where unknown; and the levels in words.
        """
        if name == "label":
            return self.ethnicity, list(ETHNICITIES)
        if name == "gender":
            return self.gender, list(GENDERS)
        if name == "age":
            return self.bands, list(BANDS)
        both = self.ethnicity * len(GENDERS) + self.gender
        known = (self.ethnicity >= 0) & (self.gender >= 0)
        return np.where(known, both, -1), [f"{label}, {gender}" for label in ETHNICITIES for gender in GENDERS]

    def marked(self, name: str) -> dict[str, np.ndarray]:
        """Level of one of ``FACTORS`` -> (N,) bool, its faces; levels without any left out."""
        index, levels = self.factor(name)
        masks = {level: index == place for place, level in enumerate(levels)}
        return {level: mask for level, mask in masks.items() if mask.any()}

    @property
    def majority(self) -> np.ndarray:
        """(N,) bool, the faces with the most frequent label."""
        return self.ethnicity == ETHNICITIES.index(MAJORITY)

    @property
    def others(self) -> np.ndarray:
        """(N,) bool, the faces with any other label."""
        return (self.ethnicity >= 0) & ~self.majority

    def counts(self) -> dict[str, dict[str, int]]:
        """Factor -> level -> faces."""
        return {name: {level: int(mask.sum()) for level, mask in self.marked(name).items()} for name in FACTORS}


def of(heldout: HeldoutFaces) -> People:
    """Read who the held-out faces are.

    Raises:
        TrainError: they carry no labels.
    """
    faces = heldout.test
    if faces is None:
        raise TrainError("These faces carry no labels: name them as UTKFace does, age_gender_ethnicity_time.jpg.")
    groups = faces.groups.numpy() if isinstance(faces, FaceSet) else np.arange(len(faces))
    return People(faces.ethnicity.numpy(), faces.gender.numpy(), faces.age.numpy().astype(float), groups)
