"""How often the reading network agrees with the labels before anything is hidden: as measured on the test faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from facevae.models.attributes import ETHNICITIES

WORST = ETHNICITIES[-1]
"""The label whose faces are no group of people, and which the network is told most seldom."""


@dataclass(frozen=True)
class ReaderError:
    """How well the network's readings agree with the labels of the test faces.

    Attributes:
        recalls: label -> share of the faces so labelled that are read so.
        agreement: share of all faces whose label of ethnicity is read.
        years: mean error of the age.
        faces: how many.
    """

    recalls: Mapping[str, float]
    agreement: float
    years: float
    faces: int

    def of_label(self, name: str) -> str:
        """Say how many of the faces with a label are read so."""
        return f"{100 * self.recalls[name]:.0f}\N{NO-BREAK SPACE}%" if name in self.recalls else ""

    def of_age(self) -> str:
        """Say by how much ages are missed."""
        return f"\N{PLUS-MINUS SIGN}{self.years:.1f}"

    def told(self) -> str:
        """Say it in a sentence or two."""
        agree = f"{100 * self.agreement:.0f} % are read as labelled"
        if WORST in self.recalls:
            agree += f', of "{WORST}" (not a group of people) {10 * self.recalls[WORST]:.0f} in 10'
        return (
            f"Even of whole faces the network need not say what the labels say: of {self.faces:,} test faces {agree}; "
            f"the age is {self.years:.1f} years off on average. Last column: the same label by label."
        )


def read_error(recognition: Mapping[str, Any] | None) -> ReaderError | None:
    """Read it from a section of results.json, as `checkpoints.results` returns it; None where nothing was measured."""
    try:
        kinds = [recognition["gender"], recognition["ethnicity"]]  # type: ignore[index]
        recalls = {name: float(found["mean"]) for kind in kinds for name, found in kind["recall"].items()}
        agreement = kinds[1]["accuracy"]
        years = float(recognition["age"]["absolute_error"]["mean"])  # type: ignore[index]
        return ReaderError(recalls, float(agreement["mean"]), years, int(agreement["n"]))
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
