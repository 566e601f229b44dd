"""The mean faces of groups of people: a table of ages by gender, decoded from mean codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facevae import latent
from facevae.ui.components.face_grid import table
from facevae.ui.tabs.morph.corners import Chosen

if TYPE_CHECKING:
    from facevae.model import FaceVae
    from facevae.models.latent_atlas import LatentAtlas

_PEOPLE = {"female": "women", "male": "men"}
_CHILDREN = {"female": "girls", "male": "boys"}
_GROWN = 18
"""Age from which girls are called women, and boys men."""


class MeanFaces:
    """The mean face of each group.

    Args:
        model: as ``facevae.load`` returns it.
        atlas: its own, which knows the groups.
    """

    def __init__(self, model: FaceVae, atlas: LatentAtlas) -> None:
        self._model, self._atlas = model, atlas
        groups = [latent.GROUPS[name] for name in atlas.config.groups]
        self.genders = list(dict.fromkeys(group.gender for group in groups))
        self.ages = sorted({(group.youngest, group.oldest) for group in groups})
        self._at = {
            (self.genders.index(group.gender), self.ages.index((group.youngest, group.oldest))): index
            for index, group in enumerate(groups)
            if atlas.counts[index] > 0
        }

    def value(self) -> dict[str, Any]:
        """Return the value of a table of faces: genders as rows, ages as columns; a group without faces stays white."""
        drawn = self._model.decode(self._atlas.means)
        places = [(row, column) for row in range(len(self.genders)) for column in range(len(self.ages))]
        faces = drawn.new_ones(len(places), *drawn.shape[1:])
        for cell, place in enumerate(places):
            if place in self._at:
                faces[cell] = drawn[self._at[place]]
        names = [f"The mean of {self._who(*place)}" if place in self._at else "" for place in places]
        beside = [_PEOPLE[gender].capitalize() for gender in self.genders]
        return table(faces, len(self.ages), names, above=[_span(*age) for age in self.ages], beside=beside)

    @property
    def first(self) -> tuple[int, int]:
        """Row and column of the group whose mean is shown first: one in the middle."""
        known = sorted(self._at)
        return known[len(known) // 4]

    def choose(self, row: int, column: int) -> Chosen | None:
        """Take one group's mean to be shown large; None where no faces are known."""
        index = self._at.get((row, column))
        if index is None:
            return None
        atlas, name = self._atlas, f"The mean of {self._who(row, column)}"
        note = f"The mean of the codes of {atlas.counts[index]:,.0f} faces, drawn once. It is no single person."
        return Chosen(atlas.means[index : index + 1], name, note, name)

    def _who(self, row: int, column: int) -> str:
        youngest, oldest = self.ages[column]
        people = _PEOPLE if youngest >= _GROWN else _CHILDREN
        return f"{people[self.genders[row]]}, {_span(youngest, oldest)} years old"


def _span(youngest: int, oldest: int | None) -> str:
    return f"{youngest}+" if oldest is None else f"{youngest}\N{EN DASH}{oldest}"
