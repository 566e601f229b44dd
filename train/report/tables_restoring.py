"""Tables of denoising, inpainting and run times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from facevae.restore import DENOISERS
from train.evaluation.harness.scores import ABOVE
from train.evaluation.measures import combined as both
from train.evaluation.measures import inpainting as holes
from train.evaluation.measures.denoising import BEST_MEAN, FULL, NOISY
from train.report import scores
from train.report.markdown import joined, listed, table, with_interval

_CLASSICAL = tuple(name for name, method in DENOISERS.items() if method.kind == "classical")

_ROWS = (NOISY, "mean", BEST_MEAN, *_CLASSICAL, FULL)
"""Methods that come first in the table of noise; the others follow as registered."""

_PAIRED = (
    "Differences are taken face by face, so their 95 % intervals (in brackets) are narrower than those of two means."
)


def denoising(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out the section of that name."""
    levels = sorted(figures, key=int)
    first = figures[levels[0]]
    rows = list(dict.fromkeys(name for name in (*_ROWS, *first) if name in first))
    columns = {f"Noise {level}": figures[level] for level in levels}
    yield scores.table("Denoising (noise out of 255)", scores.LABELS, columns, rows)
    best = [figures[level][BEST_MEAN]["psnr"]["window"] for level in levels]
    yield joined(
        scores.reach(figures),
        "The best window of the mean filter is chosen with the clean faces at hand, unlike all others: by PSNR it "
        f"is {listed(best)} pixels.",
        _fewer(first),
    )
    if "vae" in first and ABOVE in first["vae"]:
        for metric in scores.FORMATS:
            yield scores.differences("VAE minus ...", "vae", columns, rows, metric)
        yield joined(_PAIRED, _gap(figures, levels), _compactness(figures, levels))


def noise_level(figures: dict[str, Any]) -> str:
    """Lay out how well noise is estimated."""
    levels = sorted(figures, key=int)
    rows = {"Mean error, %": "error", "Nine faces of ten are below, %": "error_p90"}
    cells = [[label, *(with_interval(figures[level][key]) for level in levels)] for label, key in rows.items()]
    return table(["Estimating the noise, out of 255", *(f"Noise {level}" for level in levels)], cells)


def inpainting(figures: dict[str, Any], mean_face: str) -> Iterator[str]:
    """Lay out the section of that name.

    Args:
        figures: those of results.json.
        mean_face: what the mean face is, in words.
    """
    inside, whole = (
        {
            holes.HOLES[hole].label: {name: parts[part] for name, parts in methods.items()}
            for hole, methods in figures.items()
        }
        for part in holes.PARTS
    )
    first = next(iter(inside.values()))
    for title, columns in (("Inpainting, inside the hole", inside), ("Inpainting, the whole face", whole)):
        yield scores.table(title, scores.LABELS, columns, list(next(iter(columns.values()))))
    yield joined(scores.reach(figures), f"Mean face: {mean_face}.", _nine(first), _fewer(first))
    for method in holes.PAIRS:
        title = f"{scores.LABELS[method]}, inside the hole, minus ..."
        tables = (scores.differences(title, method, inside, list(first), metric) for metric in scores.FORMATS)
        yield from filter(None, tables)


def diversity(figures: dict[str, Any]) -> str:
    """Lay out how much completions differ."""
    heads = [f"{100 * float(side):.0f} %" for side in figures]
    cells = [with_interval(spread) for spread in figures.values()]
    faces = next(iter(figures.values()))["n"]
    title = f"Side of a box in the middle, {faces} faces"
    row = [f"Standard deviation between {holes.NINE} completions, inside it, out of 255", *cells]
    return table([title, *heads], [row])


def combined(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out noise and a hole at once."""
    hole = holes.HOLES[both.HOLE].label.lower()
    labels = scores.LABELS | {"mean-face": "Mean face in the hole, noise left"}
    yield scores.table("Both at once", labels, {f"Noise {both.LEVEL}, {hole}": figures}, list(figures))
    above = figures["vae"].get(ABOVE, {})
    gains = "; ".join(f"{labels[name]}: {scores.signed(found['psnr'], 'psnr')} dB" for name, found in above.items())
    yield joined("Over the whole face.", gains and f"The VAE minus the others, face by face: {gains}.")


def speed(figures: dict[str, float]) -> str:
    """Say in a sentence what the section of that name holds."""
    times = listed(f"{name} {value:.1f}" for name, value in figures.items() if name != "vae-plain")
    return f"Time for one face, where encoding and decoding take 1 (indicative, machines differ): {times}."


def _gap(figures: dict[str, Any], levels: list[str]) -> str:
    found = _differences(figures, levels, "vae", "supervised")
    if not found:
        return ""
    return (
        "The supervised network saw pairs of noisy and clean faces, learned nothing but to remove noise, and can fill "
        "no hole; it is the upper reference for a small network with the same faces and as long to learn. "
        f"The VAE minus it: {found}."
    )


def _compactness(figures: dict[str, Any], levels: list[str]) -> str:
    found = _differences(figures, levels, FULL, "eigenfaces")
    return f"What the eigenfaces that ship lose by being compact, the full ones minus them: {found}." if found else ""


def _differences(figures: dict[str, Any], levels: list[str], method: str, other: str) -> str:
    """Write the differences in dB of two methods, level by level; nothing where they were not compared."""
    found = {level: figures[level].get(method, {}).get(ABOVE, {}).get(other) for level in levels}
    return listed(f"{scores.signed(both['psnr'], 'psnr')} dB at noise {level}" for level, both in found.items() if both)


def _nine(methods: dict[str, Any]) -> str:
    if holes.BEST_COMPLETION not in methods:
        return ""
    return "One of nine: a completion on average. Best of nine: the nearest one, chosen with the clean face at hand."


def _fewer(methods: dict[str, Any]) -> str:
    counts = {name: figures["psnr"]["n"] for name, figures in methods.items()}
    most = f"On the first {max(counts.values()):,} faces."
    few: dict[int, list[str]] = defaultdict(list)
    for name, count in counts.items():
        if count < max(counts.values()):
            few[count].append(scores.LABELS[name])
    groups = "; ".join(f"{listed(labels)} on the first {count}" for count, labels in few.items())
    return f"{most} Slow to compute, and so on fewer: {groups}." if groups else most
