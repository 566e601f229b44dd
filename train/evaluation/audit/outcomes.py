"""What a restoration did to each face: how much of the person is left, how it is read, how light its skin is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from facevae.models.attributes import ETHNICITIES
from train.evaluation.audit import skin
from train.evaluation.audit.drawing import NINE_WAYS
from train.evaluation.audit.people import MAJORITY, People
from train.evaluation.audit.records import CLEAN, Values
from train.evaluation.audit.statistics import log_odds

_LEAST_CHANCE = 1e-4
"""Chances are kept this far from 0 and 1: a logarithm of less would let single faces decide."""

_MAJORITY = ETHNICITIES.index(MAJORITY)


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Figures of every face, N of them, from what was recorded.

    Attributes:
        people: who they are.
        values: as ``records.collect`` returns them.
    """

    people: People
    values: Values

    def methods(self, use: str) -> list[str]:
        """Everything that was done in a use, nine answers left out."""
        found = dict.fromkeys(key.split("/")[1] for key in self.values if key.startswith(f"{use}/"))
        return [method for method in found if method != NINE_WAYS]

    def of(self, use: str, method: str, measure: str) -> np.ndarray:
        """(N, ...) as it was recorded."""
        return self.values[f"{use}/{method}/{measure}"]

    def before(self, measure: str) -> np.ndarray:
        """The same of the untouched faces."""
        return self.of(CLEAN, CLEAN, measure)

    def figure(self, name: str, use: str, method: str) -> np.ndarray:
        """One of ``FIGURES``, (N,), nan where a face has no part in it."""
        return FIGURES[name](self, use, method)

    def read_as_majority(self, use: str, method: str) -> np.ndarray:
        """(N,) 1 where the second reader now says the most frequent label, 0 elsewhere; of nine answers their share."""
        return (self.of(use, method, "ethnicity").argmax(-1) == _MAJORITY).reshape(len(self.people), -1).mean(1)

    @cached_property
    def stranger(self) -> np.ndarray:
        """(N,) the median distance of each untouched face from those of other people with its label; nan if none."""
        described, label, copies = self.before("identity"), self.people.ethnicity, self.people.copies
        found = np.full(len(described), np.nan)
        for number, own in enumerate(described):
            strangers = (label == label[number]) & (copies != copies[number])
            if label[number] >= 0 and strangers.any():
                found[number] = np.median(np.linalg.norm(described[strangers] - own, axis=1))
        return found


def _kept(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    apart = np.linalg.norm(outcomes.of(use, method, "identity") - outcomes.before("identity"), axis=1)
    return 100 * (1 - apart / outcomes.stranger)


def _psnr(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    return outcomes.of(use, method, "psnr").astype(np.float64)


def _to_majority(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    before, after = outcomes.read_as_majority(CLEAN, CLEAN), outcomes.read_as_majority(use, method)
    return np.where(before == 0, 100 * after, np.nan)


def _from_majority(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    before, after = outcomes.read_as_majority(CLEAN, CLEAN), outcomes.read_as_majority(use, method)
    return np.where(before == 1, 100 * (1 - after), np.nan)


def _drift(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    change = outcomes.read_as_majority(use, method) - outcomes.read_as_majority(CLEAN, CLEAN)
    return np.where(outcomes.people.others, 100 * change, np.nan)


def _changed(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    return _flipped(outcomes, use, method, "ethnicity")


def _changed_first(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    return _flipped(outcomes, use, method, "first_ethnicity")


def _flipped(outcomes: Outcomes, use: str, method: str, reading: str) -> np.ndarray:
    return 100.0 * (outcomes.of(use, method, reading).argmax(1) != outcomes.before(reading).argmax(1))


def _log_odds(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    both = (outcomes.of(use, method, "ethnicity"), outcomes.before("ethnicity"))
    after, before = (log_odds(chances[:, _MAJORITY], _LEAST_CHANCE) for chances in both)
    return np.where(outcomes.people.others, after - before, np.nan)


def _gender_changed(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    return 100.0 * ((outcomes.of(use, method, "gender") > 0.5) != (outcomes.before("gender") > 0.5))


def _years(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    return (outcomes.of(use, method, "age") - outcomes.before("age")).astype(np.float64)


def _of_skin(measure: Callable[[np.ndarray], np.ndarray]) -> Callable[[Outcomes, str, str], np.ndarray]:
    def figure(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
        return measure(outcomes.of(use, method, "lab")) - measure(outcomes.before(f"lab {use}"))

    return figure


def _turn(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    change = skin.hue(outcomes.of(use, method, "lab")) - skin.hue(outcomes.before(f"lab {use}"))
    return (change + 180) % 360 - 180


def _delta_e(outcomes: Outcomes, use: str, method: str) -> np.ndarray:
    return skin.difference(outcomes.of(use, method, "lab"), outcomes.before(f"lab {use}"))


FIGURES: dict[str, Callable[[Outcomes, str, str], np.ndarray]] = {
    "psnr": _psnr,
    "identity": _kept,
    "changed": _changed,
    "changed_first": _changed_first,
    "to_majority": _to_majority,
    "from_majority": _from_majority,
    "drift": _drift,
    "log_odds": _log_odds,
    "gender_changed": _gender_changed,
    "years": _years,
    "lightness": _of_skin(lambda lab: lab[:, 0]),
    "tone": _of_skin(skin.tone),
    "hue": _turn,
    "delta_e": _delta_e,
}
"""Name -> (N,) of a use and a method.

- psnr: dB within the damage.
- identity: of the person, in %: 100 is the very photo, 0 as far from it as a stranger with the same label.
- changed, changed_first, gender_changed: 100 where the reading is another than before; of the label by the second
  reader and by the first, of gender by the second.
- to_majority, from_majority: 100 where a face that was read as another label is now read as the most frequent one, and
  the reverse; nan elsewhere.
- drift: of the faces labelled otherwise, 100 where only now they are read as the most frequent label, -100 where only
  before.
- log_odds: of the same faces, how much likelier that label became, in nats.
- years: older by.
- lightness, tone, hue: change of L*, of the typology angle and of the hue of the skin, the last two in degrees.
- delta_e: CIEDE2000.
"""
