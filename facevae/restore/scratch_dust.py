"""Dust on a photo: small specks that stand alone on a plain ground."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

_WIDEST = 9
"""Pixels that a speck is wide at most."""

_HEIGHT = 0.14
"""How much brighter or darker than its ground a speck is, at least."""

_PLAIN = 0.11
"""Standard deviation of the ground around a speck, in heights of the speck, at most."""

_AROUND = 9
"""Pixels from a speck in which its ground has to be plain: a dot beside a letter is no dust."""

_SMALLEST = 3
"""Pixels that a speck covers at least."""

_FEWEST = 4
"""Specks that a photo has at least: one alone is rather a button, or a star."""

_MOST = 4000
"""Dots of a photo that are looked at, those that stand out most first; a photo with more of them is texture."""


def find_dust(grey: np.ndarray) -> np.ndarray:
    """Find bright and dark specks of dust on a photo.

    Args:
        grey: (H, W) float32 in [0, 1], at the size at which specks are 2 to 8 pixels wide.
    Returns:
        (H, W) bool, True = dust.
    Source: top-hat transform, Meyer 1979, "Iterative image transformations for an automatic screening of cervical
        smears".
    """
    found = np.zeros(grey.shape, bool)
    count = sum(_mark_specks(sign * grey, found) for sign in (1, -1))
    return found if count >= _FEWEST else np.zeros_like(found)


def _mark_specks(grey: np.ndarray, found: np.ndarray) -> int:
    """Mark the specks that are brighter than their ground; returns how many there are."""
    above = grey - ndimage.grey_opening(grey, (_WIDEST, _WIDEST), mode="nearest")
    labels, number = ndimage.label(above > _HEIGHT / 2)
    if not number:
        return 0
    boxes = ndimage.find_objects(labels)
    tops = np.asarray(ndimage.maximum(above, labels, np.arange(1, number + 1)))
    count = 0
    for k in np.argsort(-tops)[:_MOST]:
        if tops[k] < _HEIGHT:
            break
        rows, columns = boxes[k]
        if max(rows.stop - rows.start, columns.stop - columns.start) > _WIDEST:
            continue
        wide = tuple(slice(max(part.start - _AROUND, 0), part.stop + _AROUND) for part in (rows, columns))
        speck = (labels[wide] == k + 1) & (above[wide] > 0.3 * tops[k])
        ground = grey[wide][~ndimage.binary_dilation(labels[wide] == k + 1, iterations=2)]
        if speck.sum() >= _SMALLEST and ground.size and np.ptp(np.percentile(ground, (3, 97))) < 4 * _PLAIN * tops[k]:
            found[wide] |= speck
            count += 1
    return count
