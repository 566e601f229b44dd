"""What of a photo a crop shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image

from facevae import photos
from facevae.align import CropFrame, cut
from tests.support.frames import face_of, quarter_frame, quarter_photo


def _noise(width: int, height: int, seed: int = 0) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))


def _pixels(photo: Image.Image, frame: CropFrame, size: int) -> torch.Tensor:
    return cut(photo, face_of(frame), size).pixels


def test_a_square_of_the_size_asked_for_is_cut_out_as_it_is():
    photo = _noise(40, 30)
    aligned = cut(photo, face_of(CropFrame(16.0, 0.0, 5.0, 7.0)), 16)
    assert photos.from_tensor(aligned.pixels).tobytes() == photo.crop((5, 7, 21, 23)).tobytes()
    assert aligned.frame == CropFrame(16.0, 0.0, 5.0, 7.0)
    assert aligned.pixels.dtype == torch.float32


@pytest.mark.parametrize("factor", [2, 4, 8, 16])
def test_a_pixel_is_the_mean_of_those_it_stands_for(factor):
    photo = _noise(12 * factor, 11 * factor)
    found = _pixels(photo, CropFrame(8.0 * factor, 0.0, 2.0 * factor, 3.0 * factor), 8)
    block = photos.to_tensor(photo)[..., 3 * factor : 11 * factor, 2 * factor : 10 * factor]
    # Large squares are shrunk first, which rounds to 8 bits.
    torch.testing.assert_close(found, F.avg_pool2d(block, factor), rtol=0, atol=1 / 255)


@pytest.mark.parametrize("turn", [0, 33, 90, 211])
@pytest.mark.parametrize("side", [20, 70, 500])
def test_a_crop_of_a_slope_has_the_slopes_colour_everywhere(turn, side):
    # Red rises by a third of a level with each pixel to the right, green with each pixel down.
    x, y = np.meshgrid(np.arange(600) + 0.5, np.arange(600) + 0.5)
    photo = Image.fromarray(np.stack([x / 3, y / 3, 0 * x + 9], -1).round().astype(np.uint8))
    a, b = side * math.cos(math.radians(turn)), side * math.sin(math.radians(turn))
    frame = CropFrame(a, b, 300 - (a - b) / 2, 300 - (a + b) / 2)
    size = 32
    line = (torch.arange(size, dtype=torch.float64) + 0.5) / size
    across, down = frame.at(line[None, :], line[:, None])
    inside = ((across - 300).abs() < 290) & ((down - 300).abs() < 290)
    found = _pixels(photo, frame, size)[0].double() * 255
    assert (found[0] - across / 3)[inside].abs().max() < 1
    assert (found[1] - down / 3)[inside].abs().max() < 1
    assert (found[2] - 9).abs().max() < 1e-3


@pytest.mark.parametrize(
    "frame", [CropFrame(60.0, 10.0, -30.0, -20.0), CropFrame(3.0, 0.0, 38.0, 28.0), CropFrame(9e3, 9e3, 0, 0)]
)
def test_beyond_the_edges_a_plain_photo_stays_plain(frame):
    photo = Image.new("RGB", (40, 30), (10, 120, 250))
    expected = torch.tensor([10, 120, 250]).view(1, 3, 1, 1).expand(1, 3, 24, 24) / 255
    torch.testing.assert_close(_pixels(photo, frame, 24), expected, rtol=0, atol=1e-4)


def test_beyond_the_edges_the_pixels_at_the_edges_go_on():
    photo = _noise(20, 20)
    found = _pixels(photo, CropFrame(20.0, 0.0, -10.0, 0.0), 20)
    edge = photos.to_tensor(photo)[..., :1]
    torch.testing.assert_close(found[..., :10], edge.expand(-1, -1, -1, 10), rtol=0, atol=1e-4)


def test_a_crop_is_the_middle_of_a_larger_one():
    photo = _noise(48, 48)
    small, large = (
        _pixels(photo, CropFrame(16.0, 0.0, 15.3, 17.8), 16),
        _pixels(photo, CropFrame(32.0, 0.0, 7.3, 9.8), 32),
    )
    torch.testing.assert_close(small, large[..., 8:24, 8:24], rtol=0, atol=1e-4)


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("frame", [CropFrame(40.0, 0.0, 12.0, 9.0), CropFrame(30.0, -14.0, 8.0, 30.0)])
def test_a_photo_turned_with_its_face_gives_the_same_crop(frame, turns):
    photo = _noise(80, 64)
    turned = _pixels(quarter_photo(photo, turns), quarter_frame(frame, photo.size, turns), 32)
    torch.testing.assert_close(turned, _pixels(photo, frame, 32), rtol=0, atol=1e-4)


def test_the_photo_is_left_as_it_was():
    photo = _noise(64, 64)
    before = photo.tobytes()
    cut(photo, face_of(CropFrame(50.0, 9.0, 2.0, 3.0)), 16)
    assert photo.tobytes() == before


@pytest.mark.parametrize("value", [0, 0.9, math.nan])
def test_a_face_of_less_than_a_pixel_is_refused(value):
    with pytest.raises(ValueError, match="at least 1"):
        cut(_noise(20, 20), face_of(CropFrame(value, 0.0, 3.0, 3.0)), 16)


def test_a_size_of_nothing_and_a_photo_that_is_none_are_refused():
    frame = face_of(CropFrame(10.0, 0.0, 3.0, 3.0))
    with pytest.raises(ValueError, match="size is 0"):
        cut(_noise(20, 20), frame, 0)
    with pytest.raises(ValueError, match="mode L"):
        cut(_noise(20, 20).convert("L"), frame, 16)
