"""A lecture as the page takes it, and what a lecture on this page may name."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from facevae.lecture import QUESTIONS, SHIPPED, Known, Lecture, Step, read
from facevae.ui.photo.examples import PORTRAITS

FACES = tuple(one.photo for one in PORTRAITS)
"""Names of the portraits that a step may take."""


def read_lecture(path: Path, tabs: Collection[str]) -> Lecture:
    """Read a lecture that this page can hold.

    Args:
        path: of its TOML file.
        tabs: keys of the page's tabs.
    Raises:
        LectureError: it cannot be held; one sentence.
    """
    return read(path, Known(tabs, FACES, QUESTIONS))


def shipped_lecture(tabs: Collection[str]) -> Lecture | None:
    """Return the shipped lecture, less the steps whose tab this page leaves out; None where no step is left.

    Args:
        tabs: keys of the page's tabs.
    """
    named = {step["tab"] for step in tomllib.loads(SHIPPED.read_text("utf-8"))["steps"]}
    lecture = read_lecture(SHIPPED, named)
    steps = tuple(step for step in lecture.steps if step.tab in tabs)
    return Lecture(lecture.title, steps) if steps else None


def plan(lecture: Lecture) -> dict[str, Any]:
    """Return a lecture as properties of the component that holds it: its title, and a dict for each step."""
    return {"lecture": lecture.title, "steps": [_step(step) for step in lecture.steps]}


def _step(step: Step) -> dict[str, Any]:
    asked = QUESTIONS[step.question] if step.question else None
    question = {"key": asked.key, "text": asked.text, "choices": asked.choices} if asked else None
    return {
        "tab": step.tab,
        "spotlight": step.spotlight,
        "text": step.text,
        "minutes": step.minutes,
        "settings": dict(step.settings),
        "question": question,
    }
