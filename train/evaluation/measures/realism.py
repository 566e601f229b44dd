"""Whether what is drawn looks like real faces: fine detail, spectrum, Frechet distance; and what that costs in PSNR."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import torch
from torch import Tensor

from facevae import FaceVae, metrics, restore
from facevae.damage import masks
from facevae.restore import Restoration
from train.evaluation.harness.bootstrap import summarise, summarise_median
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.scores import MAX_PSNR
from train.evaluation.harness.subject import Subject
from train.evaluation.measures.drawn_faces import USES
from train.evaluation.measures.real_faces import RealFaces
from train.evaluation.methods import fine_detail, spectrum

FEW, MANY = 200, 500
"""Faces, the first ones: enough for a median, and for a Frechet distance."""

MOST: dict[str, int | None] = {
    "decoded": None,
    "eyes": MANY,
    "eyes-plausible": MANY,
    "centre-box": FEW,
    "left-half": FEW,
    "strokes": FEW,
    "denoised-50": FEW,
    "denoised-75": FEW,
    "denoised-100": FEW,
    "random": None,
    "half-way": MANY,
}
"""Use -> on how many faces it is measured; None takes all."""

COMPARED = {
    "decoded": ("face",),
    "eyes": ("face", "strip"),
    "eyes-plausible": ("face", "strip"),
    "random": ("face",),
    "half-way": ("face",),
}
"""Use whose Frechet distance is measured -> of what."""

RECTANGLES = ("eyes", "eyes-plausible", "centre-box", "left-half")
"""Uses that draw a rectangle, the same in every face: there its spectrum is taken, too."""

DIVERSE, NINE = 30, 9
"""Faces whose eyes are filled in several ways, and in how many."""

STYLES = ("faithful", "real")

_Values = dict[str, list[Tensor]]
"""What is kept of the faces so far, batch by batch: by style, and of the true ones."""


def measure(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure all uses, as means and with details.

    Args:
        subject: a flagship with a restorer and a detail stage, and the judge.
        heldout: the faces to draw; its validation faces are the other real ones that they are compared with.
    Returns:
        use -> "detail": style -> median of its strength as a multiple of the true one; "spectrum": style -> as
        ``spectrum.extremes`` returns it, and of a rectangle that was drawn "spectrum_inside" likewise; "psnr", where
        there is a true face: style -> figures inside what was drawn, and "above", of real over faithful; "frechet":
        part of a face -> as ``RealFaces.compare`` returns it. And "diversity", as that function returns it.
    """
    real_faces = RealFaces(subject.judge, heldout)
    found = {name: _measure(subject.model, heldout, name, real_faces) for name in MOST}
    return {**found, "diversity": diversity(subject.model, heldout)}


def _measure(model: FaceVae, heldout: HeldoutFaces, name: str, real_faces: RealFaces) -> dict[str, Any]:
    use, parts = USES[name], COMPARED.get(name, ())
    detail, spectra, inside, psnr = (defaultdict[str, list[Tensor]](list) for _ in range(4))
    features = {part: defaultdict[str, list[Tensor]](list) for part in parts}
    for batch in use.batches(model, heldout, MOST[name]):
        for kind, faces in {"true": batch.clean, **batch.styles}.items():
            detail[kind].append(fine_detail.strength(faces, batch.mask))
            spectra[kind].append(spectrum.radial(faces))
            if name in RECTANGLES:
                inside[kind].append(spectrum.radial(faces, batch.mask[:1]))
        for style, faces in batch.styles.items():
            if use.paired:
                psnr[style].append(metrics.psnr(faces, batch.clean, batch.mask).clamp(max=MAX_PSNR))
            for part in parts:
                features[part][style].append(real_faces.embed(faces, part))
    found: dict[str, Any] = {"detail": _to_true(detail, use.paired), "spectrum": _spectra_to_true(spectra)}
    if inside:
        found["spectrum_inside"] = _spectra_to_true(inside)
    if use.paired:
        found["psnr"] = _above({style: torch.cat(own) for style, own in psnr.items()})
    if parts:
        drawn = {part: {style: torch.cat(own) for style, own in styles.items()} for part, styles in features.items()}
        found["frechet"] = {part: real_faces.compare(styles, part) for part, styles in drawn.items()}
    return found


def _to_true(detail: _Values, paired: bool) -> dict[str, Any]:
    """Of faces that should be the true ones the median ratio, of others the ratio of the medians."""
    own = {kind: torch.cat(values).double().numpy() for kind, values in detail.items()}
    true = own.pop("true")
    if paired:
        return {style: summarise_median(values / true) for style, values in own.items()}
    return {style: summarise_median(values, true) for style, values in own.items()}


def _spectra_to_true(spectra: _Values) -> dict[str, Any]:
    own = {kind: torch.cat(values) for kind, values in spectra.items()}
    true = own.pop("true")
    return {style: spectrum.extremes(values, true) for style, values in own.items()}


def _above(psnr: dict[str, Tensor]) -> dict[str, Any]:
    faithful, real = (psnr[style].double().numpy() for style in STYLES)
    return {"faithful": summarise(faithful), "real": summarise(real), "above": summarise(real - faithful)}


def diversity(model: FaceVae, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure how different completions of the eyes are.

    Args:
        model: with a restorer and a detail stage.
        heldout: the faces, of which the first ``DIVERSE`` are filled in ``NINE`` ways.
    Returns:
        faithful and real: standard deviation between them inside the hole, out of 255; and ratio, of real to faithful.
    """
    mask = masks.eyes(model.image_size)
    spreads: dict[str, list[float]] = {style: [] for style in STYLES}
    for first, clean in heldout.batches("Eyes in nine ways", DIVERSE):
        for number, face in enumerate(clean.split(1), start=first):
            generator = torch.Generator().manual_seed(number)
            faithful = restore.complete(model, face * (1 - mask), mask, NINE, generator)
            drawn = model.add_detail(faithful.faces[0], mask, generator=generator)
            for style, nine in zip(STYLES, (faithful, Restoration(drawn[None], faithful.weights)), strict=True):
                spreads[style].append(255 * float(restore.diversity(nine, mask)))
    pairs = zip(*spreads.values(), strict=True)
    return {
        **{style: summarise(own) for style, own in spreads.items()},
        "ratio": summarise([real / faithful if faithful else float("nan") for faithful, real in pairs]),
    }
