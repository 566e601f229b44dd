"""What a question is, and what an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from facevae.model import FaceVae


@dataclass(frozen=True)
class Answer:
    """The answer to a question, computed for one face.

    Attributes:
        choices: what there is to choose from, in order.
        answer: the right one of them.
        margin: how far the figures are from making another choice right, in the question's unit.
        sentence: two short sentences: the figure, and what it teaches.
    """

    choices: tuple[str, ...]
    answer: str
    margin: float
    sentence: str

    def __post_init__(self) -> None:
        if self.answer not in self.choices:
            raise ValueError(f"The answer {self.answer!r} is none of the choices: {', '.join(self.choices)}.")


Compute = Callable[[FaceVae, Tensor], Answer | None]
"""(the flagship, a face (1, 3, S, S) float32 RGB in [0, 1] of its size) -> the answer, always the same; None where
nothing was measured that it could come from."""


@dataclass(frozen=True)
class Question:
    """A question to vote on.

    Attributes:
        key: its name in a lecture.
        tab: key of the tab that shows what it is about.
        text: the question.
        choices: as its answers have them, to show before there is one.
        compute: answers it.
        least: margin below which another face has to be taken.
        unit: of the margin.
        reads_age: whether the age of the face is read.
        about_face: whether it is about the face at all.
        slow: whether an answer takes about a second, so that it is to be computed while the question is on the screen.
    """

    key: str
    tab: str
    text: str
    choices: tuple[str, ...]
    compute: Compute
    least: float
    unit: str
    reads_age: bool = False
    about_face: bool = True
    slow: bool = False


def one_decimal(value: float) -> str:
    """Return a number with one decimal and a proper minus."""
    return f"{value:.1f}".replace("-", "\N{MINUS SIGN}")


def signed(value: float) -> str:
    """Return a number with one decimal, its sign always there, and a proper minus."""
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")


def ranked(figures: dict[str, float]) -> list[str]:
    """Return the names of some figures, the largest first."""
    return sorted(figures, key=lambda name: -figures[name])


def lead(figures: dict[str, float]) -> float:
    """Return by how much the largest of two or more figures is larger than the second."""
    first, second = sorted(figures.values(), reverse=True)[:2]
    return first - second
