"""Scratch detection: ridges in place and direction, linked to lines, classified by a logistic regression.

Ridges are sought across 16 directions and averaged along them; what hangs together in place and direction is one line,
so that lines may cross; and four numbers tell a scratch from what a face has by itself. All constants, the weights of
those numbers among them (a logistic regression), were chosen on validation faces.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from torch import Tensor

from facevae.color import brightness
from facevae.conventions import check_faces

_MIN_SIDE = 32

_SIDE = 128
"""Most pixels that are looked at; a larger picture is scaled down first."""

_ANGLES = 16

_PROBES = ((0.5, 2.0), (0.8, 2.8), (1.3, 4.0))
"""For lines of three widths, in pixels: standard deviation of a spot across the line, and how far the two beside it
are."""

_REACH = 8

_ROD = 0.2
"""Length over which ridges are averaged, as a fraction of the side; gaps of half of it are bridged."""

_FAINT = 0.03
"""Height at which a ridge counts half; none counts more than one, or a few lashes would outweigh a long faint line."""

_EVIDENCE = 0.36

_SHORTEST = 0.18
"""Shortest line that may be a scratch, as a fraction of the side."""

_ASIDE = np.array([[-6, -5, -4, -3], [3, 4, 5, 6]])[..., None]
"""Where the surroundings of a line are, in pixels across it."""

_RESTLESS = 0.8
"""How restless the surroundings of a line may be; past that it is one of many, as in hair and cloth."""

_WEIGHTS = np.array([4.3, -2.2, -4.6, -7.6])
_BIAS = 12.0

_SMALLER = 2.4
"""Taken from the score at each halving of the side below ``_SIDE``: there a face's own lines get as thin."""

_SENSITIVITY = 8.0
"""How far the option moves the score that is asked for."""

_OWN = ((0.08, 0.44), (0.04, 0.96)), ((0.58, 0.84), (0.2, 0.8))
"""Where an aligned face has lines of its own, rows and columns as fractions of its side: brows, lids and the rims of
glasses; lips and the folds beside them."""

_MOSTLY = 0.6
"""Share of a line that lies in one of these places, from which it may be the face's own."""


def find_scratches(faces: Tensor, sensitivity: float = 0.5) -> Tensor:
    """Find bright and dark scratches: lines of 0.5 to 3 % of the side that are straight or gently curved.

    Measured at 128 pixels on 1,105 test faces, with drawn lines of 1 to 3 pixels, slightly blurred. Of line pixels that
    differ by 0.2 or more from the face under them 91 % are found to a pixel (white 97 %, black 96 %, mid grey, which
    comes and goes with the brightness under it, 57 %); of what is marked 90 % lies within 2 pixels of a line. Of clean
    faces 0.46 % is marked on average and nothing in 81 of 100, else mostly rims of glasses, smiles and the outline of
    hair. At 64 pixels, where a face's own lines are as thin: 74 % found, 0.9 % marked on clean validation faces.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1], S at least 32.
        sensitivity: 0 to 1; more finds fainter and shorter scratches, and more that are none.
    Returns:
        (N, 1, S, S) mask of zeros and ones; 1 = scratched, with a rim of about a 128th of the side, because scratches
        are soft. Lines shorter than 18 % of the side are left alone.
    Raises:
        ValueError: no batch of faces, smaller ones, or another sensitivity.
    Source: for lines in place and direction, Duits et al. 2007, "Image analysis and reconstruction using a wavelet
        transform constructed from a reducible representation of the Euclidean motion group".
    """
    return torch.maximum(*split_scratches(faces, sensitivity))


