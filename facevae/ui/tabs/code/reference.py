"""How many bits the test faces cost, and where another picture stands among them, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from facevae.latent.percentiles import below


@dataclass(frozen=True)
class ReferenceSample:
    """The test faces, as results.json has them.

    Attributes:
        faces: how many there are.
        percentiles: of their bits a value, from 0 to 100.
    """

    faces: int
    percentiles: tuple[float, ...]

    @classmethod
    def read(cls, section: Any) -> ReferenceSample | None:
        """Take what `python -m train evaluate` measured; None where it is something else."""
        try:
            percentiles = tuple(float(value) for value in section["percentiles"])
            faces = sum(int(count) for count in section["histogram"]["counts"])
        except (KeyError, TypeError, ValueError):
            return None
        sound = faces > 0 and len(percentiles) == 101 and all(map(math.isfinite, percentiles))
        return cls(faces, percentiles) if sound else None

    def verdict(self, bits: float) -> str:
        """Say where a picture of so many bits a value stands among them."""
        share = below(bits, self.percentiles)
        if share in (0, 100):
            return f"{'less likely' if share else 'likelier'} than every one of the {self.faces:,} test faces"
        likelier = min(max(round(share), 1), 99)
        return f"of 100 test faces, {likelier} {_are(likelier)} likelier and {100 - likelier} less likely"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
