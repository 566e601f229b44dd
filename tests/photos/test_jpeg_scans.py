"""JPEGs without their last bytes: shown as far as they go, or refused where too much is missing."""

import numpy as np
import pytest
from PIL import Image

from facevae import photos
from facevae.photos import gain_map, jpeg_scans
from tests.support.pictures import difference, saved, segment

SIZE = (256, 192)
KINDS = {
    "plain": {},
    "restarts": {"restart_marker_blocks": 4},
    "progressive": {"progressive": True},
    "progressive with restarts": {"progressive": True, "restart_marker_blocks": 4},
}


@pytest.fixture
def picture() -> Image.Image:
    across, down = np.meshgrid(np.linspace(0, 6, SIZE[0]), np.linspace(0, 6, SIZE[1]))
    waves = np.stack([np.sin(across * down), np.cos(across + down), np.sin(down)], axis=2)
    noise = np.random.default_rng(0).normal(0, 12, waves.shape)
    return Image.fromarray((128 + 90 * waves + noise).clip(0, 255).astype(np.uint8))


def _in_mode(picture: Image.Image, mode: str, **options) -> bytes:
    return saved(picture.convert(mode), "JPEG", quality=90, **options)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cut", [1, 2])
def test_without_the_mark_of_its_end_a_jpeg_is_whole(picture, mode, kind, cut):
    data = _in_mode(picture, mode, **KINDS[kind])
    original = photos.read(data[:-cut])
    assert original.incomplete == ""
    assert difference(original.photo, photos.open(data)) == 0


@pytest.mark.parametrize("padding", [bytes(2000), b"\xff\xd8\xff\xe0 what a camera adds"], ids=["zeros", "more"])
def test_what_stands_behind_the_picture_does_not_matter(picture, padding):
    data = _in_mode(picture, "RGB")
    assert photos.read(data[:-2] + bytes(2000)).incomplete == ""
    assert photos.read(data + padding).incomplete == ""


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("kind", KINDS)
def test_without_its_last_hundredth_it_is_shown_and_said_to_be_incomplete(picture, mode, kind):
    data = _in_mode(picture, mode, **KINDS[kind])
    original = photos.read(data[: len(data) * 99 // 100])
    assert original.incomplete.startswith("The end of this file is missing, and with it ")
    assert original.incomplete.endswith(" % of the picture.")
    whole = photos.open(data)
    top = (0, 0, SIZE[0], SIZE[1] // 2)
    assert difference(original.photo.crop(top), whole.crop(top)) == 0
    assert difference(original.photo, whole) > 0


def test_the_share_that_is_missing_is_measured():
    # Of 12 x 12 blocks of 16 pixels, in each of which something is to be seen, the last five are missing.
    noise = np.random.default_rng(1).integers(0, 256, (192, 192, 3)).astype(np.uint8)
    picture = Image.fromarray(noise)
    decoded = picture.copy()
    decoded.paste((128, 128, 128), (112, 176, 192, 192))
    assert jpeg_scans.missing(decoded, None) == pytest.approx(5 / 144)
    assert jpeg_scans.missing(picture, None) == 0
    assert jpeg_scans.missing(picture, decoded) == pytest.approx(16 / 192)
    assert jpeg_scans.missing(picture, picture) == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_half_a_jpeg_is_refused(picture, kind, share):
    data = _in_mode(picture, "RGB", **KINDS[kind])
    with pytest.raises(photos.PhotoError, match="was cut off"):
        photos.open(data[: int(len(data) * share)])


def test_a_progressive_jpeg_that_lacks_a_scan_as_a_whole_is_refused(picture):
    data = _in_mode(picture, "RGB", progressive=True)
    starts = [match.start() for match in jpeg_scans.MARKER.finditer(data) if match[1] == b"\xda"]
    for start in starts:
        with pytest.raises(photos.PhotoError, match="was cut off"):
            photos.open(data[:start])


def test_the_end_of_a_thumbnail_is_not_that_of_the_file(picture):
    thumbnail = saved(picture.resize((16, 16)), "JPEG")
    data = _in_mode(picture, "RGB", exif=b"Exif\0\0" + thumbnail)
    assert photos.read(data[:-2]).incomplete == ""
    assert "missing" in photos.read(data[: len(data) * 99 // 100]).incomplete


def test_scans_are_counted_to_the_end_and_not_beyond(picture):
    data = _in_mode(picture, "RGB", progressive=True)
    place = next(match.start() for match in jpeg_scans.MARKER.finditer(data) if match[1] == b"\xda")
    frame = data[data.index(b"\xff\xc2") :][:19]
    assert jpeg_scans.count(data, place, frame) == (10, True)
    assert jpeg_scans.count(data[:-2], place, frame) == (10, False)
    assert jpeg_scans.count(data + b"\xff\xda\0\2" * 5, place, frame) == (10, True)


@pytest.mark.parametrize("sign", [b"hdrgm:Version", b"urn:iso:std:iso:ts:21496:-1", b"HDRGainMap hdrgainmap"])
def test_a_gain_map_is_said_to_be_lost(picture, sign):
    data = _in_mode(picture, "RGB")
    assert photos.read(data).lost == ()
    (sentence,) = photos.read(data[:2] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + sign) + data[2:]).lost
    assert "gain map" in sentence
    assert sentence.endswith(".")


def test_a_gain_map_of_an_avif_is_known_by_its_brand():
    brands = b"ftypavif\0\0\0\0mif1avif"
    assert gain_map.lost(b"\0\0\0\x1c" + brands + b"tmap") != ()
    assert gain_map.lost(b"\0\0\0\x18" + brands + b"tmap") == ()
