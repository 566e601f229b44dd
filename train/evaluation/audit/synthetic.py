"""Audits of faces that were made up, with and without a bias: how often the three headlines are right about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from train.evaluation.audit.headlines import ALARM, adjusted, tests
from train.evaluation.audit.people import People
from train.evaluation.audit.statistics import Bootstrap

PLANTED = 10.0
"""Points by which readings drift towards the majority where a bias is planted."""

_FLIPS = 0.12
"""Share of readings that any loss of detail turns over, either way; the pilot had 7 to 20 %."""


@dataclass(frozen=True)
class Rates:
    """What came of the synthetic audits.

    Attributes:
        runs: audits of either sort.
        false_alarms: share of those without a bias in which any headline gave one.
        found: share of those with a planted drift in which the headline about it did.
    """

    runs: int
    false_alarms: float
    found: float

    def summary(self) -> dict[str, Any]:
        """As results.json has it."""
        return {**vars(self), "planted": PLANTED}


def rates(people: People, bootstrap: Bootstrap, runs: int) -> Rates:
    """Audit made-up figures of real people's labels and copies.

    Args:
        people: whose labels and near-copy groups are taken; nothing else of them is.
        bootstrap: of them.
        runs: audits of either sort.
    """
    alarms = [min(_adjusted(people, bootstrap, seed, 0.0)) < ALARM for seed in range(runs)]
    found = [_adjusted(people, bootstrap, runs + seed, PLANTED)[1] < ALARM for seed in range(runs)]
    return Rates(runs, float(np.mean(alarms)), float(np.mean(found)))


def _adjusted(people: People, bootstrap: Bootstrap, seed: int, planted: float) -> list[float]:
    return adjusted(tests(people, bootstrap, *_figures(people, np.random.default_rng(seed), planted)))


def _figures(people: People, rng: np.random.Generator, planted: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make up what the three tests take: no label has another mean, but some vary more, and copies go together."""
    count = len(people)
    _, photo = np.unique(people.copies, return_inverse=True)
    of_photo = rng.normal(size=(photo.max() + 1, 2))[photo]
    wider = 1 + 0.5 * people.others  # groups that vary more are no bias
    identity = 45 + 8 * of_photo[:, 0] + 6 * wider * rng.normal(size=count)
    lightness = 2 * of_photo[:, 1] + 2 * wider * rng.standard_t(4, size=count)
    before = rng.random(count) < 0.15
    blurred, restored = (before ^ (rng.random(count) < _FLIPS) for _ in range(2))
    restored |= ~restored & (rng.random(count) < planted / 100 / max(1e-9, float((~restored).mean())))
    drift = np.where(people.others, 100.0 * (restored.astype(float) - blurred), np.nan)
    return identity, drift, lightness
