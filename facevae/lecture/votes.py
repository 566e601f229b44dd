"""What a room votes on: one question at a time, one vote for each page, counted in memory and nowhere else.

A vote is a random token and the number of a choice. There are no names, addresses or times, nothing is written to a
disk or a log, and `Ballot.end` forgets what there is. Whoever is set on it can invent tokens and vote often: to prevent
that, a room would have to say who it is.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from facevae.lecture.poll import Poll

MOST_VOTERS = 4000
"""Tokens that one question remembers; half a kilobyte each, at most."""

MOST_HANDS = 4000
"""Times that hands may be added to one question, and the most that may be added at once."""

_TOKEN = re.compile(r"[0-9a-f]{32}")


class NotNowError(ValueError):
    """What was asked is well formed, but not possible now; the message says why, in one sentence."""


class Stage(StrEnum):
    """Where a ballot is; `OPEN` is the only stage in which votes are counted, `REVEALED` the only one with results."""

    NONE = "none"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    OVER = "over"


@dataclass(frozen=True)
class View:
    """What everybody in the room may know.

    Attributes:
        version: differs whenever anything else here does, also between two runs of the app.
        stage: where the ballot is.
        round_id: names this round of votes on this question; "" without a question.
        question: what is asked, if anything.
        counts: votes and hands for each choice once they are revealed; None before.
    """

    version: str
    stage: Stage
    round_id: str
    question: Poll | None
    counts: tuple[int, ...] | None


@dataclass(frozen=True)
class Turnout:
    """How many have voted, which does not say for what: votes from pages, and hands that were counted."""

    votes: int
    hands: int


class Ballot:
    """Counts the votes on one question at a time; any thread may call it.

    All methods that need a question raise `NotNowError` if there is none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._edition = secrets.token_hex(4)
        self._changes = 0
        self._stage = Stage.NONE
        self._question: Poll | None = None
        self._forget()

    def view(self) -> View:
        """Return what everybody may know."""
        with self._lock:
            question, version = self._question, f"{self._edition}-{self._changes}"
            counts = self._counts(question) if question and self._stage is Stage.REVEALED else None
            return View(version, self._stage, self._round_id if question else "", question, counts)

    def turnout(self) -> Turnout:
        """Return how many have voted."""
        with self._lock:
            return Turnout(len(self._votes), sum(by for _, by in self._hands))

    def open(self, question: Poll | None = None) -> None:
        """Let the room vote.

        Args:
            question: what on. None, or the very question in use, goes on with that: its votes stay and may be changed,
                and results that were revealed are hidden again. Another one begins with no votes.
        """
        with self._lock:
            if question is None:
                question = self._asked()
            if question != self._question:
                self._forget()
            self._question = question
            self._enter(Stage.OPEN)

    def close(self) -> None:
        """Count no more votes; what is revealed stays revealed."""
        with self._lock:
            self._asked()
            if self._stage is Stage.OPEN:
                self._enter(Stage.CLOSED)

    def reveal(self) -> None:
        """Close the vote and show its results to everybody."""
        with self._lock:
            self._asked()
            self._enter(Stage.REVEALED)

    def reset(self) -> None:
        """Forget all votes and hands on the question, and hide the results; an open vote stays open."""
        with self._lock:
            self._asked()
            self._forget()
            self._enter(Stage.OPEN if self._stage is Stage.OPEN else Stage.CLOSED)

    def end(self) -> None:
        """Forget everything: the lecture is over, until a question is opened."""
        with self._lock:
            self._question = None
            self._forget()
            self._enter(Stage.OVER)

    def cast(self, token: str, choice: int, round_id: str) -> None:
        """Count a vote, instead of the one that this token may have cast before.

        Args:
            token: 32 hexadecimal digits, which the voter's page has thrown.
            choice: from 0.
            round_id: of the `View` that was voted on, so that what arrives late counts for nothing else.
        Raises:
            ValueError: the token or the choice is none.
            NotNowError: the vote is closed, or on another round, or there are `MOST_VOTERS` already.
        """
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise ValueError("A token is 32 hexadecimal digits.")
        with self._lock:
            question = self._asked()
            if round_id != self._round_id:
                raise NotNowError("This vote is on a question that is over.")
            _check_choice(choice, question)
            if self._stage is not Stage.OPEN:
                raise NotNowError("The vote is closed.")
            if token not in self._votes and len(self._votes) >= MOST_VOTERS:
                raise NotNowError(f"{MOST_VOTERS} have voted, and more are not counted.")
            self._votes[token] = choice

    def add(self, choice: int, by: int = 1) -> None:
        """Add raised hands to a choice, at any stage.

        Args:
            choice: from 0.
            by: how many, from 1 to `MOST_HANDS`.
        Raises:
            ValueError: the choice or the number is none.
            NotNowError: hands were added `MOST_HANDS` times.
        """
        if not _is_whole(by) or not 1 <= by <= MOST_HANDS:
            raise ValueError(f"Hands are added by 1 to {MOST_HANDS}.")
        with self._lock:
            _check_choice(choice, self._asked())
            if len(self._hands) >= MOST_HANDS:
                raise NotNowError(f"Hands were added {MOST_HANDS} times, and more are not counted.")
            self._hands.append((choice, by))
            self._note_hands()

    def undo(self) -> None:
        """Take back what was added last; `NotNowError` if nothing is left to be taken back."""
        with self._lock:
            if not self._hands:
                raise NotNowError("No hands are left to take back.")
            self._hands.pop()
            self._note_hands()

    def _asked(self) -> Poll:
        if self._question is None:
            raise NotNowError("No question is open.")
        return self._question

    def _forget(self) -> None:
        self._round_id = secrets.token_hex(4)
        self._votes: dict[str, int] = {}
        self._hands: list[tuple[int, int]] = []

    def _enter(self, stage: Stage) -> None:
        self._stage = stage
        self._changes += 1

    def _note_hands(self) -> None:
        # As long as they are hidden there is nothing new for anybody to fetch.
        if self._stage is Stage.REVEALED:
            self._changes += 1

    def _counts(self, question: Poll) -> tuple[int, ...]:
        votes, hands = Counter(self._votes.values()), Counter[int]()
        for choice, by in self._hands:
            hands[choice] += by
        return tuple(votes[choice] + hands[choice] for choice in range(len(question.choices)))


def _check_choice(choice: Any, question: Poll) -> None:
    if not _is_whole(choice) or not 0 <= choice < len(question.choices):
        raise ValueError(f"A choice is a whole number from 0 to {len(question.choices) - 1}.")


def _is_whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
