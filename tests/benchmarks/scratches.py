"""How well scratches are found outside faces, how well they are filled, and how long 12 megapixels take.

``python -m tests.benchmarks.scratches [PHOTO ...]`` draws scratches on photos, scikit-image's where none are named,
and prints for each how much of them is found, how much of what is found is one, what is marked on the clean photo,
PSNR on the scratched pixels before and after, and the seconds of both; last the seconds for the first at 4000 pixels.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import skimage.data
from PIL import Image, ImageDraw
from scipy import ndimage

from facevae import photos
from facevae.restore.scratch_photo import find_marks, mark_size, restore_marks

SHIPPED = ("astronaut", "camera", "cat", "coffee", "rocket", "page", "brick")
LARGE = 4000
SCRATCHES = 10


def main(paths: list[str]) -> None:
    """Measure on the photos at `paths`, and print a line for each."""
    named = {path: photos.open(path) for path in paths} or {
        name: Image.fromarray(getattr(skimage.data, name)()).convert("RGB") for name in SHIPPED
    }
    print("photo: found, of what is found, marked when clean, dB before, dB after, s to find, s to fill")
    for seed, (name, photo) in enumerate(named.items()):
        print(f"{name}:", *_measured(photo, seed))
    first = next(iter(named.values()))
    scale = LARGE / max(first.size)
    print("12 megapixels:", *_measured(first.resize((round(first.width * scale), round(first.height * scale))), 0))


def _measured(photo: Image.Image, seed: int) -> list[str]:
    scratched, line = scratch(photo, np.random.default_rng(seed))
    started = time.perf_counter()
    marks = find_marks(scratched, []).certain
    found = time.perf_counter()
    _, after = restore_marks(scratched, marks)
    filled = time.perf_counter()
    small = np.asarray(Image.fromarray(line).resize(mark_size(photo.size), Image.Resampling.NEAREST))
    precision = ndimage.binary_dilation(small, iterations=4)[marks].mean() if marks.any() else 1.0
    original, before, restored = (np.asarray(picture, float)[line] for picture in (photo, scratched, after))
    decibels = [10 * np.log10(255**2 / ((picture - original) ** 2).mean()) for picture in (before, restored)]
    clean = find_marks(photo, []).certain.mean()
    shares = [f"{100 * share:.1f} %" for share in (marks[small].mean(), precision, clean)]
    return [*shares, *(f"{value:.1f}" for value in (*decibels, found - started, filled - found))]


def scratch(photo: Image.Image, rng: np.random.Generator) -> tuple[Image.Image, np.ndarray]:
    """Draw `SCRATCHES` bright and dark bent lines of 1 to 4 pixels at 1,280; returns also where they are, (H, W)."""
    side, finer = max(photo.size), 2
    pixels, drawn = np.asarray(photo, np.float32), np.zeros((photo.height, photo.width), bool)
    for _ in range(SCRATCHES):
        picture = Image.new("L", (photo.width * finer, photo.height * finer))
        length, turn = side * rng.uniform(0.15, 0.9), rng.uniform(0, np.pi)
        along = np.linspace(-0.5, 0.5, 60) * length
        aside = rng.uniform(-0.06, 0.06) * length * (1 - (2 * along / length) ** 2) + np.cumsum(
            rng.normal(0, side / 2500, 60)
        )
        x = rng.uniform(0.1, 0.9) * photo.width + along * np.cos(turn) - aside * np.sin(turn)
        y = rng.uniform(0.1, 0.9) * photo.height + along * np.sin(turn) + aside * np.cos(turn)
        width = round(rng.uniform(1, 4) * max(1, side / 1280) * finer)
        ImageDraw.Draw(picture).line(list(zip(finer * x, finer * y, strict=True)), fill=255, width=width)
        cover = np.asarray(picture.resize(photo.size, Image.Resampling.BOX), np.float32) / 255
        colour = rng.uniform(215, 255) if rng.random() < 0.6 else rng.uniform(0, 30)
        pixels = pixels + rng.uniform(0.6, 1) * cover[..., None] * (colour - pixels)
        drawn |= cover > 0.3
    return Image.fromarray(pixels.round().astype(np.uint8)), drawn


if __name__ == "__main__":
    main(sys.argv[1:])
