"""What the presenter can do with the ballot, by the names that stand in the addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facevae.lecture import Ballot, Poll
from facevae.ui.voting.body import named

Action = Callable[[Ballot, dict[str, Any]], dict[str, str] | None]
"""Takes the ballot and the fields of a request; returns what the answer has beside the state."""


def _open(ballot: Ballot, found: dict[str, Any]) -> None:
    if not found:
        ballot.open()
        return
    key, text, choices = named(found, "key", "text", "choices")
    ballot.open(Poll(key, text, tuple(choices) if isinstance(choices, list) else ()))


def _hands(ballot: Ballot, found: dict[str, Any]) -> None:
    choice, by = named({"by": 1} | found, "choice", "by")
    ballot.add(choice, by)


def _card(_: Ballot, found: dict[str, Any]) -> dict[str, str]:
    # Imported here: the package that draws the code takes a third of a second, which only lectures should wait for.
    from facevae.ui.voting.join_card import join_card

    (address,) = named(found, "address")
    return {"card": join_card(address)}


def _plain(do: Callable[[Ballot], None]) -> Action:
    def act(ballot: Ballot, found: dict[str, Any]) -> None:
        named(found)
        do(ballot)

    return act


ACTIONS: dict[str, Action] = {
    "open": _open,
    "close": _plain(Ballot.close),
    "reveal": _plain(Ballot.reveal),
    "reset": _plain(Ballot.reset),
    "end": _plain(Ballot.end),
    "hands": _hands,
    "undo": _plain(Ballot.undo),
    "card": _card,
}
"""By name; each says in `named` what it takes. "open" without anything goes on with the question in use."""
