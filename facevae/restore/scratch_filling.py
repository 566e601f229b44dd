"""Filling of thin marks anywhere in a photo, from the pixels around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import numpy as np
from PIL import Image
from scipy import ndimage, sparse
from scipy.sparse import linalg

_TILE, _MARGIN = 384, 24
"""Pixels of a part of a photo that is filled at once, and of what is looked at around it."""

_TENSION = 12.0
"""Pixels from which on a filling behaves like a stretched skin rather than a bent plate, which would overshoot."""

_GRAIN = 1.2
"""Standard deviation in pixels of the blur that grain is what is left of."""

_MOST_GRAIN = 2.0
"""Standard deviations beyond which it is no grain: a part of an edge must not be copied."""

_LARGE = 40_000
"""Unknown pixels above which a part is filled as a skin, whose equations stay small."""


def fill(photo: Image.Image, mask: np.ndarray, progress: Callable[[float], None] = lambda _: None) -> Image.Image:
    """Fill the marked pixels of a photo from those around them.

    Brightness and its slope go on over each mark, and with them the grain that the photo has beside it. Made for thin
    marks: in the middle of one that is broader than some 30 pixels nothing but smooth colour is left.

    Args:
        photo: RGB photo of any size.
        mask: (H, W) bool, True = marked.
        progress: called with the part that is done, in [0, 1].
    Returns:
        A new photo; pixels that are not marked are the same, bit for bit.
    Raises:
        ValueError: a mask of another size.
    Source: splines in tension, Smith and Wessel 1990, "Gridding with continuous curvature splines in tension".
    """
    if mask.shape != (photo.height, photo.width):
        raise ValueError(f"mask has shape {mask.shape}; the photo is {photo.height} high and {photo.width} wide.")
    filled, left = np.array(photo, np.uint8), mask.copy()
    parts = list(_parts(mask))
    for done, (rows, columns) in enumerate(parts):
        progress(done / len(parts))
        _fill_part(filled, left, rows, columns)
    return Image.fromarray(filled)


def _parts(mask: np.ndarray) -> Iterator[tuple[slice, slice]]:
    """Yield the boxes that hold the marks of each square of a photo, rows and columns."""
    for top in range(0, mask.shape[0], _TILE):
        for start in range(0, mask.shape[1], _TILE):
            for rows, columns in ndimage.find_objects(mask[top : top + _TILE, start : start + _TILE].astype(np.uint8)):
                yield slice(top + rows.start, top + rows.stop), slice(start + columns.start, start + columns.stop)


def _fill_part(filled: np.ndarray, left: np.ndarray, rows: slice, columns: slice) -> None:
    """Fill the marks of a box in place, and take them out of what is left to fill."""
    # What is filled counts as known from then on, so that boxes fit together.
    above, before = min(rows.start, _MARGIN), min(columns.start, _MARGIN)
    wide = slice(rows.start - above, rows.stop + _MARGIN), slice(columns.start - before, columns.stop + _MARGIN)
    inner = slice(above, above + rows.stop - rows.start), slice(before, before + columns.stop - columns.start)
    mask, part = left[wide], filled[wide]
    result = _continued(part.astype(np.float32) / 255, mask)
    new = mask[inner].copy()
    part[inner][new] = np.rint(result[inner][new].clip(0, 1) * 255).astype(np.uint8)
    mask[inner] = False


def _continued(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return a (H, W, 3) picture with its marks filled."""
    if mask.all():
        return picture
    far, nearest = cast(tuple[np.ndarray, np.ndarray], ndimage.distance_transform_edt(mask, return_indices=True))
    result = picture[tuple(nearest)]
    result[mask] = _smooth(result, mask)
    return result + _grain(picture, mask, far, nearest)


def _smooth(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the (P, 3) colours of the marked pixels at which a spline in tension is at rest."""
    unknown, flat = mask.ravel(), picture.reshape(-1, 3).astype(np.float64)
    laplace = _laplace(mask.shape)
    rows: Any = laplace[unknown]  # SciPy's stubs do not know that rows of a matrix are one
    if rows.shape[0] <= _LARGE:
        rows = rows @ laplace - rows / _TENSION**2
    matrix, given = rows[:, unknown].tocsc(), rows[:, ~unknown] @ flat[~unknown]
    return linalg.splu(matrix, permc_spec="MMD_AT_PLUS_A").solve(-given).astype(np.float32)


def _laplace(shape: tuple[int, int]) -> sparse.csr_matrix:
    """Return the (P, P) sum of the differences to the neighbours of each of a picture's P pixels."""
    line = [
        sparse.diags([np.ones(n - 1), np.r_[-1.0, np.full(n - 2, -2.0), -1.0], np.ones(n - 1)], [-1, 0, 1])
        for n in shape
    ]
    down, across = line
    return (sparse.kron(down, sparse.identity(shape[1])) + sparse.kron(sparse.identity(shape[0]), across)).tocsr()


def _grain(picture: np.ndarray, mask: np.ndarray, far: np.ndarray, nearest: np.ndarray) -> np.ndarray:
    """Return the grain of a picture mirrored into its marks, (H, W, 3), 0 elsewhere."""
    known = (~mask).astype(np.float32)
    share = ndimage.gaussian_filter(known, _GRAIN)[..., None]
    blurred = ndimage.gaussian_filter(picture * known[..., None], (_GRAIN, _GRAIN, 0))
    grain = (picture - blurred / np.maximum(share, 1e-3)) * known[..., None]
    places = np.indices(mask.shape)
    mirrored = 2 * nearest - places + np.sign(nearest - places)
    height, width = mask.shape
    rows, columns = mirrored[0].clip(0, height - 1), mirrored[1].clip(0, width - 1)
    beside = (far == 0) & (cast(np.ndarray, ndimage.distance_transform_edt(known)) <= _MARGIN / 2)
    level = 1.48 * np.median(np.abs(grain[beside]), axis=0) if beside.any() else np.zeros(3)
    # Grain of the colours together: one place gives all three.
    return (grain[rows, columns].clip(-_MOST_GRAIN * level, _MOST_GRAIN * level)) * mask[..., None]
