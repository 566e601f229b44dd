"""A question for a room: one sentence and two to six choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CHOICES = range(2, 7)
"""How many choices a question may have."""

LONGEST_KEY, LONGEST_TEXT, LONGEST_CHOICE = 40, 300, 120
"""Characters."""


@dataclass(frozen=True)
class Poll:
    """What is asked, and what can be answered.

    Args:
        key: names the question; 1 to 40 characters.
        text: the question; 1 to 300 characters.
        choices: 2 to 6 different answers of 1 to 120 characters, in the order in which they are numbered.
    Raises:
        ValueError: one of them is something else.
    """

    key: str
    text: str
    choices: tuple[str, ...]

    def __post_init__(self) -> None:
        _check("The key", self.key, LONGEST_KEY)
        _check("The question", self.text, LONGEST_TEXT)
        if not isinstance(self.choices, tuple) or len(self.choices) not in CHOICES:
            raise ValueError(f"A question has {CHOICES[0]} to {CHOICES[-1]} choices.")
        for choice in self.choices:
            _check("A choice", choice, LONGEST_CHOICE)
        if len(set(self.choices)) < len(self.choices):
            raise ValueError("Two choices of a question are the same.")


def _check(name: str, text: Any, longest: int) -> None:
    if not isinstance(text, str) or not text.strip() or len(text) > longest:
        raise ValueError(f"{name} is a text of 1 to {longest} characters.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(f"{name} has half a character in it.")
