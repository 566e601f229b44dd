"""`python -m tests.benchmarks.crowd`: 20 people at once for five minutes, each with a photo that tells whose it is.

With ``--requests 1000`` people come and go until so many actions are answered, and the memory of the app is printed as
it goes. Exits with 1 where anything went wrong, somebody was sent another's picture, or memory grew by more than
`MOST_MEGABYTES`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.benchmarks.crowd_marks import COUNT
from tests.benchmarks.crowd_page import Config
from tests.benchmarks.crowd_people import Person
from tests.benchmarks.crowd_seen import DRAG, REST, RESTORE, Crowd, Seen, mark_of
from tests.benchmarks.soak import MOST_MEGABYTES

STAYS = 8, 20
"""Actions after which a person leaves, where people come and go."""

EVERY = 100
"""Requests between two lines on memory."""

SETTLES = 2.0
"""Seconds that an app which is at work may take to collect what is no longer in use, and to give it back."""

AIMS = {DRAG: 0.5, RESTORE: 2.0}
"""Seconds within which 95 of 100 are to be answered on two idle cores."""

_SERVE = """
import gc, signal, sys
import app
from facevae.photos import malloc
signal.signal(signal.SIGUSR1, lambda *_: (gc.collect(), malloc.release_free_memory()))
sys.exit(app.main([]))
"""


@dataclass(frozen=True)
class Server:
    """A process that serves the app, or None for one that was there already."""

    address: str
    process: int | None = None

    def megabytes(self) -> float:
        """Memory that it and its children have in use; not known of an app that was there already."""
        if self.process is None:
            return float("nan")
        os.kill(self.process, signal.SIGUSR1)
        time.sleep(SETTLES)
        return sum(_resident(one) for one in _family(self.process))

    def seconds(self) -> float:
        """Time that it and its children have computed."""
        return float("nan") if self.process is None else sum(_computed(one) for one in _family(self.process))


def main() -> int:
    """Measure, print a table, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20, help=f"how many, at most {COUNT} (default 20)")
    parser.add_argument("--minutes", type=float, default=5, help="how long (default 5)")
    parser.add_argument("--requests", type=int, help="in place of minutes: how many actions, while people come and go")
    parser.add_argument("--seed", type=int, default=0, help="of what they do (default 0)")
    parser.add_argument("--address", help="of an app that runs already, whose memory is not known then")
    asked = parser.parse_args()
    with served(asked.address) as server:
        return asyncio.run(measure(server, asked))