def split_scratches(faces: Tensor, sensitivity: float = 0.5) -> tuple[Tensor, Tensor]:
    """Find scratches as `find_scratches` does, and keep apart what may be a line of the face itself.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1], S at least 32, aligned.
        sensitivity: as for `find_scratches`.
    Returns:
        Two (N, 1, S, S) masks of zeros and ones: scratches, and lines most of which lie where a face has brows, lids,
        the rims of glasses, or a mouth; of these somebody has to say what they are.
    Raises:
        ValueError: as for `find_scratches`.
    """
    size = check_faces(faces).shape[-1]
    if size < _MIN_SIDE:
        raise ValueError(f"faces are {size} pixels wide; give at least {_MIN_SIDE}.")
    if not 0 <= sensitivity <= 1:
        raise ValueError(f"sensitivity is {sensitivity}; give a number from 0 to 1.")
    side = min(size, _SIDE)
    grey = F.adaptive_avg_pool2d(brightness(faces.detach().cpu())[:, 0], side)
    needed = _SENSITIVITY * (0.5 - sensitivity) + _SMALLER * math.log2(_SIDE / side)
    masks = torch.zeros(2, *grey.shape)
    places = _own_places(side)
    for number, picture in enumerate(grey):
        for rows, columns, score in _lines(picture):
            if score > needed:
                own = places[:, rows, columns].mean(axis=1).max() > _MOSTLY
                masks[int(own), number, rows, columns] = 1
    masks = F.interpolate(masks, size=size, mode="nearest-exact")
    rim = math.ceil(size / side / 2)
    certain, doubtful = F.max_pool2d(masks, 2 * rim + 1, stride=1, padding=rim).to(faces.device)[:, :, None]
    return certain, doubtful


def _own_places(side: int) -> np.ndarray:
    """Say where a face of a side has lines of its own, (places, S, S)."""
    own = np.zeros((len(_OWN), side, side), np.float32)
    for place, ((top, bottom), (left, right)) in zip(own, _OWN, strict=True):
        place[round(top * side) : round(bottom * side), round(left * side) : round(right * side)] = 1
    return own


def _lines(grey: Tensor) -> Iterator[tuple[np.ndarray, np.ndarray, float]]:
    """Yield rows, columns and score of each line in a (S, S) picture; what scores above zero is rather a scratch."""
    spots = _find_spots(grey).view(len(_PROBES), 3, _ANGLES, *grey.shape)
    above = spots[:, :1] - spots[:, 1:]
    # Zero unless both sides are darker or both are brighter: an edge is no ridge.
    ridges = above.amin(dim=1).clamp(min=0) + above.amax(dim=1).clamp(max=0)
    size, width = ridges.abs().max(dim=0)
    ridge = ridges.gather(0, width[None])[0]
    evidence = _average_along(ridge / (size + _FAINT))
    ridge, spots, width, picture = (part.numpy() for part in (ridge, spots, width, grey))
    for sign in (1, -1):
        for line in _linked(sign * evidence):
            height = sign * ridge[tuple(line)]
            spine = _spine(line, height)
            if len(spine) < _SHORTEST * len(grey):
                continue
            traits = _traits(line[:, spine], height[spine], spots, width, picture)
            if traits[-1] > _RESTLESS:
                continue
            rows, columns = line[1:, height > 0.5 * np.median(height[spine])]
            yield rows, columns, float(traits @ _WEIGHTS + _BIAS)


def _linked(evidence: Tensor) -> list[np.ndarray]:
    """Return lines, (3, P) angles, rows and columns of each: strong evidence that touches in place and direction."""
    best = (evidence >= evidence.roll(1, 0)) & (evidence >= evidence.roll(-1, 0)) & (evidence > _EVIDENCE)
    best = best.numpy()
    places = np.stack(best.nonzero())
    count = places.shape[1]
    if not count:
        return []
    number = np.full(best.shape, -1)
    number[best] = np.arange(count)
    padded = np.pad(number, ((0, 1), (1, 1), (1, 1)), constant_values=-1)
    padded[-1] = padded[0]  # half a turn further is the first direction again
    angles, height, width = best.shape
    pairs = []
    for angle, row, column in np.ndindex(2, 3, 3):
        other = padded[angle : angle + angles, row : row + height, column : column + width]
        both = best & (other >= 0)
        pairs.append(np.stack([number[both], other[both]]))
    pairs = np.concatenate(pairs, axis=1)
    graph = coo_array((np.ones(pairs.shape[1], bool), tuple(pairs)), shape=(count, count))
    labels = connected_components(graph, directed=False)[1]
    order = labels.argsort(kind="stable")
    return np.split(places[:, order], np.flatnonzero(np.diff(labels[order])) + 1, axis=1)


