"""`python -m tests.benchmarks.find`: how soon the face of a photo of 12 megapixels is cut out, on two cores."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image

from facevae import align, photos
from tests.benchmarks.synthetic import photo
from tests.support.pictures import saved

THREADS = 2
RUNS = 15
SIZE = 4032, 3024
FACE = 1300, (1500, 600)
CROP = 128


def main() -> None:
    """Measure each step and print one JSON object; medians in milliseconds."""
    torch.set_num_threads(THREADS)
    random = np.random.default_rng(0)
    file = saved(photo(SIZE, [FACE], random, grain=4), "JPEG", quality=90)
    opened = photos.open(file)
    (face,) = align.find(opened)
    aligned = align.cut(opened, face, CROP)
    on_its_head, empty = opened.transpose(Image.Transpose.ROTATE_180), photo(SIZE, [], random, grain=4)
    figures = {
        "megabytes": round(len(file) / 2**20, 1),
        "open": median(lambda: photos.open(file)),
        "find": median(lambda: align.find(opened)),
        "cut": median(lambda: align.cut(opened, face, CROP)),
        "paste": median(lambda: align.paste(opened, aligned, 1 - aligned.pixels)),
        "find_and_cut": median(lambda: align.cut(opened, align.find(opened)[0], CROP)),
        "find_on_its_head": median(lambda: align.find(on_its_head)),
        "find_nothing": median(lambda: align.find(empty)),
    }
    print(json.dumps(figures, indent=1))


def median(step: Callable[[], object]) -> float:
    """Time a step several times, after once to warm up."""
    taken = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        step()
        taken.append(1000 * (time.perf_counter() - began))
    return round(statistics.median(taken[1:]), 1)


if __name__ == "__main__":
    main()
