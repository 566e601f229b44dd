"""Groups of people, by the labels of the training faces: a gender and a span of ages."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.models.attributes import GENDERS

_AGES = (0, 3, 10, 20, 30, 40, 50, 60, 70)
"""The youngest of each span; the last has no end."""


@dataclass(frozen=True)
class Group:
    """People of one gender and similar age.

    Attributes:
        gender: one of `GENDERS`.
        youngest: age in years.
        oldest: age in years, itself included; None for no end.
    """

    gender: str
    youngest: int
    oldest: int | None

    @property
    def name(self) -> str:
        """Its key in `GROUPS`, as "female-20-29" or "male-70-"."""
        return f"{self.gender}-{self.youngest}-{'' if self.oldest is None else self.oldest}"

    def holds(self, age: Tensor, gender: Tensor) -> Tensor:
        """Tell who belongs to it.

        Args:
            age: (N,) years; nan where unknown.
            gender: (N,) indices of `GENDERS`; -1 where unknown.
        Returns:
            (N,) bool.
        """
        below = torch.ones_like(age, dtype=torch.bool) if self.oldest is None else age <= self.oldest
        return (gender == GENDERS.index(self.gender)) & (age >= self.youngest) & below


GROUPS: dict[str, Group] = {
    group.name: group
    for gender in reversed(GENDERS)
    for group in (
        Group(gender, youngest, later - 1 if later else None)
        for youngest, later in zip(_AGES, (*_AGES[1:], None), strict=True)
    )
}
"""Every group, by name: women from the youngest to the oldest, then men."""
