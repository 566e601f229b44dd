"""Everything beside the three headlines: every control, every group, and what light and age explain of the gaps."""

from __future__ import annotations

from typing import Any

import numpy as np

from facevae.models.attributes import ETHNICITIES, GENDERS
from train.evaluation.audit.drawing import FAITHFUL, REAL, USES
from train.evaluation.audit.outcomes import FIGURES, Outcomes
from train.evaluation.audit.people import FACTORS, MAJORITY
from train.evaluation.audit.statistics import Bootstrap, Shuffles, benjamini_hochberg, regression
from train.evaluation.harness.bootstrap import DIGITS

STYLES = (FAITHFUL, REAL)

GROUPED = ("psnr", "identity", "changed", "lightness", "delta_e", "years")
"""Figures that are given group by group."""

EXPLAINED = ("psnr", "identity", "log_odds")
"""Figures that are explained by label, gender, age, light and contrast together."""

MARGINS = {"psnr": 0.3, "identity": 3.0, "lightness": 1.0}
"""Figure -> the difference from all others up to which a group counts as treated alike, fixed beforehand."""

_REFERENCE_BAND = "18-34"
_PER = 10.0
"""Light and contrast are told for ten of L*."""


def controls(outcomes: Outcomes, bootstrap: Bootstrap) -> dict[str, Any]:
    """Return use -> method -> one of ``FIGURES`` -> mean, low, high and n over all faces that have one."""
    return {
        use: {
            method: {name: bootstrap.mean(outcomes.figure(name, use, method)).summary() for name in FIGURES}
            for method in outcomes.methods(use)
        }
        for use in USES
    }


def groups(outcomes: Outcomes, bootstrap: Bootstrap) -> dict[str, Any]:
    """Return use -> one of ``STYLES`` -> one of ``GROUPED`` -> factor -> level -> mean, low, high and n."""
    marked = {factor: outcomes.people.marked(factor) for factor in FACTORS}
    found: dict[str, Any] = {}
    for use in USES:
        for style in STYLES:
            for name in GROUPED:
                values = outcomes.figure(name, use, style)
                found.setdefault(use, {}).setdefault(style, {})[name] = {
                    factor: {level: bootstrap.mean(values, faces).summary() for level, faces in levels.items()}
                    for factor, levels in marked.items()
                }
    return found


def gaps(outcomes: Outcomes, shuffles: Shuffles) -> dict[str, Any]:
    """Return use -> style -> figure -> factor -> how far its levels are apart (``Shuffles.spread``).

    p_adjusted is for all of them together, after Benjamini and Hochberg.
    """
    found: dict[str, Any] = {}
    leaves = []
    for use in USES:
        for style in STYLES:
            for name in GROUPED:
                values = outcomes.figure(name, use, style)
                for factor in FACTORS:
                    index, _ = outcomes.people.factor(factor)
                    apart = shuffles.spread(values, index)
                    leaf = found.setdefault(use, {}).setdefault(style, {}).setdefault(name, {})
                    leaf[factor] = apart.summary()
                    leaves.append((apart.p, leaf[factor]))
    for (_, leaf), p in zip(leaves, benjamini_hochberg([p for p, _ in leaves]), strict=True):
        leaf["p_adjusted"] = round(p, DIGITS)
    return found


def explained(outcomes: Outcomes, bootstrap: Bootstrap) -> dict[str, Any]:
    """Return use -> one of ``EXPLAINED`` -> term -> its effect with all others held equal; of the faithful answers.

    The reference is a face labelled as the majority and male, aged 18 to 34; light and contrast for ten of L*.
    """
    people = outcomes.people
    by_label, by_band = people.marked("label"), people.marked("age")
    terms = {label: by_label[label] for label in ETHNICITIES if label in by_label and label != MAJORITY}
    terms[GENDERS[1]] = people.gender == 1
    terms |= {band: faces for band, faces in by_band.items() if band != _REFERENCE_BAND}
    columns = {name: faces.astype(float) for name, faces in terms.items()}
    columns |= {"light": outcomes.before("light") / _PER, "contrast": outcomes.before("contrast") / _PER}
    return {
        use: {
            name: {
                term: effect.summary()
                for term, effect in regression(outcomes.figure(name, use, FAITHFUL), columns, bootstrap).items()
            }
            for name in EXPLAINED
        }
        for use in USES
    }


def equivalence(outcomes: Outcomes, bootstrap: Bootstrap) -> dict[str, Any]:
    """Say which labels are known to be treated as all others are.

    Returns:
        use -> one of ``MARGINS`` -> margin, and labels: label -> how much higher its mean is than that of the others,
        and alike, whether the interval lies within the margin.
    """
    found: dict[str, Any] = {}
    for use in USES:
        for name, margin in MARGINS.items():
            values, labels = outcomes.figure(name, use, FAITHFUL), {}
            for label, faces in outcomes.people.marked("label").items():
                apart = bootstrap.difference(values, faces, ~faces)
                labels[label] = {**apart.summary(), "alike": apart.within(margin)}
            found.setdefault(use, {})[name] = {"margin": margin, "labels": labels}
    return found


def corrected(outcomes: Outcomes, bootstrap: Bootstrap) -> dict[str, Any]:
    """Correct the drift of filled eyes by the second reader's errors on untouched faces, as a check and no more.

    A restoration changes what the reader looks at, so that its errors need not be those on untouched faces.

    Returns:
        mean, low, high and n of the share of faces labelled otherwise that "are" the majority's, in points.
    Source: Rogan and Gladen 1978, "Estimating prevalence from the results of a screening test".
    """
    people = outcomes.people
    others, majority = people.others.astype(np.float32), people.majority.astype(np.float32)
    before, after = (outcomes.read_as_majority(*which) for which in (("clean", "clean"), ("eyes", FAITHFUL)))

    def statistic(weights: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore", divide="ignore"):
            wrong = weights @ (others * before) / (weights @ others)
            right = weights @ (majority * before) / (weights @ majority)
            return 100 * (weights @ (others * after) / (weights @ others) - wrong) / (right - wrong)

    return bootstrap.estimate(statistic, int(others.sum())).summary()
