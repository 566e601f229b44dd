"""A room of phones, and one who drags a slider, as a process of its own: what `votes` measures the server with.

It reads one JSON object from its standard input, which says what to do, and writes one with what came of it.
"""

from __future__ import annotations

import array
import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers by their names in small letters, body."""

EVERY = 3.5
"""Seconds between two questions of a phone for the state, give or take three tenths, as on its page."""


@dataclass
class Connection:
    """Speaks HTTP to one server over one connection, and opens a new one when the server has closed it."""

    address: str
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send a request, once more where its answer is lost."""
        host = urlsplit(self.address).netloc
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        for _ in range(5):
            try:
                return await self._exchange(request)
            except (OSError, asyncio.IncompleteReadError):
                self._streams = None
        raise ConnectionError(f"{path} is not answered.")

    async def _exchange(self, request: bytes) -> Answer:
        if self._streams is None:
            parts = urlsplit(self.address)
            self._streams = await asyncio.open_connection(parts.hostname, parts.port)
        reader, writer = self._streams
        writer.write(request)
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in rest)}
        return int(first.split()[1]), headers, await reader.readexactly(int(headers.get("content-length", 0)))


@dataclass
class Room:
    """What is done, and what came of it; milliseconds."""

    address: str
    seconds: float
    choices: int
    dim: int
    took: dict[str, list[float]] = field(default_factory=lambda: {"drag": [], "vote": [], "look": []})
    last: dict[str, int] = field(default_factory=dict)
    refused: int = 0

    async def timed(self, what: str, asking: Awaitable[Answer]) -> Answer:
        """Wait for an answer and note how long it took."""
        began = time.perf_counter()
        answer = await asking
        self.took[what].append(1000 * (time.perf_counter() - began))
        return answer

    async def phone(self, number: int, votes: bool) -> None:
        """Look at the state every few seconds and, if it `votes`, do so once, twice alike, or for two choices."""
        dice, connection, began = random.Random(number), Connection(self.address), time.perf_counter()
        token, tag, round_id = f"{dice.getrandbits(128):032x}", "", ""
        for due, choice in self.plan(number, dice, votes):
            await asyncio.sleep(max(0, began + due - time.perf_counter()))
            if choice is None:
                asking = connection.ask("GET", "/vote/state", If_None_Match=tag)
                status, headers, body = await self.timed("look", asking)
                if status == 200:
                    tag, round_id = headers["etag"], json.loads(body)["round"]
            else:
                cast = json.dumps({"token": token, "choice": choice, "round": round_id}).encode()
                status, _, _ = await self.timed("vote", connection.ask("POST", "/vote/cast", cast))
                self.refused += status != 204
                self.last[token] = choice

    def plan(self, number: int, dice: random.Random, votes: bool) -> list[tuple[float, int | None]]:
        """Return when a phone votes for what, and when it looks (None); it looks first, within a third of a second."""
        looks = [dice.uniform(0, EVERY / 10)]
        while looks[-1] < self.seconds:
            looks.append(looks[-1] + EVERY * dice.uniform(0.7, 1.3))
        first, choice = dice.uniform(EVERY / 10, self.seconds), dice.randrange(self.choices)
        casts = [(first, choice)] * (2 if number % 5 == 0 else 1)
        if number % 3 == 0:
            casts.append((dice.uniform(first, self.seconds), (choice + 1) % self.choices))
        return sorted([*((when, None) for when in looks), *(casts if votes else [])], key=lambda event: event[0])

    async def drag(self) -> None:
        """Ask for one face after the other, as a page does whose slider is held and moved."""
        dice, connection, began = random.Random(0), Connection(self.address), time.perf_counter()
        while time.perf_counter() - began < self.seconds:
            latents = array.array("f", (dice.gauss(0, 1) for _ in range(self.dim))).tobytes()
            status, _, _ = await self.timed("drag", connection.ask("POST", "/facevae/decode", latents))
            if status != 200:
                raise ConnectionError(f"A face was answered with status {status}.")


async def main() -> None:
    """Do what the standard input says."""
    asked = json.load(sys.stdin)
    room = Room(asked["address"], asked["seconds"], asked["choices"], asked["dim"])
    began = time.perf_counter()
    tasks = [room.phone(number, asked["votes"]) for number in range(asked["phones"])]
    await asyncio.gather(*tasks, *([room.drag()] if asked["drag"] else []))
    counts = [list(room.last.values()).count(choice) for choice in range(room.choices)]
    seconds = time.perf_counter() - began
    json.dump({"took": room.took, "counts": counts, "refused": room.refused, "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
