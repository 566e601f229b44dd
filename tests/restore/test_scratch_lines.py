"""Lines that are no part of a photo are found outside faces; what is one of many, or an edge, is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from facevae.restore.scratch_dust import find_dust
from facevae.restore.scratch_lines import candidates, find_lines

SIZE = 480, 360


def _ground(seed: int = 0) -> np.ndarray:
    """A soft landscape with grain, (360, 480)."""
    rng = np.random.default_rng(seed)
    soft = ndimage.gaussian_filter(rng.standard_normal(SIZE[::-1]), 25)
    return (0.5 + 0.15 * soft / soft.std() + 0.01 * rng.standard_normal(SIZE[::-1])).clip(0, 1).astype(np.float32)


def _line(*points: tuple[float, float], width: float = 2) -> np.ndarray:
    """How far a line covers each pixel, (360, 480)."""
    picture = Image.new("L", (SIZE[0] * 4, SIZE[1] * 4))
    ImageDraw.Draw(picture).line([(4 * x, 4 * y) for x, y in points], fill=255, width=round(4 * width))
    return np.asarray(picture.resize(SIZE, Image.Resampling.BOX), np.float32) / 255


def _found(grey: np.ndarray) -> np.ndarray:
    marks = np.zeros(grey.shape, bool)
    for line in find_lines(grey.astype(np.float32)):
        marks[line.rows, line.columns] = True
    return marks


LINES = {
    "upright": [(200, 10), (205, 350)],
    "level": [(20, 100), (460, 108)],
    "slanted": [(60, 40), (400, 330)],
    "bent": [(60, 200), (160, 215), (260, 222), (360, 215), (440, 202)],
}


@pytest.mark.parametrize("colour", [0.02, 0.97])
@pytest.mark.parametrize("points", LINES.values(), ids=LINES)
def test_a_long_bright_or_dark_scratch_is_found_and_nothing_else(points, colour):
    cover = _line(*points)
    marks = _found(_ground() + cover * (colour - _ground()))
    assert ndimage.binary_dilation(marks, iterations=2)[cover > 0.5].mean() > 0.9
    assert ndimage.binary_dilation(cover > 0, iterations=3)[marks].mean() > 0.97


def test_a_photo_without_scratches_gets_none():
    assert not _found(_ground()).any()


def test_edges_and_stripes_are_left_alone():
    grey = _ground()
    edge = grey + 0.3 * (np.arange(SIZE[0]) > 240)
    stripes = 0.4 + 0.2 * ((np.arange(SIZE[0]) // 4) % 2) + 0 * grey
    assert not _found(edge.clip(0, 1)).any()
    assert not _found(stripes).any()


def test_a_faint_scratch_counts_beside_sure_ones_only():
    faint, sure = _line((30, 60), (75, 66)), _line(*LINES["slanted"])
    alone = _ground() + 0.2 * faint
    scores = sorted(line.score for line in candidates(alone.astype(np.float32)))
    both = alone + sure * (0.97 - alone)
    assert not (_found(alone) & (faint > 0)).any()
    assert scores[-1] > 0.8
    assert (_found(both) & (faint > 0.5)).any()


def test_specks_on_a_plain_ground_are_dust():
    grey, centres = np.full((200, 300), 0.5, np.float32), [(40, 50), (90, 200), (150, 120), (60, 250), (120, 30)]
    for number, (row, column) in enumerate(centres):
        grey[row - 1 : row + 2, column - 1 : column + 2] = 0.9 if number % 2 else 0.1
    labels, count = ndimage.label(find_dust(grey))
    assert count == len(centres)
    assert sorted(np.bincount(labels.ravel())[1:]) == [9] * len(centres)


def test_one_speck_alone_and_dots_beside_letters_are_no_dust():
    alone = np.full((200, 300), 0.5, np.float32)
    alone[50:53, 50:53] = 0.9
    assert not find_dust(alone).any()
    letters = np.full((200, 300), 0.9, np.float32)
    for column in range(20, 280, 20):
        letters[50:70, column : column + 3], letters[44:47, column : column + 3] = 0.1, 0.1
    assert not find_dust(letters).any()
