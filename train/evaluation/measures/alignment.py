"""Face detection and alignment: recall, corner errors, and reconstructions of aligned and unaligned crops."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from facevae import FaceVae, photos
from facevae.align import CropFrame, Face, centred, cut, find, paste
from facevae.align.detection import detect
from facevae.align.geometry import fit
from facevae.align.search import SEARCHES
from facevae.models.mtcnn import Mtcnn
from train.evaluation.harness.bootstrap import DIGITS, interval, share
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.scores import Tally, compare
from train.evaluation.harness.subject import Subject
from train.evaluation.methods.synthetic_photos import SIDE, Posed, pose

FACES = 300
"""Faces measured on, at most, the first ones."""

TURNS, SCALES = (0, 15, 30, 50), (0.4, 0.8, 1.5, 3.0)
"""Degrees either way, and scales, between which faces are also told apart."""

LOOKS = ("again", "once")
"""How often a face is looked at: again in its own square, as `find` does; and once, by the plain cascade."""

CROPS = ("upright", "aligned", "centre")
"""What is encoded and decoded: the face as it was before, an upper bound; cut out where it was found; and the centre of
the photo, which is what a face that is not found gets."""

PARTS = ("whole", "face")
"""Of a crop: all of it, and what of it lies within the true square."""

QUANTILES = {"median": 0.5, "p90": 0.9}


@dataclass(frozen=True)
class Case:
    """One photo; figures are nan where there is nothing to measure.

    Attributes:
        turn, scale: of the face in it; degrees either way.
        found, elsewhere: whether the largest find is the face, and whether it is something else.
        errors: one of ``LOOKS`` -> corner error in pixels at ``SIDE``.
        sides: side of the square found, in true ones.
        alike: whether the photo comes back bit by bit when the crop is pasted into it as it is.
    """

    turn: float
    scale: float
    found: bool
    elsewhere: bool
    errors: dict[str, float]
    sides: float = math.nan
    alike: bool = False


def measure(subject: Subject, heldout: HeldoutFaces) -> dict[str, Any]:
    """Find test faces again that were turned, scaled and laid on a background; encode and decode what was cut out.

    Args:
        subject: a flagship, with a detector at hand.
        heldout: upright faces.
    Returns:
        looks: one of ``LOOKS`` -> "all", and "turn" and "scale" with their bands -> found, the share of the photos in
        which the face was, and corner errors of those, as ``QUANTILES``, in pixels at ``SIDE``; elsewhere: share of
        the photos in which something else was found. On those found, and not there where there are none: sides, the
        median of what is found in true sides; alike, the share of photos that come back bit by bit; reconstruction,
        one of ``PARTS`` -> one of ``CROPS`` -> as ``scores.compare`` has it.
    """
    cases: list[Case] = []
    tallies = {part: {name: Tally() for name in CROPS} for part in PARTS}
    for first, clean in heldout.batches("Alignment", FACES):
        for number, face in enumerate(clean.split(1), start=first):
            posed = pose(face, torch.Generator().manual_seed(number))
            best = next(iter(find(posed.photo, subject.detector)), None)
            cases.append(_case(posed, best, subject))
            if best is not None and cases[-1].found:
                _reconstruct(subject.model, face, posed, best, tallies)
    bands = {"turn": (TURNS, lambda case: case.turn), "scale": (SCALES, lambda case: case.scale)}
    figures: dict[str, Any] = {"elsewhere": share(np.array([case.elsewhere for case in cases])), "looks": {}}
    for look in LOOKS:
        parted = {
            name: {band: _finds(some, look) for band, some in _bands(cases, *edges_of).items()}
            for name, edges_of in bands.items()
        }
        figures["looks"][look] = {"all": _finds(cases, look), **parted}
    found = [case for case in cases if case.found]
    if found:
        figures["sides"] = _quantile(np.array([case.sides for case in found]), QUANTILES["median"])
        figures["alike"] = share(np.array([case.alike for case in found]))
        pairs = {"upright": ["aligned"], "aligned": ["centre"]}
        figures["reconstruction"] = {part: compare(own, pairs) for part, own in tallies.items()}
    return figures


def corner_error(found: CropFrame, true: CropFrame) -> float:
    """Return the mean distance of a square's corners from where they should be, in pixels of a true side ``SIDE``."""
    apart = [math.dist(one, other) for one, other in zip(found.corners, true.corners, strict=True)]
    return sum(apart) / len(apart) / true.side * SIDE


