"""Tables of how real what is drawn looks, and whether it is still the same person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facevae.model import STYLES
from train.evaluation.measures.drawn_faces import USES
from train.evaluation.measures.identity import MEASURED, STRANGERS
from train.evaluation.measures.realism import MOST, RECTANGLES
from train.evaluation.methods.fine_detail import BLUR
from train.evaluation.methods.identity import THRESHOLD
from train.report.markdown import joined, number, percent, share_with_interval, table
from train.report.scores import signed

_PARTS = {"face": "", "strip": ", the strip around them"}
"""Part of a face whose Frechet distance is measured -> what is added to the label of its use."""


def render(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out the section "realism".

    Args:
        figures: those of results.json.
    Yields:
        Tables of looks and of Frechet distances, each with what it is.
    """
    uses = {name: figures[name] for name in MOST if name in figures}
    head = ["What is drawn", "Faces"]
    head += [f"Fine detail, {style}" for style in STYLES] + [f"Spectrum, {style}" for style in STYLES]
    yield table([*head, *(f"PSNR, {style}" for style in STYLES), "Change in PSNR"], map(_looks, uses, uses.values()))
    spread = figures["diversity"]
    yield (
        f"Faithful is the mean, real has drawn details. Fine detail is what a blur of {BLUR:g} pixels takes away, as "
        "a multiple of the true faces', the median over the faces (95 % interval). Spectrum: where the power at one "
        "frequency, as a multiple of the true faces', is least and most; a grid is a peak there, a blur a gap. PSNR in "
        f"dB, of what was drawn alone. {_inside(uses)}Boxes, halves and strokes are filled with one of several "
        "completions. Nine completions of the eyes differ by "
        f"{number(spread['faithful']['mean'])} out of 255 as means and {number(spread['real']['mean'])} with details, "
        f"{spread['ratio']['mean']:.2f} ({spread['ratio']['low']:.2f} to {spread['ratio']['high']:.2f}) times as much."
    )
    yield from _distances(uses)


def identity(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out the section "identity".

    Args:
        figures: those of results.json.
    Yields:
        A table, and what it is.
    """
    head = ["Is it still the same person?"]
    head += [f"{what}, {style}" for what in ("Distance", f"Below {THRESHOLD:g}", "Found") for style in STYLES]
    rows = [[USES[name].label, *_recognised(figures[name])] for name in MEASURED if name in figures]
    if STRANGERS in figures:
        nearest = figures[STRANGERS]
        cells = [_median(nearest["distance"]), "", percent(nearest["same"]["mean"]), "", "", ""]
        rows.append(["The nearest other photo", *cells])
    yield table(head, rows)
    count = next(figures[name]["real"]["distance"]["n"] for name in MEASURED if name in figures)
    yield (
        f"On {count:,} faces, in dlib's face descriptor, which was part of no loss here: the distance to the face's "
        f"own photo, the median; the share below {THRESHOLD:g}, where dlib takes two photos for one person; and the "
        f"share whose nearest of {figures['photos']:,} test photos is their own. Each with its 95 % interval. The "
        "nearest other photo is mostly another person's and tells how strict that limit is. The descriptor is weaker "
        "on children and on some groups."
    )


def _looks(name: str, figures: dict[str, Any]) -> list[str]:
    count = figures["detail"]["real"]["n"]
    cells = [_median(figures["detail"][style]) for style in STYLES]
    cells += [_extremes(figures["spectrum"][style]) for style in STYLES]
    psnr = figures.get("psnr")
    cells += [f"{psnr[style]['mean']:.1f}" for style in STYLES] + [signed(psnr["above"], "psnr")] if psnr else [""] * 3
    return [USES[name].label, f"{count:,}", *cells]


def _distances(uses: dict[str, Any]) -> Iterator[str]:
    """The table of Frechet distances; a cell is empty where there were no other faces."""
    head = ["Frechet distance (no FID)", "Faces"]
    head += [f"To {whose} faces, {style}" for whose in ("the same", "other") for style in STYLES]
    rows = []
    for name, figures in uses.items():
        for part, own in figures.get("frechet", {}).items():
            cells = [_rounded(own[style].get(whose)) for whose in ("same", "others") for style in STYLES]
            label = USES[name].label + _PARTS[part]
            rows.append([label, f"{own['faces']:,}", *cells, _rounded(own.get("floor"))])
    if rows:
        yield table([*head, "Of real faces to other faces"], rows)
        yield joined(
            "In a MobileNetV2 that learned from ImageNet and was part of no loss here, with as many faces on either "
            "side; smaller is better, and a figure compares with those of its own row only.",
            "The last column is the floor: what is above it sets drawn faces apart from real ones. Decoded and filled "
            "faces are of the very test faces, so that their distance to these may be below it.",
        )


def _recognised(figures: dict[str, Any]) -> list[str]:
    cells = [_median(figures[style]["distance"]) for style in STYLES]
    return cells + [share_with_interval(figures[style][what]) for what in ("same", "found") for style in STYLES]


def _median(figures: dict[str, Any]) -> str:
    return f"{figures['median']:.2f} ({figures['low']:.2f} to {figures['high']:.2f})"


def _extremes(figures: dict[str, Any]) -> str:
    return f"{figures['least']['ratio']:.2f} to {figures['most']['ratio']:.2f}"


def _inside(uses: dict[str, Any]) -> str:
    """The spectra of filled rectangles alone, in a sentence; a whole face has known pixels, too, which are true."""
    found = [
        f"{USES[name].label.lower()} {_extremes(uses[name]['spectrum_inside']['real'])}"
        for name in RECTANGLES
        if "spectrum_inside" in uses.get(name, {})
    ]
    return f"Inside what was filled alone the spectrum is, real: {'; '.join(found)}. " if found else ""


def _rounded(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
