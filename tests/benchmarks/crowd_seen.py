"""Who is in a crowd, and what came of it: how long everything took, what went wrong, and whose the pictures were."""

from __future__ import annotations

import array
import io
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import httpx
import numpy as np
from PIL import Image

from facevae.ui.tabs.sliders.route import PATH as DECODE
from tests.benchmarks.crowd_marks import COUNT, few, owner
from tests.benchmarks.crowd_page import Config

CLEARLY = 1.3
"""How many times nearer than all others somebody has to be, to have been sent what is another's."""

DRAG, RESTORE, REST = "drag", "restore", "other"
"""Kinds of actions; each is to be answered within a time of its own."""


@dataclass
class Seen:
    """What came of a crowd, so far.

    Attributes:
        took: seconds of each action, by its kind and name.
        handlers: the same of each handler, and `queued`, the part of it before it began.
        faults: what went wrong, and how often.
        busy: how often an action was refused as too many waited, by name.
        checked, strangers: pictures that were looked at, and those of them that are another person's.
        unclear: those that are nearest to another person, but hardly: they were damaged too much to tell.
        margin: the least by which a picture was nearer to its owner than to anybody else.
        requests: actions that were answered.
    """

    took: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    handlers: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    queued: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    busy: Counter[str] = field(default_factory=Counter)
    checked: int = 0
    strangers: Counter[str] = field(default_factory=Counter)
    unclear: Counter[str] = field(default_factory=Counter)
    margin: float = float("inf")
    requests: int = 0

    def check(self, what: str, picture: np.ndarray, who: int, known: dict[int, np.ndarray]) -> None:
        """Look whose a picture is that `who` was sent."""
        found, margin = owner(picture, known)
        self.checked += 1
        if found == who:
            self.margin = min(self.margin, margin)
        elif margin < CLEARLY:
            self.unclear[what] += 1
        else:
            self.strangers[f"{what}: of {found} to {who}, {margin:.2f} times nearer"] += 1


@dataclass
class Crowd:
    """Everybody who is there.

    Args:
        address: of the app, without / at its end.
        config: what its page is told.
        seen: what comes of it.
        until: no action begins after that time, of ``time.monotonic``.
        most: nor when so many have been answered.
    """

    address: str
    config: Config
    seen: Seen
    until: float = float("inf")
    most: float = float("inf")
    marks: dict[int, np.ndarray] = field(default_factory=dict)
    drawn: dict[int, np.ndarray] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether it is time to go."""
        return time.monotonic() >= self.until or self.seen.requests >= self.most

    @property
    def dim(self) -> int:
        """How many numbers a code has."""
        return int(self.config.components[self.config.named("live")]["props"]["props"]["dim"])

    async def expect(self, who: int) -> None:
        """Learn, while nobody else is there, which face the server draws for a person's sliders."""
        if who not in self.drawn:
            async with httpx.AsyncClient(base_url=self.address, timeout=60) as client:
                answer = (await client.post(DECODE, content=latents(who, self.dim))).raise_for_status()
            self.drawn[who] = few(Image.open(io.BytesIO(answer.content)))[None]


def latents(who: int, dim: int, moved: float = 0.0) -> bytes:
    """Return the code with which a person's sliders begin, its first number `moved`."""
    dice = random.Random(f"sliders {who}")
    numbers = array.array("f", (dice.gauss(0, 1) for _ in range(dim)))
    numbers[0] += moved
    return numbers.tobytes()


def mark_of(place: int, turn: int, people: int) -> int:
    """Return the mark of the `turn`-th person in a place; no two who are there at the same time have the same one."""
    return (place + turn * people) % (COUNT // people * people)
