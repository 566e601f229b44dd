"""Scratches and creases anywhere in a photo: long thin lines that are no part of what it shows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from facevae.restore import scratch_ridges

_EVIDENCE = 0.42

_SHORTEST, _FEWEST = 0.05, 24
"""Shortest line that may be a scratch: as a fraction of the longest side, and in pixels."""

_ACROSS = np.arange(-3, 4)
"""Where a line itself is, in pixels across it."""

_BESIDE = np.array([-9, -8, -7, -6, -5, -4, 4, 5, 6, 7, 8, 9])
"""Where its surroundings are, half of them on either side."""

_WEIGHTS = np.array([0.88, -1.92, -1.05, -0.72, -1.16, -1.86, 0.92])
_BIAS = 3.0

_SURE, _LIKELY = 3.3, 0.8
"""Score of a line that is a scratch anywhere, and of one that is where others are."""

_SCRATCHED = 0.3
"""Length of all sure scratches, in longest sides, from which a photo counts as scratched."""


@dataclass(frozen=True)
class Line:
    """A line of a photo.

    Attributes:
        rows, columns: the pixels that it covers, (P,).
        length: in longest sides of the photo.
        score: above 0 for what is rather a scratch.
    """

    rows: np.ndarray = field(repr=False)
    columns: np.ndarray = field(repr=False)
    length: float
    score: float


def find_lines(grey: np.ndarray) -> list[Line]:
    """Find the scratches and creases of a photo, outside its faces.

    Lines in place and direction are classified by a logistic regression on what tells a scratch from a wire, a strand
    of hair or a seam. One scratch seldom comes alone: where the sure ones are as long together as `_SCRATCHED` says,
    likely ones count as well; on a photo without any nothing is marked. Left out photo by photo, 84 % of drawn
    scratches (by length, 1 to 4 pixels wide at 1,280) are found, and of 33 clean photos 31 stay unmarked;
    `tests.benchmarks.scratches` measures it.

    Args:
        grey: (H, W) float32 in [0, 1], at the size at which scratches are 1 to 5 pixels wide.
    Returns:
        The scratches.
    """
    lines = list(candidates(grey))
    scratched = sum(line.length for line in lines if line.score > _SURE) >= _SCRATCHED
    return [line for line in lines if line.score > (_LIKELY if scratched else _SURE)]


def candidates(grey: np.ndarray) -> Iterator[Line]:
    """Yield all long thin lines of a (H, W) picture, scratches or not."""
    evidence = scratch_ridges.evidence(grey)
    side = max(grey.shape)
    for sign in (1, -1):
        for line in _linked(sign * evidence):
            k, rows, columns = line[:, _spine(line, sign * evidence[tuple(line)])]
            if len(rows) < max(_SHORTEST * side, _FEWEST):
                continue
            core, beside = (_read_across(grey, k, rows, columns, aside) for aside in (_ACROSS, _BESIDE))
            covered = _covered(core, beside, sign)
            score = float(_traits(core, beside, covered, sign, len(rows) / side, _bow(rows, columns)) @ _WEIGHTS)
            yield Line(*_places(grey.shape, k, rows, columns, covered), len(rows) / side, score + _BIAS)


def _linked(evidence: np.ndarray) -> list[np.ndarray]:
    """Return lines, (3, P) angles, rows and columns of each: strong evidence that touches in place and direction."""
    best = (evidence > _EVIDENCE) & (evidence >= np.roll(evidence, 1, 0)) & (evidence >= np.roll(evidence, -1, 0))
    places = np.stack(best.nonzero())
    if not places.shape[1]:
        return []
    labels, count = ndimage.label(best, np.ones((3, 3, 3)))
    # Half a turn further is the first direction again.
    first, last = np.pad(labels[0], 1), labels[-1]
    pairs = []
    for row, column in np.ndindex(3, 3):
        other = first[row : row + last.shape[0], column : column + last.shape[1]]
        both = (last > 0) & (other > 0)
        pairs.append(np.stack([last[both], other[both]]))
    ends = np.concatenate(pairs, axis=1)
    graph = coo_array((np.ones(ends.shape[1], bool), tuple(ends)), shape=(count + 1, count + 1))
    numbers = connected_components(graph, directed=False)[1][labels[tuple(places)]]
    order = numbers.argsort(kind="stable")
    return np.split(places[:, order], np.flatnonzero(np.diff(numbers[order])) + 1, axis=1)


def _spine(line: np.ndarray, height: np.ndarray) -> np.ndarray:
    """Return which of a line's P places have most evidence at each step along it."""
    step = _along(line[1], line[2])[0]
    step = np.rint(step - step.min())
    order = np.lexsort((-height, step))
    return order[np.diff(step[order], prepend=-np.inf) > 0]


