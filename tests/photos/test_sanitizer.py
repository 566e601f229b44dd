"""Files whose metadata or whose number of parts would cost a decoder minutes or gigabytes."""

import struct
import zlib

import pytest
from PIL import Image

from facevae import photos
from facevae.photos import sanitizer
from tests.support import samples
from tests.support.pictures import chunk, difference, opened, saved, segment, tiff

SIZE = (48, 32)
TEAL = Image.new("RGB", SIZE, (0, 128, 128))


pytestmark = pytest.mark.timeout(60)  # each takes a fraction of a second; what it guards against, minutes


@pytest.mark.parametrize("kind", photos.FORMATS)
def test_the_format_is_told_from_the_content(kind):
    for data in samples.files()[kind].values():
        assert sanitizer.sniff(data) == kind
    assert sanitizer.sniff(b"RIFF\0\0\0\0WAVEfmt ") is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_of_metadata_only_the_orientation_is_kept(kind):
    data = samples.files()[kind]["described"]
    slim = sanitizer.slim(kind, data)
    assert (slim.kind, slim.orientation) == (kind, 6)
    assert dict(opened(data).getexif())[0x010F] == "Camera"
    assert 0x010F not in opened(slim.data).getexif()
    assert opened(slim.data).info["icc_profile"] == opened(data).info["icc_profile"]


def test_the_first_exif_data_of_a_jpeg_counts():
    turned = [segment(0xE1, b"Exif\0\0" + tiff([(0x0112, 3, 1, value)])) for value in (6, 3)]
    assert sanitizer.slim("JPEG", _after_header("JPEG", turned[0] + turned[1])).orientation == 6


def test_the_scans_of_a_jpeg_are_counted_to_its_end_and_not_beyond():
    files = samples.files()["JPEG"]
    assert sanitizer.slim("JPEG", files["plain"]).scans == 1
    assert sanitizer.slim("JPEG", files["MPO"]).scans == 1
    assert sanitizer.slim("JPEG", files["plain"] + b"\0\0" + b"\xff\xda\0\2" * 5).scans == 1
    assert sanitizer.slim("JPEG", files["progressive"]).scans == 10


def _bomb_of_tags(entries: int) -> bytes:
    """EXIF data whose entries all point at the same bytes, so that reading them takes as many times its size."""
    return tiff([(30_000 + number, 7, 40_000, 8) for number in range(entries)], bytes(8))


def _after_header(kind: str, extra: bytes) -> bytes:
    data = saved(TEAL, kind)
    header = {"JPEG": 2, "PNG": 33, "GIF": data.find(b",")}[kind]
    return data[:header] + extra + data[header:]


@pytest.mark.parametrize(
    "data",
    [
        _after_header("JPEG", segment(0xE1, b"Exif\0\0" + _bomb_of_tags(4000)) * 9),
        _after_header("PNG", chunk(b"eXIf", _bomb_of_tags(20_000))),
        _after_header("PNG", chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2 * 10**7)))),
        _after_header("PNG", chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(bytes(2 * 10**7)))),
        _after_header("PNG", chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(2 * 10**7)))),
        _after_header("PNG", chunk(b"iCCP", b"")),
        _after_header("PNG", chunk(b"tEXt", bytes(10**6)) * 20),
        _after_header("GIF", b"!\xfe" + (b"\xff" + b"a" * 255) * 40_000 + b"\0"),
        saved(TEAL, "WEBP", exif=b"Exif\0\0" + _bomb_of_tags(20_000)),
        saved(TEAL, "TIFF", icc_profile=bytes(10**7)),
        saved(TEAL, "JPEG", icc_profile=bytes(10**7)),
    ],
    ids=["EXIF", "EXIF 2", "zTXt", "iTXt", "iCCP", "iCCP 2", "tEXt", "comment", "EXIF 3", "ICC", "ICC 2"],
)
def test_metadata_that_would_take_long_or_much_memory_is_not_read(data):
    assert difference(photos.open(data), TEAL) <= 12


def test_exif_of_an_avif_is_not_read():
    exif = Image.Exif()
    exif[0x010E] = "Somewhere"
    data = saved(TEAL, "AVIF", speed=10, exif=exif)
    assert "exif" in opened(data).info
    assert "exif" not in opened(sanitizer.slim("AVIF", data).data).info
    assert difference(photos.open(data), TEAL) <= 3


def _tiled(side: int, kind: int = 4) -> bytes:
    """A TIFF of one deflated tile, of which the picture shows a corner; of kind 16 is a side that stands elsewhere."""
    tile, sides = zlib.compress(bytes(side * side)), struct.pack("<Q", side)
    shape = [(256, 3, 1, 64), (257, 3, 1, 64), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1), (277, 3, 1, 1)]
    place = side if kind == 4 else 8
    shape += [(322, kind, 1, place), (323, kind, 1, place), (324, 4, 1, 16), (325, 4, 1, len(tile))]
    return tiff(shape, sides + tile)


def test_a_tile_may_be_larger_than_its_picture():
    assert photos.open(_tiled(512)).size == (64, 64)


@pytest.mark.parametrize(
    "data",
    [
        _after_header("JPEG", segment(0xE5, b"") * 1_000_000),
        _after_header("PNG", chunk(b"prVt", b"") * 1_000_000),
        _after_header("GIF", b"!\xfe\1a\0" * 1_000_000),
        _after_header("GIF", b"!\xfe" + b"\1a" * 1_000_000 + b"\0"),
        saved(TEAL, "AVIF", speed=10) + b"\0\0\0\x08free" * 1_000_000,
        saved(TEAL, "JPEG", progressive=True)[:-2] + b"\xff\xda\0\x08\1\1\0\1\x3f\x10\0" * 1_000 + b"\xff\xd9",
        tiff([(256, 3, 1, 64), (257, 3, 1, 64), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 10**6, 8)], bytes(4 * 10**6)),
        tiff(
            [(256, 3, 1, 64), (257, 3, 1, 64), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 20_000, 8), (278, 3, 1, 32)],
            bytes(80_000),
        ),
        _tiled(5000),
        _tiled(5000, kind=16),
        tiff([(256, 4, 10**6, 8), (257, 4, 10**6, 8), (258, 3, 10**6, 8), (262, 3, 1, 1)], bytes(4 * 10**6)),
    ],
    ids=[
        "segments",
        "chunks",
        "extensions",
        "blocks",
        "boxes",
        "scans",
        "strips",
        "overlapping strips",
        "tile",
        "tile 2",
        "sizes",
    ],
)
def test_a_file_of_too_many_parts_is_refused(data):
    with pytest.raises(photos.PhotoError, match="damaged"):
        photos.open(data)


def test_only_the_first_of_many_pictures_is_looked_at():
    pages = saved(TEAL, "TIFF", save_all=True, append_images=[TEAL] * 20)
    assert difference(photos.open(pages), TEAL) == 0
    start = struct.unpack("<I", pages[4:8])[0]
    following = start + 2 + 12 * struct.unpack("<H", pages[start : start + 2])[0]
    loop = pages[:following] + pages[4:8] + pages[following + 4 :]
    assert difference(photos.open(loop), TEAL) == 0
    assert opened(pages).n_frames == 21
    assert opened(sanitizer.slim("TIFF", pages).data).n_frames == 1
