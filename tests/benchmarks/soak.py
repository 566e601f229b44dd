"""`python -m tests.benchmarks.soak`: whether memory stays where it is while photos of all sizes go through the app.

Each photo is a file in memory that is opened, searched, cut out of and pasted into, as an upload is.
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from facevae import align, photos
from facevae.photos import malloc
from tests.benchmarks.synthetic import photo
from tests.support.pictures import saved

WARM_UP = EVERY = 20
MOST_MEGABYTES = 100
MOST_PIXELS = 12_000_000
CROP = 128
FORMATS = {"JPEG": {"quality": 88}, "PNG": {"compress_level": 1}, "WEBP": {"quality": 80, "method": 0}}


def main() -> int:
    """Run, print the memory as it goes, and return 1 where it grew too much."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, metavar="N", default=200, help="how many (default 200)")
    count = parser.parse_args().photos
    first, faces = math.nan, 0
    for number, file in enumerate(files(count), start=1):
        faces += through(file)
        if number % EVERY and number != count:
            continue
        now = megabytes()
        if number <= WARM_UP:
            first = now
        print(f"{number:5} photos, {faces:4} faces: {now:6.0f} MB, {now - first:+6.1f}", flush=True)
    grown = megabytes() - first
    print(f"Memory grew by {grown:.1f} MB after the first {WARM_UP} photos; {MOST_MEGABYTES} MB are allowed.")
    return int(not grown <= MOST_MEGABYTES)


def files(count: int) -> Iterator[bytes]:
    """Make photos of sizes from tiny to 12 megapixels, one in three tall, one in three wide, with up to three faces."""
    random = np.random.default_rng(0)
    for number in range(count):
        pixels = math.exp(random.uniform(math.log(32 * 32), math.log(MOST_PIXELS)))
        ratio = math.exp(random.uniform(0.3, 2) * (number % 3 - 1) + random.uniform(-0.2, 0.2))
        size = max(16, round(math.sqrt(pixels * ratio))), max(16, round(math.sqrt(pixels / ratio)))
        places = []
        for _ in range(random.integers(0, 4)):
            side = round(min(size) * random.uniform(0.2, 1))
            places.append((side, tuple(int(random.integers(0, room - side + 1)) for room in size)))
        kind = random.choice(list(FORMATS))
        yield saved(photo(size, places, random, random.uniform(0, 4)), kind, **FORMATS[kind])


def through(file: bytes) -> int:
    """Do with a file what the app does, and return how many faces were in it."""
    opened = photos.open(file)
    found = align.find(opened)
    for face in found or [align.centred(opened.size)]:
        aligned = align.cut(opened, face, CROP)
        for mode in ("residual", "replace"):
            align.paste(opened, aligned, 1 - aligned.pixels, mode, torch.ones(1, 1, CROP, CROP))
    malloc.release_free_memory()
    return len(found)


def megabytes() -> float:
    """Memory of this process that is in use, after collecting what is not."""
    gc.collect()
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
