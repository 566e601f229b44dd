"""The three questions that were fixed before anything was measured, and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from train.evaluation.audit.drawing import BLUR, FAITHFUL, NINE_WAYS
from train.evaluation.audit.outcomes import Outcomes
from train.evaluation.audit.people import People
from train.evaluation.audit.statistics import Bootstrap, Estimate, holm
from train.evaluation.harness.bootstrap import DIGITS

ALARM = 0.03
"""Adjusted p below which a headline says that there is something. At 0.05 about 6 of 100 made-up audits without a bias
gave an alarm, as the p of a bootstrap are a little too small; at this level 4 do (``synthetic``)."""


@dataclass(frozen=True)
class Headline:
    """One question.

    Attributes:
        key: its name.
        question: in words.
        use: the damage that it is asked of.
        figure: one of ``outcomes.FIGURES``.
        unit: of the figure.
    """

    key: str
    question: str
    use: str
    figure: str
    unit: str


HEADLINES = (
    Headline(
        "identity",
        "Eyes hidden and filled: how much more or less of the person is kept of faces not labelled White?",
        "eyes",
        "identity",
        "%",
    ),
    Headline(
        "drift",
        "Eyes hidden and filled: how many more faces not labelled White are read as White than after an equal blur?",
        "eyes",
        "drift",
        "points",
    ),
    Headline(
        "lightness",
        "Left half hidden and filled: how much lighter does the skin of faces not labelled White become than the rest?",
        "half",
        "lightness",
        "L*",
    ),
)


def tests(
    people: People, bootstrap: Bootstrap, identity: np.ndarray, drift: np.ndarray, lightness: np.ndarray
) -> list[Estimate]:
    """Answer the three questions.

    Args:
        people: who the N faces are.
        bootstrap: of them.
        identity: (N,) % kept. Its mean over faces labelled otherwise less that over the majority's is the answer.
        drift: (N,) points by which the restoration drifted farther than the blur, nan for the majority's. Its mean.
        lightness: (N,) change of L*. As for the identity.
    """
    return [
        bootstrap.difference(identity, people.others, people.majority),
        bootstrap.mean(drift, people.others),
        bootstrap.difference(lightness, people.others, people.majority),
    ]


def adjusted(estimates: list[Estimate]) -> list[float]:
    """Their p as one family."""
    return holm([estimate.p for estimate in estimates])


def describe(outcomes: Outcomes, bootstrap: Bootstrap) -> list[dict[str, Any]]:
    """Answer the three questions, and say what lies beside the answers.

    Returns:
        For each of ``HEADLINES`` key, question and unit; estimate, low, high, n, p, and p_adjusted for the three; by:
        label -> the figure of its faces; and methods: method -> the same answer had another method filled the hole,
        of "drift" against the untouched face, so that the blur itself stands among them.
    """
    people = outcomes.people
    identity, drift, lightness = (outcomes.figure(one.figure, one.use, FAITHFUL) for one in HEADLINES)
    beyond = drift - outcomes.figure("drift", "eyes", BLUR)
    answers = tests(people, bootstrap, identity, beyond, lightness)
    by_label = people.marked("label")
    found = []
    for one, figure, answer, p in zip(
        HEADLINES, (identity, beyond, lightness), answers, adjusted(answers), strict=True
    ):
        summary = answer.summary()
        found.append(
            {
                "key": one.key,
                "question": one.question,
                "unit": one.unit,
                "estimate": summary.pop("mean"),
                **summary,
                "p": round(answer.p, DIGITS),
                "p_adjusted": round(p, DIGITS),
                "by": {
                    label: bootstrap.mean(figure, marked).summary()
                    for label, marked in by_label.items()
                    if np.isfinite(figure[marked]).any()
                },
                "methods": _beside(outcomes, bootstrap, one),
            }
        )
    return found


def _beside(outcomes: Outcomes, bootstrap: Bootstrap, headline: Headline) -> dict[str, Any]:
    people, found = outcomes.people, {}
    for method in outcomes.methods(headline.use):
        figure = outcomes.figure(headline.figure, headline.use, method)
        if headline.key == "drift":
            found[method] = bootstrap.mean(figure, people.others).summary()
        else:
            found[method] = bootstrap.difference(figure, people.others, people.majority).summary()
    if headline.key == "drift":
        nine = outcomes.figure("drift", headline.use, NINE_WAYS)
        found[NINE_WAYS] = bootstrap.mean(nine, people.others).summary()
    return found
