"""Whether one answer to a hole favours the frequent, and nine keep the shares."""

from __future__ import annotations

from typing import Any

import numpy as np

from facevae.models.attributes import ETHNICITIES
from train.evaluation.audit.drawing import FAITHFUL, NINE_WAYS
from train.evaluation.audit.outcomes import Outcomes
from train.evaluation.audit.statistics import Bootstrap
from train.evaluation.harness.bootstrap import DIGITS

USED = ("eyes", "half")
"""Uses that have nine answers."""


def describe(outcomes: Outcomes, bootstrap: Bootstrap) -> dict[str, Any]:
    """Compare the most plausible answer with nine.

    Returns:
        use -> "kept" and "to_majority": "one", "nine" and "difference" (nine less one), each mean, low, high and n: the
        chance in % that the reading of the label stays (representation demographic parity asks for the same chance for
        all), and that a face read otherwise is now read as the majority; "kept_by": label -> the same three of its
        faces; and "shares", of all readings: label -> "before", "one" and "nine" in %, with "distance" -> "one" and
        "nine": half the sum of the differences from before, in points (proportional representation asks for 0).
    Source: Jalal et al. 2021, "Fairness for image generation with uncertain sensitive attributes".
    """
    return {use: _of_use(outcomes, bootstrap, use) for use in USED}


def _of_use(outcomes: Outcomes, bootstrap: Bootstrap, use: str) -> dict[str, Any]:
    before = outcomes.before("ethnicity").argmax(1)
    one = outcomes.of(use, FAITHFUL, "ethnicity").argmax(1)
    nine = outcomes.of(use, NINE_WAYS, "ethnicity").argmax(2)
    kept = 100.0 * (one == before), 100.0 * (nine == before[:, None]).mean(1)
    drifted = [outcomes.figure("to_majority", use, method) for method in (FAITHFUL, NINE_WAYS)]
    shares = {
        label: {
            name: round(100 * float((read == index).mean()), DIGITS)
            for name, read in (("before", before), ("one", one), ("nine", nine))
        }
        for index, label in enumerate(ETHNICITIES)
    }
    return {
        "kept": _pair(bootstrap, *kept),
        "to_majority": _pair(bootstrap, *drifted),
        "kept_by": {label: _pair(bootstrap, *kept, faces) for label, faces in outcomes.people.marked("label").items()},
        "shares": shares,
        "distance": {
            name: round(sum(abs(own[name] - own["before"]) for own in shares.values()) / 2, DIGITS)
            for name in ("one", "nine")
        },
    }


def _pair(bootstrap: Bootstrap, one: np.ndarray, nine: np.ndarray, faces: np.ndarray | None = None) -> dict[str, Any]:
    figures = {"one": one, "nine": nine, "difference": nine - one}
    return {name: bootstrap.mean(values, faces).summary() for name, values in figures.items()}
