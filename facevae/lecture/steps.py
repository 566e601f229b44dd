"""Lectures as data: steps across the tabs, read strictly from a TOML file."""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facevae.conventions import check_choice

SHIPPED = Path(__file__).with_name("lecture.toml")
"""A lecture of 45 minutes."""

INVENTED = "invented"
"""What the name of an invented face begins with; a colon and its seed follow."""

MOST_SEED = 9999
"""The largest seed that the page takes."""

Setting = str | bool | int | float
"""What a control can be set to."""


class LectureError(ValueError):
    """A lecture that cannot be held; the message says where it is wrong, and what would be right."""


@dataclass(frozen=True)
class Known:
    """What steps may name.

    Attributes:
        tabs: keys of the tabs.
        faces: photo names of the shipped portraits; invented faces need no name here.
        questions: keys of the questions.
    """

    tabs: Collection[str]
    faces: Collection[str]
    questions: Collection[str]


@dataclass(frozen=True)
class Step:
    """One step of a lecture.

    Attributes:
        tab: key of the tab that is shown.
        face: photo name of a shipped portrait, or ``invented:SEED``.
        spotlight: elem_id of the one control, or picture, that is lit.
        text: what the audience reads, two sentences.
        minutes: how long it takes, above 0.
        settings: name -> value of the tab's controls, as links to the page carry them; the others stay as they are.
        question: key of the one that is asked; None for a step that shows.
    """

    tab: str
    face: str
    spotlight: str
    text: str
    minutes: float
    settings: Mapping[str, Setting] = field(default_factory=dict)
    question: str | None = None


@dataclass(frozen=True)
class Lecture:
    """A lecture.

    Attributes:
        title: what it is called.
        steps: in order, at least one.
    """

    title: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> float:
        """How long it takes."""
        return sum(step.minutes for step in self.steps)


def read(path: Path, known: Known) -> Lecture:
    """Read a lecture.

    Args:
        path: of a TOML file with a ``title`` and a table ``[[steps]]`` for each step, whose keys are `Step`'s.
        known: what its steps may name.
    Raises:
        LectureError: no such file, not TOML, an unknown key (names the nearest right one), a missing one, a value of
            another type, an unknown tab, face or question, or a step that takes no time. One sentence.
    """
    where = path.name
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LectureError(f"{where} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise LectureError(f"{where} is not valid TOML: {error}.") from error
    _check_keys(Lecture, table, where)
    _check_text(table, ("title",), where)
    steps = table["steps"]
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise LectureError(f"{where}: steps must be tables, at least one; begin each with [[steps]].")
    return Lecture(
        table["title"], tuple(_step(step, known, f"{where}: step {number}") for number, step in enumerate(steps, 1))
    )


def invented_seed(face: str) -> int | None:
    """Return the seed of an invented face by its name; None for one of another name."""
    found = re.fullmatch(rf"{INVENTED}:([0-9]{{1,4}})", face)
    return int(found[1]) if found else None


def _step(table: Mapping[str, Any], known: Known, where: str) -> Step:
    _check_keys(Step, table, where)
    _check_text(table, ("tab", "face", "spotlight", "text"), where)
    minutes = table["minutes"]
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise LectureError(f"{where}: minutes must be a number, not {minutes!r}.")
    if not 0 < minutes < math.inf:
        raise LectureError(f"{where}: minutes is {minutes}; give more than 0.")
    _check_settings(table.get("settings", {}), where)
    _check_name(table["tab"], known.tabs, "tab", where)
    _check_face(table["face"], known.faces, where)
    if "question" in table:
        _check_text(table, ("question",), where)
        _check_name(table["question"], known.questions, "question", where)
    return Step(**table)


def _check_keys(kind: type, table: Mapping[str, Any], where: str) -> None:
    """Refuse an unknown key before a missing one, which it explains."""
    fields = {one.name: one for one in dataclasses.fields(kind)}
    for key in table:
        if key not in fields:
            near = difflib.get_close_matches(key, fields, n=1, cutoff=0.5)
            advice = f"Did you mean {near[0]!r}?" if near else f"Keys are {', '.join(fields)}."
            raise LectureError(f"{where}: unknown key {key!r}. {advice}")
    missing = [name for name, one in fields.items() if _required(one) and name not in table]
    if missing:
        raise LectureError(f"{where}: missing {', '.join(missing)}.")


def _required(one: dataclasses.Field[Any]) -> bool:
    return one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING


def _check_text(table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in keys:
        value = table[key]
        if not isinstance(value, str):
            raise LectureError(f"{where}: {key} must be a text in quotes, not {value!r}.")
        if not value.strip():
            raise LectureError(f"{where}: {key} is empty.")


def _check_settings(settings: Any, where: str) -> None:
    if not isinstance(settings, dict):
        raise LectureError(f"{where}: settings must be a table, not {settings!r}.")
    for name, value in settings.items():
        if not isinstance(value, Setting):
            raise LectureError(f"{where}: setting {name} must be a text, a number, true or false, not {value!r}.")


def _check_name(name: str, known: Collection[str], what: str, where: str) -> None:
    try:
        check_choice(name, known, what)
    except ValueError as error:
        raise LectureError(f"{where}: {error}") from error


def _check_face(face: str, known: Collection[str], where: str) -> None:
    if invented_seed(face) is not None:
        return
    if face.partition(":")[0] == INVENTED:
        raise LectureError(
            f"{where}: face is {face!r}; give {INVENTED} and a seed from 0 to {MOST_SEED}, as in {INVENTED}:7."
        )
    _check_name(face, known, "face", where)
