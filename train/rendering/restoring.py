"""What removing noise and filling holes came to, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from train.evaluation.denoising import BEST_MEAN, NOISY
from train.evaluation.inpainting import HOLES
from train.rendering import scores
from train.rendering.markdown import listed

_ROWS = (NOISY, "mean", BEST_MEAN)
"""Methods that come first in the table of noise; the others follow as registered."""


def denoising(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out the section of that name."""
    levels = sorted(figures, key=int)
    first = figures[levels[0]]
    rows = [name for name in (*_ROWS, *first) if name in first]
    columns = {f"Noise {level}": figures[level] for level in levels}
    yield scores.table("Denoising (noise out of 255)", scores.LABELS, columns, list(dict.fromkeys(rows)))
    best = [figures[level][BEST_MEAN]["psnr"]["window"] for level in levels]
    yield (
        f"{scores.reach(figures)} The best window of the mean filter is chosen with the clean faces at hand, which "
        f"nobody else has: by PSNR it is {listed(best)} pixels. {_fewer(first)}"
    ).rstrip()


def inpainting(figures: dict[str, Any], mean_face: str) -> Iterator[str]:
    """Lay out the section of that name.

    Args:
        figures: those of results.json.
        mean_face: what the mean face is, in words.
    """
    for part, title in (("inside", "Inpainting, inside the hole"), ("whole", "Inpainting, the whole face")):
        columns = {
            HOLES[hole].label: {method: parts[part] for method, parts in methods.items()}
            for hole, methods in figures.items()
        }
        yield scores.table(title, scores.LABELS, columns, list(next(iter(columns.values()))))
    yield f"{scores.reach(figures)} Mean face: {mean_face}."


def speed(figures: dict[str, float]) -> str:
    """Say in a sentence what the section of that name holds."""
    times = listed(f"{name} {value:.1f}" for name, value in figures.items() if name != "vae-plain")
    return f"Time for one face, where encoding and decoding take 1 (indicative, machines differ): {times}."


def _fewer(methods: dict[str, Any]) -> str:
    counts = {name: figures["psnr"]["n"] for name, figures in methods.items()}
    few = [name for name in counts if counts[name] < max(counts.values())]
    if not few:
        return ""
    labels = listed(scores.LABELS[name] for name in few)
    return f"Slow to compute, and so on the first {counts[few[0]]} faces only: {labels}."
