"""What the experiment shows: how good every arm is, how far labels are apart in it, and what being absent costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from facevae.models.attributes import ETHNICITIES
from train.evaluation.audit import people
from train.evaluation.audit.statistics import Bootstrap, Shuffles, holm, log_odds
from train.evaluation.harness.bootstrap import DIGITS
from train.experiment.arms import ARMS, AS_FOUND, EQUAL, WITHOUT
from train.experiment.measure import HOLES

Figures = dict[str, Any]

MAJORITY = ETHNICITIES.index(people.MAJORITY)

_LEAST = 1e-6
"""Chances are kept this far from 0 and 1, or their log-odds would be infinite."""

MEASURES = {
    "copy": "Copied, PSNR in dB",
    **{hole: f"Filled {what}, PSNR in dB" for hole, what in {"eyes": "eyes", "half": "half"}.items()},
    **{f"{hole}_kept": f"Filled {hole}, reading kept" for hole in HOLES},
    **{f"{hole}_odds": f'Filled {hole}, change of the log-odds of "White"' for hole in HOLES},
    **{f"{hole}_became": f'Filled {hole}, read as "White" and not before' for hole in HOLES},
    **{f"{hole}_left": f'Filled {hole}, read as "White" before and not now' for hole in HOLES},
}
"""Name -> in words. What was "kept", "became" or "left" are shares of the faces; the last two of those that were read
as something else, or as "White", when untouched."""

PARTIAL = tuple(f"{hole}_{what}" for hole in HOLES for what in ("became", "left"))
"""Measures that only some faces have, so that labels are not compared by them."""


@dataclass(frozen=True)
class Found:
    """Everything that was measured, face by face.

    Attributes:
        values: arm -> (seeds, N) of one measure of one kind of model; nan where it says nothing of a face.
        labels: (N,) indices of ``ETHNICITIES``; -1 where unknown.
        bootstrap: draws of the faces.
        shuffles: orders of the faces.
    """

    values: Mapping[str, np.ndarray]
    labels: np.ndarray
    bootstrap: Bootstrap
    shuffles: Shuffles

    @property
    def seeds(self) -> int:
        """Networks of each arm."""
        return len(self.values[EQUAL])

    @property
    def once(self) -> np.ndarray:
        """Every face drawn once, (1, N)."""
        return np.ones((1, len(self.labels)), np.float32)

    def effects(self, arm: str, base: str) -> np.ndarray:
        """How much larger the measure is in an arm than in another, (seeds, N), paired by seed and face."""
        return self.values[arm] - self.values[base]


_OWN = {label: np.eye(len(ETHNICITIES))[index] for index, label in enumerate(ETHNICITIES)}
_OTHERS = {label: (1 - weights) / (len(ETHNICITIES) - 1) for label, weights in _OWN.items()}
_DIFFERENCE = {label: _OWN[label] - _OTHERS[label] for label in ETHNICITIES}
_CONTRASTS = {"own": _OWN, "others": _OTHERS, "difference": _DIFFERENCE}
"""Name -> label left out -> what the labels' means are multiplied by."""


def values_of(measured: Mapping[str, np.ndarray], untouched: np.ndarray, model: str) -> dict[str, np.ndarray]:
    """Work out every measure of one network, face by face.

    Args:
        measured: as ``Measurement.of`` returns it.
        untouched: the judge's chances for the faces as they are, (N, 5).
        model: "vae" or "linear".
    Returns:
        One of ``MEASURES`` -> (N,).
    """
    found = {name: measured[f"{model}/{name}"].astype(np.float64) for name in ("copy", *HOLES)}
    before, was = untouched.argmax(1), untouched.argmax(1) == MAJORITY
    for hole in HOLES:
        chances = measured[f"{model}/{hole}/read"]
        after = chances.argmax(1)
        found[f"{hole}_kept"] = (after == before).astype(np.float64)
        found[f"{hole}_odds"] = log_odds(chances[:, MAJORITY], _LEAST) - log_odds(untouched[:, MAJORITY], _LEAST)
        found[f"{hole}_became"] = np.where(was, np.nan, after == MAJORITY)
        found[f"{hole}_left"] = np.where(was, after != MAJORITY, np.nan)
    return found


