"""A scan is printed at the size that it had, after a change as well."""

import struct

import numpy as np
import pytest
from PIL import Image

from facevae import photos
from facevae.photos import exif as tags
from facevae.photos import writer
from tests.support.pictures import chunk, opened, saved, tiff

SIZE = (64, 48)
PICTURE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (48, 64, 3)).astype(np.uint8))


def _exif(across: int, down: int, unit: int | None = 2, orientation: int = 1) -> bytes:
    body = struct.pack("<4I", across, 1, down, 1)
    entries = [(0x0112, 3, 1, orientation), (282, 5, 1, 8), (283, 5, 1, 16)] + ([(296, 3, 1, unit)] if unit else [])
    return b"Exif\0\0" + tiff(entries, body)


@pytest.mark.parametrize("exact", ["same", "png"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP"])
def test_the_resolution_of_a_scan_is_kept(kind, exact):
    original = photos.read(saved(PICTURE, kind, dpi=(600, 300)))
    assert original.resolution == pytest.approx((600, 300), abs=0.1)
    after = opened(writer.encode(original, original.photo, exact).data)
    assert after.info["dpi"] == pytest.approx((600, 300), abs=0.1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_resolution_in_exif_data_is_kept(kind):
    assert photos.read(saved(PICTURE, kind, exif=_exif(600, 300))).resolution == pytest.approx((600, 300))
    assert photos.read(saved(PICTURE, kind, exif=_exif(100, 200, unit=3))).resolution == pytest.approx((254, 508))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF"])
def test_without_a_resolution_none_is_made_up(kind):
    options = {"dpi": (0, 0)} if kind == "BMP" else {}
    original = photos.read(saved(PICTURE, kind, **options))
    assert original.resolution is None
    assert "dpi" not in opened(writer.encode(original, original.photo).data).info


def test_it_is_turned_with_the_photo():
    assert photos.read(saved(PICTURE, "JPEG", exif=_exif(600, 300, orientation=6))).resolution == (300, 600)
    assert photos.read(saved(PICTURE, "JPEG", exif=_exif(600, 300, orientation=3))).resolution == (600, 300)


def test_a_photo_that_is_scaled_down_keeps_its_size_in_print():
    original = photos.read(saved(Image.new("L", (12288, 256)), "PNG", dpi=(600, 600)))
    assert original.photo.width == 6144
    assert original.resolution == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize(
    "exif",
    [b"", _exif(0, 0), _exif(600, 300, unit=1), _exif(600, 300, unit=9), _exif(600, 300)[:-20], _exif(2**32 - 1, 72)],
    ids=["none", "zero", "no unit", "unknown unit", "cut off", "huge"],
)
def test_a_resolution_that_is_none_is_not_kept(exif):
    assert photos.read(saved(PICTURE, "PNG", exif=exif)).resolution is None


def test_a_resolution_divided_by_zero_is_none():
    data = tiff([(282, 5, 1, 8), (283, 5, 1, 8)], struct.pack("<2I", 600, 0))
    assert tags.resolution(data) is None


def test_a_damaged_chunk_costs_neither_picture_nor_colours():
    data = saved(PICTURE, "PNG")
    physical = chunk(b"pHYs", struct.pack(">IIB", 23622, 23622, 1))
    assert photos.read(data[:33] + physical + data[33:]).resolution == pytest.approx((600, 600), abs=0.1)
    assert photos.read(data[:33] + physical[:-1] + b"x" + data[33:]).resolution is None
    assert photos.read(data[:33] + chunk(b"pHYs", b"\0\1\2") + data[33:]).photo.tobytes() == PICTURE.tobytes()
