"""Asking a question of a face, or of a shipped portrait where the face gives no clear answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from facevae.lecture.questions.answer import Answer, Question
from facevae.model import FaceVae


class NamedFace(Protocol):
    """A face as the page has it."""

    @property
    def pixels(self) -> Tensor:
        """(1, 3, S, S) float32 RGB in [0, 1], at the model's size."""

    @property
    def name(self) -> str:
        """What the page calls it."""

    @property
    def public(self) -> bool:
        """Whether it is a shipped portrait or was invented, so that it is nobody's in the room."""


@dataclass(frozen=True)
class Asked:
    """A question with its answer.

    Attributes:
        question: which.
        answer: as clear as the question asks for.
        face: what it is about; None where it is about no single face.
        fell_back: whether that is another face than the one that was to be used.
        note: one sentence that says so, and why; "" where nothing is to be said.
    """

    question: Question
    answer: Answer
    face: NamedFace | None
    fell_back: bool = False
    note: str = ""


def ask(
    question: Question,
    model: FaceVae,
    face: NamedFace,
    shipped: Sequence[NamedFace],
    *,
    ages_wanted: bool = False,
) -> Asked | None:
    """Answer a question about a face; where the answer is too close to call, about a shipped portrait.

    Args:
        question: which.
        model: the flagship.
        face: the one in use.
        shipped: portraits to fall back on, in this order.
        ages_wanted: whether the person whose face it is wants its age to be read. Without that, questions about ages
            are about shipped and invented faces alone.
    Returns:
        The answer; None where there is no clear one, or nothing was measured that it could come from.
    Raises:
        ValueError: `face` is not one face of the model's size.
        CheckpointError: a network that is needed is not there.
    """
    if not question.about_face:
        answer = question.compute(model, face.pixels)
        return Asked(question, answer, None) if answer is not None and _clear(question, answer) else None
    withheld = question.reads_age and not (face.public or ages_wanted)
    for candidate in shipped if withheld else (face, *shipped):
        answer = question.compute(model, candidate.pixels)
        if answer is not None and _clear(question, answer):
            fell_back = candidate is not face
            return Asked(question, answer, candidate, fell_back, _note(face, candidate, withheld) if fell_back else "")
    return None


def _clear(question: Question, answer: Answer) -> bool:
    return answer.margin >= question.least


def _note(face: NamedFace, used: NamedFace, withheld: bool) -> str:
    if withheld:
        return f"Nobody's age is read unasked, so this is about {used.name}."
    return f"With {face.name} it is too close to call, so this is about {used.name}."
