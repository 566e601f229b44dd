"""More or fewer than 8 bits a colour: read as they are, or refused, but never as something else."""

import struct

import numpy as np
import pytest

from facevae import photos
from tests.support.pictures import chunk, png, tiff

SIZE = (32, 24)
ACROSS = np.linspace(0, 1, SIZE[0] * SIZE[1]).reshape(SIZE[1], SIZE[0])
COLOURS = np.stack([ACROSS, 1 - ACROSS, ACROSS**2], axis=2)


def _tiff(body: bytes, bits: int, *, samples: int = 1, photometric: int = 1, planes: int = 1, form: int = 1) -> bytes:
    """An uncompressed TIFF of one strip a plane; what is told of each sample is the same for all, and told once."""
    strips = samples if planes == 2 else 1
    length = len(body) // strips
    places = struct.pack(f"<{strips}I", *(8 + length * strip for strip in range(strips)))
    lengths = struct.pack(f"<{strips}I", *[length] * strips)
    end = 8 + len(body)
    where, counts = (end, end + len(places)) if strips > 1 else (8, length)
    entries = [
        (256, 3, 1, SIZE[0]),
        (257, 3, 1, SIZE[1]),
        (258, 3, 1, bits),
        (259, 3, 1, 1),
        (262, 3, 1, photometric),
        (273, 4, strips, where),
        (277, 3, 1, samples),
        (278, 3, 1, SIZE[1]),
        (279, 4, strips, counts),
        (284, 3, 1, planes),
        (339, 3, 1, form),
    ]
    return tiff(entries, body + places + lengths)


def _planes(kind: str, white: int) -> bytes:
    return b"".join((COLOURS[..., band] * white).round().astype(kind).tobytes() for band in range(3))


GREY = ACROSS[..., None].repeat(3, axis=2)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (_tiff(_planes("u1", 255), 8, samples=3, photometric=2, planes=2), COLOURS),
        (_tiff(_planes("<u2", 65535), 16, samples=3, photometric=2, planes=2), COLOURS),
        (_tiff((COLOURS * 65535).astype("<u2").tobytes(), 16, samples=3, photometric=2), COLOURS),
        (_tiff((ACROSS * 65535).astype("<u2").tobytes(), 16), GREY),
        (_tiff(ACROSS.astype("<f4").tobytes(), 32, form=3), GREY),
    ],
    ids=["planes 8", "planes 16", "16", "grey 16", "real"],
)
def test_a_tiff_of_any_depth_is_read(data, expected):
    assert np.abs(np.asarray(photos.open(data)) - 255 * expected).max() <= 1.5


@pytest.mark.parametrize(
    "data",
    [
        _tiff((ACROSS * 65535).astype("<u2").tobytes(), 16, photometric=0),
        _tiff(ACROSS.astype("<f4").tobytes(), 32, form=3, photometric=0),
        _tiff((ACROSS * 255 - 128).astype("i1").tobytes(), 8, form=2),
        _tiff(bytes(SIZE[0] * SIZE[1] * 3 // 2), 12),
        _tiff(_planes("<f4", 1), 32, samples=3, photometric=2, planes=2, form=3),
        _tiff(_planes("<u2", 65535)[:-2000], 16, samples=3, photometric=2, planes=2),
    ],
    ids=["white is 0", "real, white is 0", "signed", "12", "real planes", "cut off"],
)
def test_a_tiff_that_would_come_out_as_something_else_is_refused(data):
    with pytest.raises(photos.PhotoError, match=r"^This TIFF is damaged or of a kind that cannot be read here; .*\.$"):
        photos.open(data)


def _transparent(bits: int, colour: int, pixels: bytes, *levels: int) -> photos.Original:
    levels_there = struct.pack(f">{len(levels)}H", *levels)
    return photos.read(png(*SIZE, bits, colour, pixels, chunk(b"tRNS", levels_there)))


@pytest.mark.parametrize(
    ("bits", "clear", "other", "shown"),
    [(2, 1, 2, 170), (4, 3, 9, 153), (8, 3, 9, 9), (16, 0x1234, 0x1235, 18)],
)
def test_a_transparent_grey_is_transparent_at_every_depth(bits, clear, other, shown):
    def row(level: int) -> bytes:
        return int("".join(f"{level:0{bits}b}" for _ in range(SIZE[0])), 2).to_bytes(SIZE[0] * bits // 8, "big")

    half = SIZE[1] // 2
    original = _transparent(bits, 0, row(clear) * half + row(other) * half, clear)
    assert [original.alpha.getpixel((5, line)) for line in (0, SIZE[1] - 1)] == [0, 255]
    assert [original.photo.getpixel((5, line))[0] for line in (0, SIZE[1] - 1)] == [255, shown]
    assert original.grey


@pytest.mark.parametrize("bits", [8, 16])
def test_a_transparent_colour_is_transparent_at_every_depth(bits):
    form = {8: ">3B", 16: ">3H"}[bits]
    clear, other = (1, 2, 3), (4, 5, 6)
    half = SIZE[0] * SIZE[1] // 2
    scale = 1 if bits == 8 else 257
    pixels = b"".join(struct.pack(form, *(scale * level for level in levels)) * half for levels in (clear, other))
    original = _transparent(bits, 2, pixels, *(scale * level for level in clear))
    assert [original.alpha.getpixel((5, line)) for line in (0, SIZE[1] - 1)] == [0, 255]
    assert original.photo.getpixel((5, SIZE[1] - 1)) == other


def test_a_damaged_transparency_is_not_there():
    data = chunk(b"tRNS", b"\0\0")[:-1] + b"x"
    original = photos.read(png(*SIZE, 8, 0, bytes(SIZE[0] * SIZE[1]), data))
    assert original.alpha is None
    assert original.photo.getpixel((0, 0)) == (0, 0, 0)
