"""The question of the tab Fair to whom?: how often a reader says another label once eyes were filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torch import Tensor

from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.lecture.questions.answer import Answer, Question
from facevae.model import FaceVae

CHOICES = ("5", "20", "50")

_BOUNDS = (12.5, 35.0)
"""Half-way between the choices."""


def labels_after_filling(_model: FaceVae, _face: Tensor) -> Answer | None:
    """Tell of how many of 100 test faces the label is read otherwise once the eyes are filled, from the audit.

    Nobody in the room is read: the figure is of test faces, added up. Guard: the whole interval lies nearest to one
    choice; the margin is how far its nearer end is from where another begins, in faces of 100.

    Returns:
        None where the audit was not made.
    """
    found = results.section(CHECKPOINTS, "face", "audit", "controls", "eyes")
    filled, bar = _changed(found, "faithful"), _changed(found, "grey bar")
    if filled is None or bar is None:
        return None
    index = sum(filled["mean"] > bound for bound in _BOUNDS)
    below = [filled["low"] - _BOUNDS[index - 1]] if index else []
    above = [_BOUNDS[index] - filled["high"]] if index < len(_BOUNDS) else []
    return Answer(
        CHOICES,
        CHOICES[index],
        min(below + above),
        f"{_told(filled)} of 100 are read with another label, of {filled['n']:,} faces, and with only a grey bar there "
        f"{_told(bar)}. The reader itself errs when it sees less, so without the control the figure is half a finding.",
    )


def _changed(found: Any, method: str) -> Mapping[str, Any] | None:
    changed = (found or {}).get(method, {}).get("changed")
    return changed if changed and changed.get("mean") is not None else None


def _told(figure: Mapping[str, Any]) -> str:
    return f"{figure['mean']:.0f} ({figure['low']:.0f} to {figure['high']:.0f})"


QUESTIONS = (
    Question(
        "labels-after-filling",
        "fair",
        "Of 100 test faces, eyes hidden and filled: how many are then read with another ethnicity label? And with only "
        "a grey bar there, fewer or more?",
        CHOICES,
        labels_after_filling,
        0.0,
        "faces of 100",
        about_face=False,
    ),
)
