"""A dozen figures for the front page: one line each for what the models do, and what to compare it with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from train.evaluation.harness.results import Entry
from train.evaluation.measures import combined
from train.evaluation.methods.synthetic_photos import TURN
from train.report.markdown import number, percent, table

_LEVELS = ("50", "100")
"""Noise, out of 255, shown of all that is measured."""

_HOLE = combined.HOLE
"""The hole shown of all that are measured."""

_DRAWN = {"decoded": "a face from such numbers", "eyes-plausible": "filled eyes"}
"""What is drawn, of all uses whose detail is measured -> in words."""

Row = list[str]


def render(found: Mapping[str, Entry]) -> str:
    """Lay out a dozen figures of the shipped models.

    Args:
        found: name -> entry, as results.json holds them; what was not measured yet is left out.
    Returns:
        A table in Markdown without a line break at its end.
    """
    rows = [*_of_face(found.get("face", {})), *_of_reader(found.get("face_reader", {}))]
    return table(["What was measured on test faces", "FaceVAE", "To compare with"], rows)


def _of_face(entry: Mapping[str, Any]) -> Iterator[Row]:
    if "reconstruction" in entry:
        numbers = entry["about"]["latent_dim"]
        yield _compared(f"A face from {numbers} numbers", entry["reconstruction"], {"PCA": "pca"})
    for level in _LEVELS:
        methods = entry.get("denoising", {}).get(level)
        if methods:
            others = {"best linear": "eigenfaces", "mean filter": "mean"}
            yield _compared(f"Noise of {level}/255 removed", methods, others)
    if _HOLE in entry.get("inpainting", {}):
        inside = {method: parts["inside"] for method, parts in entry["inpainting"][_HOLE].items()}
        others = {"best linear": "eigenfaces", "smooth": "biharmonic"}
        yield _compared("Hole of half the side filled, inside it", inside, others)
    if "combined" in entry:
        what = f"Noise of {combined.LEVEL}/255 and such a hole at once"
        yield _compared(what, entry["combined"], {"best linear": "eigenfaces"})
    if "realism" in entry:
        for use, what in _DRAWN.items():
            detail = entry["realism"][use]["detail"]
            real, faithful = (f"{detail[style]['median']:.2f}" for style in ("real", "faithful"))
            yield [f"Fine detail of {what}, the true one's = 1", real, f"faithful: {faithful}"]
    if "identity" in entry:
        found = entry["identity"]["denoised-75"]["real"]["found"]["mean"]
        photos = f"{entry['identity']['photos']:,}"
        yield [f"Noise of 75/255 removed, the nearest of {photos} photos is the right one", percent(found), ""]
    if "alignment" in entry:
        again, once = (entry["alignment"]["looks"][look]["all"]["found"]["mean"] for look in ("again", "once"))
        yield [
            f"Faces found in photos, turned by up to {TURN:.0f} degrees",
            percent(again),
            f"one look: {percent(once)}",
        ]


def _of_reader(entry: Mapping[str, Any]) -> Iterator[Row]:
    if "recognition" in entry:
        read = entry["recognition"]
        yield ["Gender read as labelled", percent(read["gender"]["accuracy"]["mean"]), ""]
        yield ["Age read, mean error", f"{number(read['age']['absolute_error']['mean'])} years", ""]


def _compared(what: str, methods: Mapping[str, Any], others: Mapping[str, str]) -> Row:
    beside = [f"{label}: {_decibels(methods[name])}" for label, name in others.items() if name in methods]
    return [f"{what}, PSNR", _decibels(methods["vae"]), ", ".join(beside)]


def _decibels(scores: Mapping[str, Any]) -> str:
    return f"{scores['psnr']['mean']:.1f} dB"
