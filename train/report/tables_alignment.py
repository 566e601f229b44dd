"""Tables of face detection and alignment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facevae.align.search import SEARCHES
from train.evaluation.harness.scores import ABOVE
from train.evaluation.measures.alignment import CROPS, LOOKS, PARTS, QUANTILES
from train.evaluation.methods.synthetic_photos import SCALES, SIDE, TURN
from train.report import scores
from train.report.markdown import listed, percent, share_with_interval, table, with_interval

_BANDS = {"turn": "Turned by {band} degrees", "scale": "{low:.0f} to {high:.0f} pixels wide"}

_LOOKS = {"again": "Looked at again upright", "once": "One look"}
_QUANTILES = {"median": "median", "p90": "nine of ten below"}

_CROPS = {"upright": "The face as it was", "aligned": "Found and aligned", "centre": "Centre of the photo"}
_PARTS = {"whole": "All of the crop", "face": "What of it is the face"}


def render(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out how far the corners of crops are off, and what that does to reconstructions.

    Args:
        figures: the section on alignment.
    Yields:
        Tables, each with a paragraph.
    """
    yield from _corners(figures)
    if "reconstruction" in figures:
        yield from _reconstruction(figures["reconstruction"])


def speed(figures: dict[str, float]) -> str:
    """Say in a sentence how long finding, cutting out and pasting back take."""
    found, cut, pasted, nothing = (figures[name] for name in ("find", "cut", "paste", "find-nothing"))
    return (
        "Times in a photo of 12 megapixels, where encoding and decoding take 1 (indicative, machines differ): find a "
        f"face and cut it out {found + cut:.1f}, look for one where there is none {nothing:.1f}, paste it back "
        f"{pasted:.1f}."
    )


def _corners(figures: dict[str, Any]) -> Iterator[str]:
    looks = figures["looks"]
    head = [
        f"Alignment: corners off, in pixels at {SIDE}",
        "Found",
        *(f"{_LOOKS[look]}, {_QUANTILES[name]}" for look in LOOKS for name in QUANTILES),
    ]
    rows = [["All", *_cells([looks[look]["all"] for look in LOOKS])]]
    for group, words in _BANDS.items():
        for band in looks[LOOKS[0]][group]:
            low, high = (SIDE * float(edge) for edge in band.split("-"))
            cells = _cells([looks[look][group][band] for look in LOOKS])
            rows.append([words.format(band=band.replace("-", " to "), low=low, high=high), *cells])
    yield table(head, rows)
    yield " ".join(_words(figures))


def _cells(finds: list[dict[str, Any]]) -> list[str]:
    found = percent(finds[0]["found"]["mean"]) if finds[0] else ""
    return [found, *(with_interval(own[name]) if name in own else "" for own in finds for name in QUANTILES)]


def _words(figures: dict[str, Any]) -> Iterator[str]:
    again, once = (figures["looks"][look]["all"]["found"] for look in LOOKS)
    smallest, largest = (SIDE * scale for scale in SCALES)
    yield (
        f"{again['n']:,} test faces, turned by up to {TURN:.0f} degrees, scaled to {smallest:.0f} to {largest:.0f} "
        "pixels and laid somewhere on smooth colours; no real photos, in which faces have hair and surroundings. "
        f"Found: {share_with_interval(again)}; something else instead: {share_with_interval(figures['elsewhere'])}."
    )
    yield (
        f"One look: the detector's own points in the first of {len(SEARCHES)} searches, which finds "
        f"{share_with_interval(once)}. In brackets: 95 % intervals."
    )
    if "sides" in figures:
        wider = [f"{100 * (figures['sides'][key] - 1):+.1f}" for key in ("mean", "low", "high")]
        yield (
            f"Crops are wider than they should be by {wider[0]} % ({wider[1]} to {wider[2]}), in the median. Pasted "
            f"back unchanged, {share_with_interval(figures['alike'])} of them give the photo bit by bit."
        )


def _reconstruction(figures: dict[str, Any]) -> Iterator[str]:
    rows = [[_CROPS[crop], *(scores.cell(figures[part][crop]) for part in PARTS)] for crop in CROPS]
    yield table(["Encoded and decoded, against the same crop", *(_PARTS[part] for part in PARTS)], rows)
    gains = listed(
        f"{_CROPS[one].lower()} minus {_CROPS[other].lower()} "
        f"{scores.signed(figures['face'][one][ABOVE][other]['psnr'], 'psnr')} dB"
        for one, other in (("aligned", "centre"), ("upright", "aligned"))
    )
    count, inside = (figures[part]["centre"]["psnr"]["n"] for part in PARTS)
    yield (
        f"PSNR in dB / SSIM on the {count:,} photos whose face was found; the centre is what the others get. On the "
        f"face alone, photo by photo: {gains}. The centre of {count - inside:,} photos has nothing of the face in it; "
        "they count for all of the crop only."
    )
