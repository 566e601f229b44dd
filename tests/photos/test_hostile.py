"""Files that are damaged, lie about themselves or are no pictures: each soon ends in one sentence."""

import random
import re
import struct

import pytest
import torch
from PIL import Image

from facevae import photos
from facevae.photos import cell
from tests.support import samples
from tests.support.corruption import degrade
from tests.support.pictures import bmp_in_runs, chunk, png, saved, tiff

SIZE = (48, 32)
TEAL = Image.new("RGB", SIZE, (0, 128, 128))
TEAL_AVIF = saved(TEAL, "AVIF", speed=10)

pytestmark = pytest.mark.timeout(60)  # each takes a fraction of a second; what it guards against, minutes


def _sentence(data: bytes) -> str:
    """Return why a file is refused, after checking that this is a sentence for a layperson."""
    with pytest.raises(photos.PhotoError) as caught:
        photos.open(data)
    sentence = str(caught.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert sentence.count(".") == 1
    assert not any(trace in sentence for trace in ("/", "\n", "0x", "Error", "Traceback", "b'"))
    return sentence


def _announcing(data: bytes, before: bytes, form: str, *sizes: int) -> bytes:
    """Return a small valid file with other sizes written behind what comes before them in its header."""
    place = data.index(before) + len(before)
    return data[:place] + struct.pack(form, *sizes) + data[place + struct.calcsize(form) :]


def _jpeg_announcing(side: int, *, scans: bool = False) -> bytes:
    frame = b"\xff\xc2\0\x11\x08" if scans else b"\xff\xc0\0\x11\x08"
    return _announcing(saved(TEAL, "JPEG", progressive=scans), frame, ">HH", side, side)


def _avif_announcing(side: int, data: bytes = TEAL_AVIF) -> bytes:
    return _announcing(data, b"ispe\0\0\0\0", ">II", side, side)


def _webp_announcing(width: int, height: int) -> bytes:
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas + saved(TEAL, "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _tiff_announcing(width: int, height: int) -> bytes:
    return tiff([(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8)], bytes(999))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (png(60_000, 60_000, 8, 2, b""), "far too many pixels"),
        (png(10_000, 8_000, 8, 2, b""), "10000 x 8000 pixels, more than the 50 megapixels"),
        (_jpeg_announcing(60_000), "far too many pixels"),
        (_jpeg_announcing(11_000), "11000 x 11000 pixels, more than the 100 megapixels"),
        (_jpeg_announcing(8_000, scans=True), "8000 x 8000 pixels, more than the 50 megapixels"),
        (_announcing(saved(TEAL, "GIF"), b"GIF87a", "<HH", 60_000, 60_000), "far too many pixels"),
        (_announcing(saved(TEAL, "BMP"), b"\x28\0\0\0", "<ii", 60_000, 60_000), "far too many pixels"),
        (_avif_announcing(8_000), "8000 x 8000 pixels, more than the 25 megapixels"),
        (_avif_announcing(60_000), "damaged"),
        (_tiff_announcing(60_000, 60_000), "far too many pixels"),
        (_tiff_announcing(8_000, 8_000), "8000 x 8000 pixels, more than the 50 megapixels"),
        (bmp_in_runs(3_000_000, 16, b"\0\2\xff\xff" * 3), "more than the 4 megapixels"),
    ],
    ids=["PNG", "PNG 80", "JPEG", "JPEG 121", "scans", "GIF", "BMP", "AVIF 64", "AVIF", "TIFF", "TIFF 64", "BMP runs"],
)
def test_a_decompression_bomb_is_refused_by_its_header(data, words):
    assert len(data) < 5000
    assert words in _sentence(data)
    with pytest.raises(photos.PhotoError, match=words):
        cell.read(data)


@pytest.mark.parametrize(("side", "announced"), [(4_000, 64), (64, 4_000), (4_000, 3_999)])
def test_an_avif_that_lies_about_its_size_is_decoded_in_a_cell(side, announced):
    data = _avif_announcing(announced, saved(Image.new("RGB", (side, side), (0, 128, 128)), "AVIF", speed=10))
    try:
        size = cell.read(data).photo.size
    except photos.PhotoError:
        size = None  # decoders differ in whether they scale or refuse
    assert size in ((announced, announced), None)
    assert cell.read(saved(TEAL, "PNG")).photo.tobytes() == TEAL.tobytes()


def test_a_webp_that_announces_too_much_is_refused():
    # Pillow 12 notices while it decodes, Pillow 13 in the header.
    assert re.search("damaged|far too many pixels", _sentence(_webp_announcing(16_000, 16_000)))
    frames = {"save_all": True, "append_images": [Image.new("RGB", SIZE, "red")]}
    data = bytearray(saved(TEAL, "WEBP", **frames))
    place = data.index(b"VP8X") + 12
    data[place : place + 6] = (15_999).to_bytes(3, "little") * 2
    assert "too many pixels" in _sentence(bytes(data))


