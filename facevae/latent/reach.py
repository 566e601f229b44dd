"""How far directions of traits go before a face falls apart."""

from __future__ import annotations

from collections.abc import Mapping

REACH = 3.0
"""How far a direction is followed each way at most, in its own steps."""

ENDS: Mapping[str, tuple[float, float]] = {
    "glasses": (-0.5, 3.0),
    "skin": (-2.5, 2.0),
    "light": (-3.0, 2.5),
    "background": (-2.0, 2.5),
}
"""How far some traits go, of both kinds of directions; the others go `REACH` each way.

Measured on 12 test faces in half steps. A direction ends at the last one at which its own trait still moves its way
(Glasses: the edges at the bridge of the nose grow again below it, and a bright patch is drawn), and at most 10 % of
the colour values are burnt, that is, black or white.
"""


def ends_of(trait: str) -> tuple[float, float]:
    """Return how far a trait goes down and up, in steps of its direction, as (least, most).

    Args:
        trait: a key of ``MEASUREMENTS``; an unknown one goes `REACH` each way.
    """
    return ENDS.get(trait, (-REACH, REACH))