async def measure(server: Server, asked: argparse.Namespace) -> int:
    """Let the crowd in, and print what came of it."""
    async with httpx.AsyncClient(timeout=60) as client:
        config = Config.read((await client.get(f"{server.address}/config")).json())
    warm = Crowd(server.address, config, Seen())
    for who in range(COUNT // asked.people * asked.people):
        await warm.expect(who)
    await Person(warm, 0, asked.seed).everything()
    crowd = Crowd(server.address, config, Seen(), drawn=warm.drawn)
    before = server.megabytes()
    print(f"start: {before:6.0f} MB, load {_load()}", flush=True)
    began, busy, own = time.monotonic(), server.seconds(), time.process_time()
    if asked.requests:
        crowd.most = asked.requests
    else:
        crowd.until = began + 60 * asked.minutes
    watching = asyncio.create_task(_watch(crowd, server, before, by_requests=bool(asked.requests)))
    await asyncio.gather(*(_place(crowd, asked, place) for place in range(asked.people)))
    watching.cancel()
    seconds = time.monotonic() - began
    busy, own = (server.seconds() - busy) / seconds, (time.process_time() - own) / seconds
    await asyncio.sleep(5)  # the server hears only now that the last ones have left
    after = server.megabytes()
    report(crowd.seen)
    print(f"{seconds:.0f} s; CPU of the server {100 * busy:.0f} %, of the people {100 * own:.0f} %; load {_load()}")
    print(f"memory: {before:.0f} MB at the start, {after:.0f} MB after all have left ({after - before:+.0f})")
    grew = asked.requests is not None and not after - before <= MOST_MEGABYTES
    return int(bool(crowd.seen.faults) or bool(crowd.seen.strangers) or grew)


async def _place(crowd: Crowd, asked: argparse.Namespace, place: int) -> None:
    """Let one person after the other come to a place; without a number of requests the first one stays."""
    turn = 0
    while not crowd.over:
        dice = random.Random(f"{asked.seed} {place} {turn}")
        stays = dice.randint(*STAYS) if asked.requests else float("inf")
        await Person(crowd, mark_of(place, turn, asked.people), dice.randrange(2**32)).visit(stays)
        turn += 1


async def _watch(crowd: Crowd, server: Server, before: float, *, by_requests: bool) -> None:
    """Print the memory as it goes, every minute or every hundred requests."""
    began, due = time.monotonic(), EVERY if by_requests else 60
    while True:
        await asyncio.sleep(0.5)
        if (crowd.seen.requests if by_requests else time.monotonic() - began) >= due:
            now = await asyncio.to_thread(server.megabytes)
            done = f"{crowd.seen.requests:5} requests, {time.monotonic() - began:4.0f} s"
            print(f"{done}: {now:6.0f} MB, {now - before:+6.0f}, load {_load()}", flush=True)
            due += EVERY if by_requests else 60


def report(seen: Seen) -> None:
    """Print how long everything took, and what went wrong."""
    print(f"\n{'action':28}{'count':>7}{'p50 s':>8}{'p95 s':>8}{'max s':>8}")
    for kind in (DRAG, RESTORE, REST):
        rows = {name: taken for (of, name), taken in sorted(seen.took.items()) if of == kind}
        for name, taken in rows.items():
            print(_row(name, taken))
        if kind in AIMS and rows:
            taken = [second for all_of in rows.values() for second in all_of]
            print(_row(f"= all of kind {kind}", taken), f"  (p95 below {AIMS[kind]} s is wanted)")
    slow = sorted(seen.handlers, key=lambda name: -sum(seen.handlers[name]))[:15]
    print(f"\n{'handler':28}{'count':>7}{'p50 s':>8}{'p95 s':>8}{'max s':>8}   p95 in the queue")
    for name in slow:
        print(_row(name, seen.handlers[name]), f"{percentile(seen.queued[name], 95):8.2f}")
    print(f"\n{seen.requests} actions, {sum(seen.faults.values())} errors, {sum(seen.busy.values())} refused as busy")
    for (name, fault), times in seen.faults.most_common(10):
        print(f"  {times} times {name}: {fault[:200]}")
    for name, times in seen.busy.most_common(10):
        print(f"  {times} times busy: {name}")
    strangers = sum(seen.strangers.values())
    unclear = sum(seen.unclear.values())
    print(f"pictures checked {seen.checked}, strangers' pictures {strangers}, damaged too much to tell {unclear}")
    for where, times in seen.strangers.most_common(10):
        print(f"  {times} times in {where}")


def percentile(taken: Sequence[float], percent: float) -> float:
    """Return the least value that so many per cent of all do not exceed; nan of none."""
    ordered = sorted(taken)
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)] if ordered else float("nan")


def _row(name: str, taken: Sequence[float]) -> str:
    figures = (percentile(taken, 50), percentile(taken, 95), max(taken))
    return f"{name:28}{len(taken):7}" + "".join(f"{figure:8.2f}" for figure in figures)


@contextlib.contextmanager
def served(address: str | None) -> Iterator[Server]:
    """Serve the app in a process of its own, or go to one that runs already."""
    if address is not None:
        yield Server(address.rstrip("/"))
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"GRADIO_SERVER_PORT": str(port), "GRADIO_SERVER_NAME": "127.0.0.1"}
    process = subprocess.Popen([sys.executable, "-c", _SERVE], env=environment, stdout=subprocess.DEVNULL)
    try:
        server = Server(f"http://127.0.0.1:{port}", process.pid)
        while not _answers(server.address):
            if process.poll() is not None:
                raise RuntimeError("The app did not start.")
            time.sleep(0.5)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/config", timeout=10).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _family(process: int) -> list[int]:
    """Return a process and all that came of it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    family = [process]
    for one in family:
        family.extend(child for child, parent in parents.items() if parent == one)
    return family


def _resident(process: int) -> float:
    """Memory of a process in megabytes; 0 of one that has ended."""
    try:
        return int(Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0.0


def _computed(process: int) -> float:
    """Seconds that a process has computed; 0 of one that has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _load() -> str:
    return Path("/proc/loadavg").read_text().split()[0]


if __name__ == "__main__":
    sys.exit(main())