def summarise(
    values: Mapping[str, Mapping[str, Mapping[str, np.ndarray]]], labels: np.ndarray, groups: np.ndarray
) -> Figures:
    """Describe what was found.

    Args:
        values: kind of model -> measure -> arm -> (seeds, N).
        labels: (N,) indices of ``ETHNICITIES``; -1 where unknown.
        groups: (N,) near-copy groups; they are drawn whole.
    Returns:
        kind of model -> measure -> "levels", "balanced", "absent", see `describe`.
    """
    bootstrap, shuffles = Bootstrap(groups), Shuffles(groups)
    return {
        model: {
            name: describe(Found(by_arm, labels, bootstrap, shuffles), name in PARTIAL)
            for name, by_arm in measures.items()
        }
        for model, measures in values.items()
    }


def describe(found: Found, partial: bool = False) -> Figures:
    """Describe one measure of one kind of model. Seeds are averaged face by face before faces are drawn.

    Args:
        found: its values.
        partial: whether only some faces have one.
    Returns:
        levels: arm -> "all" and labels -> figures with interval; "seeds", the mean of each; "spread" between labels.
        balanced: "all" and labels -> how much larger it is in the equal arm than as found.
        absent: label, and "all", the mean of the five -> "own", the effect of leaving a label out on the faces that
            have it, "others", on the rest, every label counting alike, and "difference" of the two; "seeds", the
            difference with each seed. "difference" has p and, corrected for there being five labels, p_holm.
        Of measures in ``PARTIAL`` no absent, and levels without their spread.
    """
    levels = {arm: _by_label(found, found.values[arm]) for arm in ARMS}
    balanced = _by_label(found, found.effects(EQUAL, AS_FOUND))
    if partial:
        return {"levels": levels, "balanced": balanced}
    for arm, figures in levels.items():
        figures["spread"] = found.shuffles.spread(found.values[arm].mean(0), found.labels).summary()
    return {"levels": levels, "balanced": balanced, "absent": _absent(found)}


def _by_label(found: Found, values: np.ndarray) -> Figures:
    """Figures of everybody and of every label, without those labels of which no face has a value."""
    mean = values.mean(0)
    marked = {"all": np.isfinite(mean)}
    if not marked["all"].any():
        return {}
    marked |= {label: marked["all"] & (found.labels == index) for index, label in enumerate(ETHNICITIES)}
    figures: Figures = {name: found.bootstrap.mean(mean, some).summary() for name, some in marked.items() if some.any()}
    figures["seeds"] = [round(float(np.nanmean(one)), DIGITS) for one in values]
    return figures


def _absent(found: Found) -> Figures:
    effects = {label: found.effects(arm, EQUAL) for label, arm in WITHOUT.items()}
    rows: Figures = {}
    for name, labels in {**{label: (label,) for label in ETHNICITIES}, "all": ETHNICITIES}.items():
        row: Figures = {}
        for what, weights in _CONTRASTS.items():
            terms = [(effects[label].mean(0), weights[label]) for label in labels]
            estimate = found.bootstrap.estimate(_contrast(terms, found.labels), len(found.labels))
            row[what] = estimate.summary() | {"p": round(estimate.p, DIGITS)}
        by_seed = ([(effects[label][seed], _DIFFERENCE[label]) for label in labels] for seed in range(found.seeds))
        row["seeds"] = [round(float(_contrast(terms, found.labels)(found.once)[0]), DIGITS) for terms in by_seed]
        rows[name] = row
    adjusted = holm([rows[label]["difference"]["p"] for label in ETHNICITIES])
    for label, chance in zip(ETHNICITIES, adjusted, strict=True):
        rows[label]["difference"]["p_holm"] = round(chance, DIGITS)
    return rows


def _contrast(terms: list[tuple[np.ndarray, np.ndarray]], labels: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """The mean over terms, values (N,) and weights of labels (5,), of the weighted sum of the labels' means."""
    marked = (labels[:, None] == np.arange(len(ETHNICITIES))).astype(np.float32)

    def statistic(draws: np.ndarray) -> np.ndarray:
        total = np.zeros(len(draws))
        for values, weights in terms:
            known = np.isfinite(values)
            counted = marked * known[:, None]
            held = counted * np.where(known, values, 0)[:, None].astype(np.float32)
            with np.errstate(invalid="ignore", divide="ignore"):
                total += ((draws @ held) / (draws @ counted)) @ weights
        return total / len(terms)

    return statistic
