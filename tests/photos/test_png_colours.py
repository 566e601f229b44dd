"""What the chunks of a PNG say about its colours: read as browsers do, and written back."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageChops

from facevae import photos
from facevae.photos import writer
from tests.support.pictures import chunk, difference, opened, profile, saved

SIZE = (48, 32)
ADOBE = (0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)


def _gama(gamma: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(gamma * 100_000)))


def _chrm(*values: float) -> bytes:
    return chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in values)))


def _cicp(*points: int) -> bytes:
    return chunk(b"cICP", bytes(points))


def _iccp(data: bytes) -> bytes:
    return chunk(b"iCCP", b"any\0\0" + zlib.compress(data))


SRGB, LINEAR = chunk(b"sRGB", b"\0"), _gama(1)


def _png(chunks: bytes, picture: Image.Image) -> bytes:
    data = saved(picture, "PNG")
    return data[:33] + chunks + data[33:]


def _grey(level: int, mode: str = "RGB") -> Image.Image:
    return Image.new("L", SIZE, level).convert(mode)


@pytest.fixture
def picture() -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (SIZE[1], SIZE[0], 3)).astype(np.uint8))


# 128 / 255 of the light of white is 188 in sRGB; (128 / 255) ** 1.8 of it 146, which is also what profile("wide") says.
@pytest.mark.parametrize(
    ("chunks", "shown"),
    [
        (b"", 128),
        (LINEAR, 188),
        (_gama(1 / 1.8), 146),
        (_gama(0.45455), 128),
        (_gama(0.45455) + _chrm(*ADOBE), 129),
        (_gama(0), 128),
        (_chrm(*ADOBE), 128),
        (LINEAR + _chrm(*ADOBE), 188),
        (LINEAR + _chrm(*[0] * 8), 128),
        (SRGB + LINEAR, 128),
        (chunk(b"sRGB", b"\7") + LINEAR, 188),
        (_iccp(profile("wide")) + LINEAR, 146),
        (_iccp(profile("wide")) + SRGB, 146),
        (_iccp(profile("grey")) + LINEAR, 128),
        (_iccp(b"nonsense" * 20) + LINEAR, 188),
        (chunk(b"iCCP", b"any\0\0nonsense") + LINEAR, 188),
        (_cicp(1, 8, 0, 1) + _iccp(profile("wide")) + SRGB, 188),
        (LINEAR + _cicp(12, 13, 0, 1), 128),
        (_cicp(2, 2, 0, 1) + LINEAR, 188),
        (_cicp(1, 8, 0, 0), 128),
        (LINEAR + _gama(0.45455), 188),
        (LINEAR[:-1] + b"x", 128),
        (chunk(b"gAMA", b"\0\0\1"), 128),
    ],
    ids=lambda value: (
        " ".join(name for name in ("cICP", "iCCP", "sRGB", "gAMA", "cHRM") if name.encode() in value)
        if isinstance(value, bytes)
        else ""
    ),
)
def test_a_grey_is_shown_as_a_browser_shows_it(chunks, shown):
    assert difference(photos.open(_png(chunks, _grey(128))), _grey(shown)) <= 1


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA"])
def test_the_chunks_count_for_every_kind_of_pixels(mode):
    photo = photos.open(_png(LINEAR, _grey(128, mode)))
    assert difference(photo, _grey(188)) <= 1
    assert difference(photos.open(_png(_cicp(12, 8, 0, 1), _grey(128, mode))), _grey(188)) <= 1


def test_primaries_are_read():
    # The red of Adobe RGB lies where that of sRGB does, and is 1.398 times as bright.
    photo = photos.open(_png(_gama(0.45455) + _chrm(*ADOBE), Image.new("RGB", SIZE, (150, 0, 0))))
    assert abs(photo.getpixel((0, 0))[0] - 176) <= 1


def test_chunks_behind_the_pixels_are_too_late():
    data = saved(_grey(128), "PNG")
    assert difference(photos.open(data[:-12] + LINEAR + data[-12:]), _grey(128)) == 0


DESCRIPTIONS = [
    LINEAR,
    _gama(0.45455) + _chrm(*ADOBE),
    SRGB + _gama(0.45455),
    _cicp(12, 13, 0, 1) + chunk(b"cLLI", bytes(8)),
    _cicp(9, 16, 0, 1) + _iccp(profile("wide")),
    _iccp(profile("wide")) + _gama(0.55),
]


@pytest.mark.parametrize("chunks", DESCRIPTIONS, ids=range(len(DESCRIPTIONS)))
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_changed_copy_has_the_chunks_and_the_pixels_of_the_file(picture, chunks, mode):
    stored = picture.convert(mode)
    original = photos.read(_png(chunks, stored))
    edited = original.photo.copy()
    edited.paste((120, 90, 80), (8, 8, 24, 24))
    data = writer.encode(original, edited).data
    assert data[33 : 33 + len(chunks)] == chunks
    assert data.count(b"iCCP") == chunks.count(b"iCCP")
    after = ImageChops.difference(opened(data).convert("RGB"), stored.convert("RGB"))
    after.paste((0, 0, 0), (8, 8, 24, 24))
    assert after.getbbox() is None
    # What is changed looks as it was made.
    assert max(abs(a - b) for a, b in zip(photos.open(data).getpixel((16, 16)), (120, 90, 80), strict=True)) <= 2


@pytest.mark.parametrize("colour", [(120, 120, 120), (120, 90, 80)], ids=["grey", "coloured"])
def test_a_grey_file_looks_the_same_after_a_change(colour):
    levels = Image.fromarray(np.arange(256, dtype=np.uint8).repeat(16).reshape(64, 64))
    original = photos.read(_png(LINEAR, levels))
    edited = original.photo.copy()
    edited.paste(colour, (8, 8, 24, 24))
    data = writer.encode(original, edited).data
    assert (b"gAMA" in data) == (colour[0] == colour[1])
    # 256 linear levels do not reach every level of sRGB's shadows.
    assert difference(photos.open(data), edited) <= 1


def test_a_profile_that_is_not_kept_takes_its_chunk_along():
    original = photos.read(_png(_iccp(profile("scanner")), _grey(128)))
    assert b"iCCP" not in writer.encode(original, original.photo).data


def test_a_jpeg_and_a_tiff_have_no_chunks(picture):
    for kind in ("JPEG", "TIFF"):
        assert photos.read(saved(picture, kind, icc_profile=profile("wide"))).chunks == b""
