"""`python -m tests.benchmarks.lecture_script`: write questions and answers of the lecture into assets/lecture.md.

The answers are the library's, about the faces of the steps; tests/lecture/test_script.py holds the page to them.
"""

from __future__ import annotations

import re
from pathlib import Path

import facevae
from facevae.lecture import QUESTIONS, Lecture, ask
from facevae.ui.lecture.plan import shipped_lecture
from facevae.ui.photo.examples import PORTRAITS, portrait
from facevae.ui.tabs.registry import TABS

PAGE = Path(__file__).parents[2] / "assets" / "lecture.md"

PLACE = re.compile(r"(<!-- question: ([a-z-]+) -->\n).*?(<!-- /question -->)", re.DOTALL)


def lecture() -> Lecture:
    """Return the shipped lecture, with all its steps."""
    found = shipped_lecture([tab.key for tab in TABS])
    assert found is not None
    return found


def answers() -> dict[str, str]:
    """Ask every question of the shipped lecture of the face of its step; key -> Markdown."""
    model = facevae.load("face")
    faces = {one.photo: portrait(model, one) for one in PORTRAITS}
    told = {}
    for step in lecture().steps:
        if step.question:
            asked = ask(QUESTIONS[step.question], model, faces[step.face], [])
            assert asked is not None, f"{step.question} has no clear answer about {step.face}"
            told[step.question] = _told(step.question, asked.answer.answer, asked.answer.sentence)
    return told


def _told(key: str, answer: str, sentence: str) -> str:
    question = QUESTIONS[key]
    choices = " · ".join(f"{number}: {choice}" for number, choice in enumerate(question.choices, 1))
    return f"\n> **{question.text}**\n> {choices}\n>\n> **Right: {answer}.** {sentence}\n\n"


def fill(page: str, told: dict[str, str]) -> str:
    """Put questions with their answers into their places in a page; doing it again changes nothing."""
    return PLACE.sub(lambda place: place[1] + told[place[2]] + place[3], page)


if __name__ == "__main__":
    PAGE.write_text(fill(PAGE.read_text("utf-8"), answers()), "utf-8")
