"""`python -m tests.benchmarks.fuzz`: damaged files of every format, each of which must give a photo or a sentence.

A photo is then changed and written again. Files are read in another process that is watched: it has limited memory, and
is ended when it takes too long, so that whatever happens is put down to the file that it happened to. The status is 1
if anything but a photo or a PhotoError came of any file.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import multiprocessing
import os
import random
import resource
import sys
import time
import warnings
from multiprocessing.connection import Connection
from pathlib import Path

from facevae import photos
from facevae.photos import writer
from tests.support import samples
from tests.support.corruption import degrade

SECONDS = 5.0
"""Longest time that a file may take."""

MEGABYTES = 600
"""Most memory that a file may take beyond what the process had."""

_ADDRESSES = 4 * 2**30  # beyond what the process has; more than MEGABYTES, because much of it is never touched
_STARTUP = 120.0
_GOOD = ("opened", "refused")


def make(number: int, seed: int, files: dict[str, dict[str, bytes]]) -> tuple[str, str, bytes]:
    """Return the format and the kind of the file that input `number` is made from, and that file damaged."""
    source = random.Random(f"{seed} {number}")
    kind = list(files)[number % len(files)]
    name = source.choice(list(files[kind]))
    other = source.choice([file for group in files.values() for file in group.values()])
    return kind, name, degrade(files[kind][name], other, source)


def main() -> int:
    """Read the inputs, print what came of them, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first input, to see one again")
    given = parser.parse_args()
    files, began, worker = samples.files(), time.monotonic(), _Worker()
    fates, sentences, everything = collections.Counter(), collections.Counter(), hashlib.sha256()
    slowest, largest, bad = (0.0, ""), (0.0, ""), []
    for number in range(given.first, given.first + given.inputs):
        kind, name, data = make(number, given.seed, files)
        everything.update(data)
        fate, words, seconds, megabytes = worker.read(data)
        fates[kind, fate] += 1
        label = f"input {number}, {kind} {name}"
        slowest, largest = max(slowest, (seconds, label)), max(largest, (megabytes, label))
        if fate == "refused":
            sentences[words] += 1
        elif fate not in _GOOD:
            bad.append(f"{label}: {fate}; {words}")
    worker.stop()
    _report(fates, sentences, bad)
    print(f"slowest {slowest[0]:.2f} s ({slowest[1]}); most memory {largest[0]:.0f} MB ({largest[1]})")
    print(f"{given.inputs} inputs of seed {given.seed} (SHA-256 {everything.hexdigest()[:16]}), ", end="")
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if bad else 0


def _report(fates: collections.Counter, sentences: collections.Counter, bad: list[str]) -> None:
    columns = ("opened", "refused", "another exception", "crash", "over time", "over memory")
    print(f"{'':6}" + "".join(f"{column:>19}" for column in columns))
    for kind in (*photos.FORMATS, "all"):
        counts = [sum(fates[one, column] for one in photos.FORMATS if kind in (one, "all")) for column in columns]
        print(f"{kind:6}" + "".join(f"{count:19,}" for count in counts))
    for sentence, count in sentences.most_common():
        print(f"{count:6,}  {sentence}")
    print("\n".join(bad))


class _Worker:
    """Another process that reads files one after the other, started again when it ends."""

    def __init__(self) -> None:
        self._start()

    def read(self, data: bytes) -> tuple[str, str, float, float]:
        """Return what became of a file, in words, in seconds and in megabytes."""
        self._here.send_bytes(data)
        try:
            if self._here.poll(SECONDS):
                return self._here.recv()
            fate = "over time", f"stopped after {SECONDS:.0f} s", SECONDS, 0.0
            self._process.kill()
        except EOFError:
            self._process.join()
            fate = "crash", f"exit code {self._process.exitcode}", 0.0, 0.0
        self._process.join()
        self._start()
        return fate

    def stop(self) -> None:
        """End the process."""
        self._here.close()
        self._process.join()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,))
        self._process.start()
        there.close()
        if not self._here.poll(_STARTUP):
            raise TimeoutError("the process that reads files did not start")
        self._here.recv()


def _serve(pipe: Connection) -> None:
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libtiff writes there about every file
    for group in samples.files().values():
        for file in group.values():  # what is loaded at first use is not to count against a damaged file
            photos.read(file)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + _ADDRESSES, used + _ADDRESSES))
    pipe.send("ready")
    while True:
        try:
            data = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send(_fate(data))


def _fate(data: bytes) -> tuple[str, str, float, float]:
    Path("/proc/self/clear_refs").write_text("5")  # the highest memory use is counted from here
    before, began = _highest(), time.monotonic()
    fate, words = "opened", ""
    try:
        original = photos.read(data)
        photo = original.photo
        edited = photo.copy()
        edited.paste((200, 100, 50), (4, 4, 12, 12))
        writer.encode(original, edited)
        if photo.mode != "RGB" or not photos.MIN_SIDE <= min(photo.size) <= max(photo.size) <= photos.MAX_SIDE:
            fate, words = "another exception", f"none, but a photo of mode {photo.mode} and size {photo.size}"
    except photos.PhotoError as error:
        fate, words = "refused", str(error)
        if isinstance(error.__cause__, MemoryError):
            fate, words = "over memory", "more addresses asked for than allowed"
    except BaseException as error:
        fate, words = "another exception", repr(error)
    seconds, megabytes = time.monotonic() - began, _highest() - before
    if megabytes > MEGABYTES:
        fate, words = "over memory", f"{megabytes:.0f} MB"
    return fate, words, seconds, megabytes


def _highest() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
