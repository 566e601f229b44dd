"""`python -m tests.benchmarks.fuzz`: damaged files of every format, each of which must give a photo or a sentence.

Files are read as the app reads them, in a cell, and a photo is then changed and written again. The status is 1 if the
cell ended at any file, or anything but a photo or a PhotoError came of it. At the end it says what the cell costs a
photo.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import random
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from facevae import photos
from facevae.photos import cell, writer
from facevae.photos.cell import originals
from facevae.photos.cell.asking import READ
from facevae.photos.cell.process import TOO_SLOW, Worker
from facevae.photos.errors import TOO_MUCH_MEMORY
from tests.benchmarks.synthetic import photo
from tests.support import samples
from tests.support.corruption import degrade
from tests.support.pictures import saved

_FATES = ("opened", "refused", "another exception", "cell ended", "over time", "over memory")
_GOOD = ("opened", "refused")
_SIZES = {"0.3": (640, 480), "2": (1600, 1200), "12": (4000, 3000)}  # megapixels
_TIMES = 15


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
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first input, to see one again")
    given = parser.parse_args()
    files, began, reading = samples.files(), time.monotonic(), _Reading()
    fates, sentences, everything = collections.Counter(), collections.Counter(), hashlib.sha256()
    slowest, bad = (0.0, ""), []
    for number in range(given.first, given.first + given.inputs):
        kind, name, data = make(number, given.seed, files)
        everything.update(data)
        before = time.monotonic()
        fate, words = reading.fate(data)
        fates[kind, fate] += 1
        label = f"input {number}, {kind} {name}"
        slowest = max(slowest, (time.monotonic() - before, label))
        if fate == "refused":
            sentences[words] += 1
        elif fate not in _GOOD:
            bad.append(f"{label}: {fate}; {words}")
    seconds = time.monotonic() - began
    _report(fates, sentences, bad)
    print(f"slowest {slowest[0]:.2f} s ({slowest[1]})")
    print(f"{given.inputs} inputs of seed {given.seed} (SHA-256 {everything.hexdigest()[:16]}), {seconds:.0f} s")
    _report_cost()
    return 1 if bad else 0


def _report(fates: collections.Counter, sentences: collections.Counter, bad: list[str]) -> None:
    print(f"{'':6}" + "".join(f"{column:>19}" for column in _FATES))
    for kind in (*photos.FORMATS, "all"):
        counts = [sum(fates[one, column] for one in photos.FORMATS if kind in (one, "all")) for column in _FATES]
        print(f"{kind:6}" + "".join(f"{count:19,}" for count in counts))
    for sentence, count in sentences.most_common():
        print(f"{count:6,}  {sentence}")
    print("\n".join(bad))


def _report_cost() -> None:
    """Print what a cell adds to the reading of a photo, in milliseconds: the median of some."""
    random_source = np.random.default_rng(0)
    for name, size in _SIZES.items():
        side = min(size)
        file = saved(photo(size, [(side // 2, (side // 4, side // 4))], random_source, 1.0), "JPEG", quality=88)
        there, here = _milliseconds(cell.read, file), _milliseconds(photos.read, file)
        print(f"{name:>3} megapixels: {here:6.1f} ms here, {there:6.1f} ms in a cell, {there - here:+6.1f} ms")


def _milliseconds(read: Callable[[bytes], photos.Original], file: bytes) -> float:
    times = []
    for _ in range(_TIMES + 1):
        before = time.perf_counter()
        read(file)
        times.append(1000 * (time.perf_counter() - before))
    return statistics.median(times[1:])


class _Reading:
    """A worker of the cell, started again when it ends, and what becomes of files in it."""

    def __init__(self) -> None:
        self._worker = Worker()

    def fate(self, data: bytes) -> tuple[str, str]:
        """Return what became of a file, and in which words."""
        try:
            request = {"task": READ, "bytes": len(data)}
            original = self._worker.ask(request, lambda stream: stream.write(data), originals.receive)
        except photos.PhotoError as error:
            words = str(error)
            if self._worker.alive:
                return ("over memory" if words == TOO_MUCH_MEMORY else "refused"), words
            self._worker = Worker()
            return ("over time" if words == TOO_SLOW else "cell ended"), words
        except Exception as error:
            return "another exception", repr(error)
        return _written(original)


def _written(original: photos.Original) -> tuple[str, str]:
    """Return what becomes of a photo that is changed and written again."""
    edited = original.photo.copy()
    edited.paste((200, 100, 50), (4, 4, 12, 12))
    try:
        writer.encode_in_cell(original, edited)
    except Exception as error:
        return "another exception", f"while writing: {error!r}"
    return "opened", ""


if __name__ == "__main__":
    sys.exit(main())