def looked_once(photo: Image.Image, networks: Mtcnn) -> CropFrame | None:
    """Return the square of the largest face that the first search finds, from the cascade's own points."""
    search = SEARCHES[0]
    seen = detect(networks, photos.to_tensor(photo), search.smallest)
    points = seen.points[seen.scores >= search.score]
    frames = (fit(own, networks.reference, networks.precision) for own in points)
    return max(frames, key=lambda frame: frame.side, default=None)


def _case(posed: Posed, best: Face | None, subject: Subject) -> Case:
    once = looked_once(posed.photo, subject.detector)
    frames = {"again": None if best is None else best.frame, "once": once}
    right = {look: frame is not None and _is_it(frame, posed.frame) for look, frame in frames.items()}
    errors = {
        look: math.nan if frame is None or not right[look] else corner_error(frame, posed.frame)
        for look, frame in frames.items()
    }
    case = partial(Case, abs(posed.frame.turn), posed.scale, right["again"])
    if best is None or not right["again"]:
        return case(best is not None, errors)
    crop = cut(posed.photo, best, subject.model.image_size)
    again = paste(posed.photo, crop, crop.pixels)
    return case(False, errors, best.frame.side / posed.frame.side, again.tobytes() == posed.photo.tobytes())


def _is_it(found: CropFrame, true: CropFrame) -> bool:
    """Whether the middle of a square that was found lies within the true one."""
    return all(0 < line < 1 for line in true.inside(*found.at(0.5, 0.5)))


def _reconstruct(model: FaceVae, face: Tensor, posed: Posed, best: Face, tallies: dict[str, dict[str, Tally]]) -> None:
    """Score a face as it was, as it was cut out, and the centre of its photo, each against itself."""
    size = model.image_size
    places = {"aligned": best, "centre": centred(posed.photo.size)}
    crops = torch.cat([face, *(cut(posed.photo, place, size).pixels for place in places.values())])
    drawn = model.decode(model.encode(crops).mean)
    within = [torch.ones_like(face[:, :1]), *(_within(place.frame, posed.frame, size) for place in places.values())]
    for name, own, seen, mask in zip(CROPS, drawn.split(1), crops.split(1), within, strict=True):
        tallies["whole"][name].add(own, seen)
        tallies["face"][name].add(own, seen, mask)


def _within(crop: CropFrame, true: CropFrame, size: int) -> Tensor:
    """Which pixels of a crop lie within the true square, (1, 1, S, S)."""
    line = (torch.arange(size) + 0.5) / size
    u, v = true.inside(*crop.at(line[None, :], line[:, None]))
    return ((u > 0) & (u < 1) & (v > 0) & (v < 1)).float()[None, None]


def _bands(cases: list[Case], edges: Sequence[float], value: Callable[[Case], float]) -> dict[str, list[Case]]:
    return {f"{low:g}-{high:g}": [case for case in cases if low <= value(case) < high] for low, high in pairwise(edges)}


def _finds(cases: list[Case], look: str) -> dict[str, Any]:
    """Which share of some cases was found, and the quantiles of their corner errors; nothing where there is no case."""
    if not cases:
        return {}
    errors = np.array([case.errors[look] for case in cases])
    known = errors[~np.isnan(errors)]
    quantiles = {name: _quantile(known, place) for name, place in QUANTILES.items()} if len(known) else {}
    return {"found": share(~np.isnan(errors)), **quantiles}


def _quantile(values: np.ndarray, place: float) -> dict[str, Any]:
    """Describe a quantile as ``bootstrap.summarise`` does a mean, under the same names."""
    quantile = partial(np.quantile, q=place)
    low, high = interval(values, statistic=quantile)
    figures = {"mean": float(quantile(values)), "low": low, "high": high}
    return {**{name: round(value, DIGITS) for name, value in figures.items()}, "n": len(values)}