def _along(rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far each place is along a line's longest direction, and across it."""
    points = np.stack([rows, columns]).astype(float)
    points -= points.mean(axis=1, keepdims=True)
    axes = np.linalg.eigh(points @ points.T)[1]
    return axes[:, 1] @ points, axes[:, 0] @ points


def _bow(rows: np.ndarray, columns: np.ndarray) -> float:
    """Return how far a line of P places leaves the straight one, as a fraction of its length."""
    along, across = _along(rows, columns)
    return float(np.ptp(np.polyval(np.polyfit(along, across, 2), along)) / len(rows))


def _read_across(
    grey: np.ndarray, k: np.ndarray, rows: np.ndarray, columns: np.ndarray, aside: np.ndarray
) -> np.ndarray:
    """Return what a picture has at A distances across each of a line's P places, (A, P)."""
    return ndimage.map_coordinates(grey, _across(k, rows, columns, aside), order=1, mode="nearest")


def _across(k: np.ndarray, rows: np.ndarray, columns: np.ndarray, aside: np.ndarray) -> np.ndarray:
    turn = k * (math.pi / scratch_ridges.ANGLES)
    return np.stack([rows + aside[:, None] * np.cos(turn), columns - aside[:, None] * np.sin(turn)])


def _covered(core: np.ndarray, beside: np.ndarray, sign: int) -> np.ndarray:
    """Say what of (A, P) pixels across a line is line: what stands out half as far as its peak or more."""
    above = sign * (core - beside.mean(0))
    return above > 0.5 * np.maximum(above.max(0), np.median(above.max(0)) / 2)


def _traits(
    core: np.ndarray, beside: np.ndarray, covered: np.ndarray, sign: int, length: float, bow: float
) -> np.ndarray:
    """Return what tells a scratch from other lines, as much as `_WEIGHTS` has.

    How long it is; how little it keeps one colour while what is beside it changes; how restless that is; how bent it
    is; how wide; how far from white or black; and on what share of it both sides are darker, or brighter.
    """
    half = len(_BESIDE) // 2
    ground, peak = beside.mean(0), sign * (sign * core).max(0)
    height = max(float((sign * (peak - ground)).mean()), 1e-3)
    drift = (peak.std() + 0.02) / (ground.std() + 0.02)
    restless = sum(np.abs(np.diff(part, axis=0)).mean() for part in (beside[:half], beside[half:])) / height
    sides = np.maximum(sign * beside[:half].mean(0), sign * beside[half:].mean(0))
    clear = float((sign * peak - sides > 0.5 * height).mean())
    extreme = float(1 - peak.mean() if sign > 0 else peak.mean())
    wide = float(covered.sum(0).mean())
    return np.array([math.log(length), math.log(drift), math.log(restless + 0.01), bow, wide, extreme, clear])


def _places(
    shape: tuple[int, ...], k: np.ndarray, rows: np.ndarray, columns: np.ndarray, covered: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and columns that a line covers."""
    places = np.rint(_across(k, rows, columns, _ACROSS)[:, covered]).astype(int)
    return places[0].clip(0, shape[0] - 1), places[1].clip(0, shape[1] - 1)