def _spine(line: np.ndarray, height: np.ndarray) -> np.ndarray:
    """Return which of a line's P places are its highest at each step along it, from its first to its last real one."""
    points = line[1:] - line[1:].mean(axis=1, keepdims=True)
    axis = np.linalg.eigh(points @ points.T)[1][:, 1]
    step = axis @ points
    step = np.rint(step - step.min())
    order = np.lexsort((-height, step))
    spine = order[np.diff(step[order], prepend=-np.inf) > 0]
    level = np.median(height[spine])
    # The rods carry evidence on past the ends.
    real = np.flatnonzero(height[spine] > 0.5 * level)
    return spine[real[0] : real[-1] + 1] if level > 0 else spine[:0]


def _traits(
    spine: np.ndarray, height: np.ndarray, spots: np.ndarray, width: np.ndarray, grey: np.ndarray
) -> np.ndarray:
    """Return how long a line is, how little it keeps one colour, how wide it is, how restless its surroundings are."""
    angle, row, column = spine
    widths = width[angle, row, column]
    colours = spots[widths, :, angle, row, column]
    drift = (colours[:, 0].std() + 0.02) / (colours[:, 1:].mean(axis=1).std() + 0.02)
    turn = angle * math.pi / _ANGLES
    aside = [row + _ASIDE * np.cos(turn), column - _ASIDE * np.sin(turn)]
    profile = ndimage.map_coordinates(grey, aside, order=1, mode="nearest")
    restless = 2 * np.abs(np.diff(profile, axis=1)).mean() / height.mean()
    length = len(height) / len(grey)
    return np.array([math.log(length), math.log(drift), widths.mean(), restless])


def _find_spots(picture: Tensor) -> Tensor:
    """Correlate a (S, S) picture with all spots, (widths * 3 * angles, S, S); as one product, which is far faster."""
    kernels = _spot_kernels()
    places = F.unfold(_continued(picture[None], kernels.shape[-1])[None], kernels.shape[-1])[0]
    return (kernels.flatten(1) @ places).view(-1, *picture.shape)


def _average_along(ridges: Tensor) -> Tensor:
    """Average (angles, S, S) ridges along their directions; by spectra, because rods are long."""
    size, kernels = ridges.shape[-1], _rod_kernels(ridges.shape[-1])
    planes = _continued(ridges, kernels.shape[-1])
    spectrum = torch.fft.rfft2(planes) * torch.fft.rfft2(kernels[:, 0], s=planes.shape[-2:]).conj()
    return torch.fft.irfft2(spectrum, s=planes.shape[-2:])[:, :size, :size]


def _continued(planes: Tensor, kernel: int) -> Tensor:
    """Let (C, S, S) planes go on as they end, so far that a kernel of a side reaches every place."""
    return F.pad(planes, (kernel // 2,) * 4, mode="replicate")


@functools.cache
def _spot_kernels() -> Tensor:
    """Return (widths * 3 * angles, 1, K, K) kernels: each width's spot and the two beside it, in every direction.

    Spots are oval, which averages noise along the line; those beside are a little broader.
    """
    kernels = []
    for sd, distance in _PROBES:
        for side in (0, 1, -1):
            for along, across in _directions(_REACH):
                blur = sd + 0.2 * abs(side)
                kernels.append(torch.exp(-((along / 1.5) ** 2 + ((across - side * distance) / blur) ** 2) / 2))
    return _normalised(kernels)


@functools.cache
def _rod_kernels(side: int) -> Tensor:
    """Return (angles, 1, K, K) kernels that average along a soft line in every direction."""
    half = _ROD * side / 2
    rods = _directions(math.ceil(half) + 2)
    return _normalised([torch.exp(-(across**2)) * (half + 0.5 - along.abs()).clamp(0, 1) for along, across in rods])


def _directions(reach: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield each direction's coordinates along and across it, in pixels from the centre, (2 * reach + 1) squared."""
    line = torch.arange(-reach, reach + 1.0)
    for turn in torch.arange(_ANGLES) * math.pi / _ANGLES:
        yield line * turn.cos() + line[:, None] * turn.sin(), line[:, None] * turn.cos() - line * turn.sin()


def _normalised(kernels: list[Tensor]) -> Tensor:
    stacked = torch.stack(kernels)[:, None]
    return stacked / stacked.sum(dim=(2, 3), keepdim=True)
