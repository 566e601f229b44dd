"""Kinds of BMP that Pillow refuses or scrambles."""

import struct

import numpy as np
import pytest
from PIL import Image

from facevae import photos
from facevae.photos import bmp
from tests.support.pictures import difference, saved

SIZE = (47, 33)  # neither is a multiple of 4, to which rows are padded
PIXELS = np.random.default_rng(0).integers(0, 256, (SIZE[1], SIZE[0], 4)).astype(np.uint8)
GREYS = b"".join(bytes([level * 17, level * 17, level * 17, 0]) for level in range(16))


def _fields(pixels: np.ndarray, bits: int, masks: tuple[int, ...], header: int, *, downwards: bool = False) -> bytes:
    """A BMP of bit fields, from (H, W, 4) RGBA."""
    words = np.zeros(pixels.shape[:2], np.uint64)
    for band, mask in enumerate(masks):
        low = mask & -mask
        levels = (pixels[..., band] * (mask // low / 255)).round().astype(np.uint64)
        words |= levels * np.uint64(low)
    rows = words.astype(f"<u{bits // 8}")[:: 1 if downwards else -1]
    body = b"".join(row.tobytes().ljust((SIZE[0] * bits + 31) // 32 * 4, b"\0") for row in rows)
    height = -SIZE[1] if downwards else SIZE[1]
    head = struct.pack("<IiiHHIIiiII", header, SIZE[0], height, 1, bits, 3, len(body), 23622, 23622, 0, 0)
    head = (head + struct.pack(f"<{len(masks)}I", *masks)).ljust(header, b"\0")
    return b"BM" + struct.pack("<IHHI", 14 + len(head) + len(body), 0, 0, 14 + len(head)) + head + body


@pytest.mark.parametrize("header", [40, 52, 108, 124])
@pytest.mark.parametrize(
    ("bits", "masks", "tolerance"),
    [
        (32, (0xFF000000, 0xFF0000, 0xFF00), 0),
        (32, (0xFF0000, 0xFF00, 0xFF), 0),
        (32, (0x3FF00000, 0xFFC00, 0x3FF), 0),
        (32, (0xFF, 0xFF0000, 0xFF00), 0),
        (16, (0xF800, 0x7E0, 0x1F), 4),
        (16, (0xF00, 0xF0, 0xF), 8),
    ],
)
def test_bit_fields_of_any_order_and_width_are_read(header, bits, masks, tolerance):
    for downwards in (False, True):
        photo = photos.open(_fields(PIXELS, bits, masks, header, downwards=downwards))
        assert difference(photo, Image.fromarray(PIXELS[..., :3])) <= tolerance


def test_transparency_in_a_bit_field_is_read_unless_all_is_transparent():
    masks = (0xFF, 0xFF00, 0xFF0000, 0xFF000000)
    original = photos.read(_fields(PIXELS, 32, masks, 124))
    assert original.alpha.tobytes() == PIXELS[..., 3].tobytes()
    assert original.resolution == pytest.approx((600, 600), abs=0.1)
    clear = PIXELS * np.array([1, 1, 1, 0], np.uint8)
    assert difference(photos.open(_fields(clear, 32, masks, 124)), Image.fromarray(PIXELS[..., :3])) == 0


def _runs(runs: bytes, width: int = 20, height: int = 16) -> bytes:
    """A BMP of 4 bits in runs, of 16 greys; `runs` go from the lowest row up."""
    start = 14 + 40 + len(GREYS)
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 4, 2, len(runs), 0, 0, 16, 0)
    return b"BM" + struct.pack("<IHHI", start + len(runs), 0, 0, start) + head + GREYS + runs


def _levels(data: bytes) -> list[list[int]]:
    return (np.asarray(photos.open(data).convert("L")) // 17).tolist()


def test_runs_of_four_bits_are_read():
    # Five pixels of 1 and 2 in turn; five of their own, padded to whole words; two rows up and three across; one of 9.
    rows = _levels(_runs(b"\5\x12" + b"\0\5\xab\xcd\xe0\0" + b"\0\2\3\2" + b"\1\x90" + b"\0\0" + b"\2\x77" + b"\0\1"))
    assert rows[-1] == [1, 2, 1, 2, 1, 10, 11, 12, 13, 14] + [0] * 10
    assert rows[-2] == [0] * 20
    assert rows[-3] == [0] * 13 + [9] + [0] * 6
    assert rows[-4] == [7, 7] + [0] * 18


def test_runs_beyond_the_edges_do_no_harm():
    assert _levels(_runs(b"\xff\x12" * 3 + b"\0\0" + b"\2\x33" + b"\0\1"))[-2][:3] == [3, 3, 0]
    assert _levels(_runs(b"\0\2\0\xff" + b"\5\x11" + b"\0\1")) == [[0] * 20] * 16
    assert _levels(_runs(b"\5\x11"))[-1][:6] == [1] * 5 + [0]


@pytest.mark.parametrize(
    "data",
    [_runs(b"\0\2\0\0" * 10_000), _fields(PIXELS, 32, (0xFF, 0xFF00, 0xFF0000), 40)[:-99]],
    ids=["runs that lead nowhere", "cut off"],
)
def test_what_is_damaged_is_refused(data):
    with pytest.raises(photos.PhotoError, match="damaged"):
        photos.open(data)


def test_other_kinds_are_left_as_they_are():
    for mode in ("1", "L", "P", "RGB"):
        data = saved(Image.fromarray(PIXELS[..., :3]).convert(mode), "BMP")
        assert bmp.simplified(data) is data
    assert bmp.simplified(_runs(b"", 3_000_000, 16)) == _runs(b"", 3_000_000, 16)
