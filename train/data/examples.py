"""Faces with their labels, as training handles them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from facevae.damage import Damaged


@dataclass(frozen=True)
class Examples:
    """Faces and what is known of them.

    Attributes:
        faces: (N, 3, S, S) RGB; uint8 at rest, float32 in [0, 1] in a step.
        age: (N,) float32 years; nan where unknown.
        gender, ethnicity: (N,) int64 indices of `GENDERS` and `ETHNICITIES` in `facevae.models.attributes`; -1 where
            unknown.
        damaged: the same faces degraded, in a step of an objective that asks for it (`Objective.collate`).
    """

    faces: Tensor
    age: Tensor
    gender: Tensor
    ethnicity: Tensor
    damaged: Damaged | None = field(default=None, kw_only=True)

    def __len__(self) -> int:
        return len(self.faces)

    @property
    def degraded(self) -> Damaged:
        """`damaged`, where it has to be there."""
        if self.damaged is None:
            raise ValueError("These faces are not degraded; Objective.collate does that.")
        return self.damaged

    def take(self, chosen: Tensor | slice) -> Examples:
        """Return some of them, by number."""
        return Examples(self.faces[chosen], self.age[chosen], self.gender[chosen], self.ethnicity[chosen])

    def split(self, size: int) -> Iterator[Examples]:
        """Yield them in order, `size` at a time."""
        for first in range(0, len(self), size):
            yield self.take(slice(first, first + size))

    def on(self, device: torch.device | str) -> Examples:
        """Return them on a device, the faces as float32 in [0, 1]."""
        labels = {name: getattr(self, name).to(device) for name in ("age", "gender", "ethnicity")}
        damaged = None if self.damaged is None else self.damaged.to(device)
        return Examples(to_float(self.faces.to(device)), **labels, damaged=damaged)

    def mirrored(self, chosen: Tensor) -> Examples:
        """Return them with the faces marked in `chosen`, (N,) bool, flipped left to right."""
        marked = chosen.to(self.faces.device)[:, None, None, None]
        return replace(self, faces=torch.where(marked, self.faces.flip(-1), self.faces))


def to_float(faces: Tensor) -> Tensor:
    """(N, 3, S, S) uint8 to float32 in [0, 1]."""
    return faces.to(torch.float32) / 255
