"""Thin marks are filled from what is beside them, and nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from facevae.restore import scratch_filling
from facevae.restore.scratch_filling import fill


def _ramp(height: int = 60, width: int = 80) -> Image.Image:
    """A photo whose red rises by 2 of 255 a column and whose green by 3 a row."""
    rows, columns = np.indices((height, width))
    return Image.fromarray(np.stack([2 * columns, 3 * rows, np.full_like(rows, 90)], 2).astype(np.uint8))


def _broken(photo: Image.Image, mask: np.ndarray) -> Image.Image:
    pixels = np.array(photo)
    pixels[mask] = 255
    return Image.fromarray(pixels)


@pytest.fixture
def cross() -> np.ndarray:
    mask = np.zeros((60, 80), bool)
    mask[28:32], mask[:, 40:43] = True, True
    return mask


def test_a_slope_goes_on_over_a_mark(cross):
    filled = np.asarray(fill(_broken(_ramp(), cross), cross)).astype(int)
    assert np.abs(filled - np.asarray(_ramp()))[2:-2, 2:-2].max() <= 1


def test_what_is_not_marked_stays_bit_for_bit(cross):
    broken = _broken(_ramp(), cross)
    before = broken.tobytes()
    filled = fill(broken, cross)
    assert (np.asarray(filled)[~cross] == np.asarray(broken)[~cross]).all()
    assert broken.tobytes() == before
    assert fill(broken, np.zeros_like(cross)).tobytes() == before


@pytest.mark.parametrize("tile", [7, 16])
def test_squares_that_are_filled_one_by_one_fit_together(cross, tile, monkeypatch):
    monkeypatch.setattr(scratch_filling, "_TILE", tile)
    filled = np.asarray(fill(_broken(_ramp(), cross), cross)).astype(int)
    assert np.abs(filled - np.asarray(_ramp()))[2:-2, 2:-2].max() <= 2


def test_grain_goes_on_in_a_mark():
    rng = np.random.default_rng(0)
    photo = Image.fromarray((128 + 10 * rng.standard_normal((60, 80, 1))).clip(0, 255).astype(np.uint8).repeat(3, 2))
    mask = np.zeros((60, 80), bool)
    mask[:, 38:42] = True
    filled = np.asarray(fill(_broken(photo, mask), mask)).astype(float)
    across = np.diff(filled[..., 0], axis=0)
    assert 0.5 < across[:, 38:42].std() / across[:, :30].std() < 1.2


def test_a_photo_that_is_all_marked_is_left_as_it_is_and_progress_is_told(cross):
    photo, told = _ramp(), []
    assert fill(photo, np.ones_like(cross)).tobytes() == photo.tobytes()
    fill(photo, cross, told.append)
    assert told[0] == 0
    assert told == sorted(told)


def test_a_mark_too_large_for_plates_is_filled_as_a_skin(monkeypatch):
    monkeypatch.setattr(scratch_filling, "_LARGE", 10)
    mask = np.zeros((60, 80), bool)
    mask[20:40, 20:50] = True
    filled = np.asarray(fill(_broken(_ramp(), mask), mask)).astype(int)
    assert np.abs(filled - np.asarray(_ramp())).max() <= 2


def test_a_mask_of_another_size_is_refused():
    with pytest.raises(ValueError, match="60 high and 80 wide"):
        fill(_ramp(), np.zeros((80, 60), bool))
