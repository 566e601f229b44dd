"""Find the pictures that show the same photograph, so that no copy of a training face is ever tested on.

Two stages. A coarse one compares every picture with every other (and its mirror image) by one matrix product of
small band-passed thumbnails; a fine one looks at what passed at twice the resolution, and lets one picture slide
over the other, because the copies in UTKFace were often cropped or aligned a little differently. Both leave out
low frequencies: light falls on most faces alike, and aligned faces of different people correlate above 0.9 in them.
"""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image
from scipy.ndimage import gaussian_filter
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from torch import Tensor
from tqdm import tqdm

SIDE = 64
"""Width and height of a thumbnail in pixels."""

COARSE = 0.75
"""Correlation at half resolution from which a pair is looked at more closely."""

FINE = 0.76
"""Correlation at full resolution from which a pair is one photograph; below it most are different people."""

MAX_SHIFT = 4
"""How far, in thumbnail pixels, one copy may be moved against the other."""

_ROWS = 2048
_PAIRS = 4096


def thumbnail(photo: Image.Image) -> np.ndarray:
    """Return an RGB photo as a (64, 64) uint8 grey picture; by box averaging, so that recompression hardly shows."""
    return np.asarray(photo.resize((SIDE, SIDE), Image.Resampling.BOX).convert("L"))


def near_copies(thumbnails: np.ndarray, *, progress: bool = False) -> np.ndarray:
    """Find the pairs of thumbnails that show one photograph, perhaps recompressed, recoloured, shifted or mirrored.

    Args:
        thumbnails: (N, 64, 64) uint8, as ``thumbnail`` makes them.
        progress: show a progress bar.
    Returns:
        (P, 2) int64 indices, the smaller first, in ascending order.
    """
    coarse = _details(thumbnails, 1.0, 4.0, shrink=2)
    fine = _details(thumbnails, 0.6, 2.5, weight=_taper())
    found = [torch.empty(0, 2, dtype=torch.long)]
    for mirror in (False, True):
        other = coarse.flip(-1) if mirror else coarse
        pairs = _candidates(coarse.flatten(1), other.flatten(1), "Mirror images" if mirror else "Copies", progress)
        for start in range(0, len(pairs), _PAIRS):
            some = pairs[start : start + _PAIRS]
            left, right = fine[some[:, 0]], fine[some[:, 1]]
            found.append(some[_best_match(left, right.flip(-1) if mirror else right) >= FINE])
    return torch.cat(found).unique(dim=0).numpy()


def group(count: int, pairs: np.ndarray) -> np.ndarray:
    """Put everything that is joined by pairs, directly or through others, in one group.

    Args:
        count: N, how many pictures there are.
        pairs: (P, 2) indices below N.
    Returns:
        (N,) int32 group numbers from 0, in order of each group's first picture.
    """
    links = coo_array((np.ones(len(pairs), dtype=bool), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, labels = connected_components(links, directed=False)
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse].astype(np.int32)


def _details(thumbnails: np.ndarray, low: float, high: float, *, shrink: int = 1, weight: Tensor | float = 1) -> Tensor:
    """Keep the detail between two blurs and scale it to length 1, so that a product of two is a correlation.

    Args:
        thumbnails: (N, 64, 64) uint8.
        low: standard deviation of the weaker blur in pixels, after shrinking.
        high: that of the stronger one.
        shrink: a divisor of 64 to make them smaller by first.
        weight: what to multiply each pixel of the detail by.
    Returns:
        (N, S, S) float32, S = 64 / shrink, each of mean 0 and length 1; zeros for a flat picture, like nothing else.
    """
    side = SIDE // shrink
    blocks = []
    for start in range(0, len(thumbnails), _ROWS):
        block = thumbnails[start : start + _ROWS].reshape(-1, side, shrink, side, shrink).mean((2, 4), dtype=np.float32)
        band = gaussian_filter(block, (0, low, low)) - gaussian_filter(block, (0, high, high))
        band = torch.from_numpy(band) * weight
        band = band - band.mean((1, 2), keepdim=True)
        blocks.append(band / band.norm(dim=(1, 2), keepdim=True).clamp_min(1e-3))
    return torch.cat(blocks)


def _taper() -> Tensor:
    """Fade out what the largest shift moves over the edge; correlation by Fourier transform would wrap it around."""
    edge = torch.linspace(0, 1, MAX_SHIFT + 2)[1:-1]
    line = torch.cat([edge, torch.ones(SIDE - 2 * MAX_SHIFT), edge.flip(0)])
    return line[:, None] * line


def _candidates(left: Tensor, right: Tensor, label: str, progress: bool) -> Tensor:
    pairs = [torch.empty(0, 2, dtype=torch.long)]
    for start in tqdm(range(0, len(left), _ROWS), desc=label, unit="block", disable=not progress):
        alike = torch.triu(left[start : start + _ROWS] @ right[start:].T, diagonal=1)
        pairs.append(torch.nonzero(alike >= COARSE) + start)
    return torch.cat(pairs)


def _best_match(left: Tensor, right: Tensor) -> Tensor:
    """Return the highest correlation, (P,), over all shifts of up to ``MAX_SHIFT`` pixels."""
    product = torch.fft.rfft2(left).conj() * torch.fft.rfft2(right)
    matches = torch.fft.irfft2(product, s=(SIDE, SIDE))
    shifts = torch.arange(-MAX_SHIFT, MAX_SHIFT + 1)
    return matches[:, shifts[:, None], shifts].amax((1, 2))