@pytest.mark.parametrize("kind", photos.FORMATS)
def test_a_picture_just_over_the_limit_is_refused_before_it_is_decoded(kind, monkeypatch):
    data = saved(TEAL, kind)
    monkeypatch.setitem(photos.MAX_PIXELS, kind, SIZE[0] * SIZE[1])
    photos.open(data)
    monkeypatch.setitem(photos.MAX_PIXELS, kind, SIZE[0] * SIZE[1] - 1)
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    assert "48 x 32 pixels, more than" in _sentence(data)


def test_a_file_of_too_many_bytes_is_refused_unread(tmp_path):
    file = tmp_path / "huge.png"
    with file.open("wb") as sparse:
        sparse.truncate(photos.MAX_BYTES + 1)
    with pytest.raises(photos.PhotoError, match=r"^This file has 64 MB; the most that is read is 64 MB\.$"):
        photos.open(file)
    assert "the most that is read is 64 MB" in _sentence(bytes(photos.MAX_BYTES + 1))


@pytest.mark.parametrize("kind", photos.FORMATS)
def test_a_truncated_file_is_refused(kind, generator):
    noise = torch.rand(1, 3, 64, 64, generator=generator())
    data = saved(photos.to_photo(noise), kind)
    for share in (0.02, 0.3, 0.6, 0.9):
        assert "damaged or" in _sentence(data[: max(16, int(len(data) * share))])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "SVG"),
        (b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg></svg>', "SVG"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html></html>", "web page"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n", "not a picture"),
        (b"II+\0\x08\0\0\0" + bytes(64), "not a picture"),
        (b"Dear Sir or Madam,", "not a picture"),
        (bytes(range(256)) * 8, "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"GIF89a", "damaged"),
        (b"BM", "damaged"),
    ],
    ids=[
        "empty",
        "SVG",
        "SVG 2",
        "HTML",
        "PDF",
        "HEIC",
        "HEIC 2",
        "EPS",
        "BigTIFF",
        "text",
        "bytes",
        "PNG",
        "GIF",
        "BMP",
    ],
)
def test_what_is_no_photo_is_refused_in_one_sentence(data, words, tmp_path):
    assert words in _sentence(data)
    file = tmp_path / "photo.jpg"
    file.write_bytes(data)
    with pytest.raises(photos.PhotoError, match=words):
        photos.open(file)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(photos.PhotoError, match=r"no file called gone\.png"):
        photos.open(tmp_path / "gone.png")
    with pytest.raises(photos.PhotoError, match="cannot be read"):
        photos.open(tmp_path)


@pytest.mark.parametrize(("size", "words"), [((15, 40), "at least 16"), ((40, 1), "at least 16"), ((8000, 20), "thin")])
def test_a_picture_too_small_or_thin_is_refused(size, words):
    assert words in _sentence(saved(Image.new("RGB", size), "PNG"))


def test_a_gif_whose_first_frame_is_smaller_or_larger_than_its_canvas():
    data = bytearray(saved(Image.new("P", SIZE, 7), "GIF"))
    data[6:10] = struct.pack("<HH", 60, 40)
    assert photos.open(bytes(data)).size == (60, 40)
    data[6:10] = struct.pack("<HH", 20, 20)
    assert photos.open(bytes(data)).size == SIZE
    frame = data.index(b",", 13)
    data[frame + 5 : frame + 9] = struct.pack("<HH", 60_000, 60_000)
    assert "too many pixels" in _sentence(bytes(data))


@pytest.mark.parametrize("palette", [b"", b"\1", bytes(765)], ids=["none", "one byte", "255 colours"])
def test_a_palette_of_the_wrong_size_gives_a_photo_or_a_sentence(palette):
    data = png(*SIZE, 8, 3, bytes([255]) * (SIZE[0] * SIZE[1]), chunk(b"PLTE", palette))
    outcome = _outcome(data)
    assert outcome == "RGB" or outcome.endswith(".")


def _outcome(data: bytes) -> str:
    try:
        return photos.open(data).mode
    except photos.PhotoError as error:
        return str(error)


@pytest.mark.filterwarnings("ignore:::PIL")
@pytest.mark.parametrize("kind", photos.FORMATS)
def test_a_damaged_file_gives_a_photo_or_a_sentence(kind):
    files = samples.files()
    every = [data for group in files.values() for data in group.values()]
    source, opened = random.Random(kind), 0
    for _ in range(60):
        outcome = _outcome(degrade(source.choice(list(files[kind].values())), source.choice(every), source))
        assert outcome == "RGB" or outcome.endswith(".")
        opened += outcome == "RGB"
    assert 0 < opened < 60
