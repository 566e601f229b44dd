"""What is kept of a file beside its photo."""

import numpy as np
import pytest
from PIL import Image

from facevae import photos
from facevae.photos import sanitizer
from tests.support import samples
from tests.support.pictures import STORED, difference, profile, saved

SIZE = (48, 32)


def _turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("kind", photos.FORMATS)
def test_the_photo_is_what_open_returns_without_any_metadata(kind):
    for name, data in samples.files()[kind].items():
        original = photos.read(data)
        assert original.format == kind
        assert difference(original.photo, photos.open(data)) == 0
        for picture in (original.photo, original.native, original.alpha):
            if picture is not None:
                assert picture.info == {}, name
                assert picture.size == original.photo.size
                assert type(picture) is Image.Image


def test_a_plain_file_is_kept_once():
    original = photos.read(saved(Image.new("RGB", SIZE, "teal"), "PNG"))
    assert (original.profile, original.native, original.alpha) == (None, None, None)
    assert (original.tables, original.subsampling, original.grey, original.scaled) == (None, None, False, False)


def test_pixels_of_another_profile_are_kept_as_the_file_has_them():
    original = photos.read(saved(Image.new("RGB", SIZE, (170, 170, 170)), "PNG", icc_profile=profile("wide")))
    assert original.native.getpixel((0, 0)) == (170, 170, 170)
    # (170 / 255) ** 1.8 = 0.482 of the light of white, which sRGB writes as 184.
    assert difference(original.photo, Image.new("RGB", SIZE, (184, 184, 184))) <= 1
    assert original.profile == profile("wide")


def test_an_srgb_profile_is_kept_and_its_pixels_once():
    original = photos.read(saved(Image.new("RGB", SIZE, "teal"), "PNG", icc_profile=profile("srgb")))
    assert original.profile == profile("srgb")
    assert original.native is None


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", b"nonsense"),
        ("RGB", profile("grey")),
        ("RGB", profile("wide").ljust(sanitizer.MAX_PROFILE + 1, b"\0")),
        ("L", profile("srgb")),
    ],
    ids=["nonsense", "grey on RGB", "huge", "sRGB on grey"],
)
def test_a_profile_that_does_not_fit_is_forgotten(mode, kind):
    picture = Image.new(mode, SIZE, 90 if mode == "L" else (90, 80, 70))
    original = photos.read(saved(picture, "WEBP" if mode == "RGB" else "PNG", icc_profile=kind, lossless=True))
    assert (original.profile, original.native) == (None, None)
    assert difference(original.photo, picture) == 0


def test_greys_with_a_profile_of_colours_are_shown_by_it_and_kept_without():
    for kind in ("PNG", "TIFF", "JPEG"):
        original = photos.read(saved(Image.new("L", SIZE, 170), kind, icc_profile=profile("wide")))
        assert (original.profile, original.native, original.grey) == (None, None, True)
        assert difference(original.photo, Image.new("RGB", SIZE, (184, 184, 184))) <= 1


def test_a_profile_that_leads_one_way_is_applied_and_forgotten():
    # Half of lightness, which sRGB writes as 118, for half of the third channel that this profile looks at.
    for mode, kind, ink in (("RGB", "scanner", (10, 10, 128)), ("CMYK", "cmyk", (0, 0, 0, 128))):
        original = photos.read(saved(Image.new(mode, SIZE, ink), "TIFF", icc_profile=profile(kind)))
        assert (original.profile, original.native) == (None, None)
        assert difference(original.photo, Image.new("RGB", SIZE, (118, 118, 118))) <= 1
    picture = Image.new("RGBA", SIZE, (10, 10, 128, 128))
    original = photos.read(saved(picture, "PNG", icc_profile=profile("scanner")))
    assert original.profile is None
    assert original.native.getpixel((0, 0)) == (118, 118, 118)


def test_a_profile_of_greys_gives_greys():
    grey = Image.fromarray(np.arange(256, dtype=np.uint8).repeat(16).reshape(64, 64))
    original = photos.read(saved(grey, "PNG", icc_profile=profile("grey")))
    assert original.grey
    assert original.native.mode == "L"
    red, green, blue = original.photo.split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert green.getextrema() == (0, 255)


@pytest.mark.parametrize(
    ("picture", "grey"),
    [
        (Image.new("L", SIZE, 9), True),
        (Image.new("1", SIZE, 1), True),
        (Image.new("LA", SIZE, (9, 99)), True),
        (Image.new("I;16", SIZE, 999), True),
        (Image.new("L", SIZE, 9).convert("P"), True),
        (Image.new("RGB", SIZE, (9, 9, 9)), False),
        (Image.new("RGB", SIZE, "teal").convert("P"), False),
    ],
    ids=lambda value: value.mode if isinstance(value, Image.Image) else "",
)
def test_a_file_that_holds_no_colours_is_grey(picture, grey):
    assert photos.read(saved(picture, "PNG")).grey is grey


def test_transparency_is_kept_beside_what_was_laid_on_white():
    half = Image.new("RGBA", SIZE, (200, 0, 0, 128))
    original = photos.read(saved(half, "PNG"))
    assert original.alpha.getextrema() == (128, 128)
    assert original.native.getpixel((0, 0)) == (200, 0, 0)
    assert original.photo.getpixel((0, 0)) == (227, 127, 127)


def test_transparency_that_hides_nothing_is_not_kept():
    original = photos.read(saved(Image.new("RGBA", SIZE, (200, 0, 0, 255)), "PNG"))
    assert (original.alpha, original.native) == (None, None)
    assert original.photo.getpixel((0, 0)) == (200, 0, 0)


def test_all_that_is_kept_is_upright():
    stored = Image.new("RGBA", SIZE, (9, 9, 9, 99))
    stored.putpixel((0, 0), (200, 100, 0, 50))
    data = saved(stored.transpose(STORED[6]), "PNG", icc_profile=profile("wide"), exif=_turned(6))
    original = photos.read(data)
    assert original.photo.size == SIZE
    assert original.alpha.getpixel((0, 0)) == 50
    assert original.native.getpixel((0, 0)) == (200, 100, 0)


def test_a_larger_picture_is_scaled_with_all_that_is_kept():
    original = photos.read(saved(Image.new("LA", (7000, 140), (90, 99)), "PNG"))
    assert original.scaled
    assert original.photo.size == original.alpha.size == original.native.size == (6144, 123)
    assert not photos.read(saved(Image.new("L", (6144, 100)), "PNG")).scaled


@pytest.mark.parametrize("size", [(9000, 96), (12096, 128)])
def test_a_large_jpeg_is_scaled_to_nearly_the_largest_size(size):
    original = photos.read(saved(Image.new("RGB", size, "teal"), "JPEG"))
    assert original.scaled
    assert photos.MAX_SIDE * 7 / 8 <= original.photo.width <= photos.MAX_SIDE


@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_the_compression_of_a_jpeg_is_kept(subsampling):
    tables = [list(range(1, 65)), [9] * 64]
    data = saved(Image.new("RGB", SIZE), "JPEG", qtables=tables, subsampling=subsampling)
    original = photos.read(data)
    assert original.tables == [tables[0], tables[1], tables[1]]
    assert original.subsampling == subsampling


def test_the_compression_of_a_jpeg_is_turned_with_it():
    tables = [list(range(1, 65)), [9] * 64]
    data = saved(Image.new("RGB", SIZE), "JPEG", qtables=tables, subsampling=1, exif=_turned(6))
    original = photos.read(data)
    # Columns have become rows, and colours that were halved across would be halved down, which Pillow does not write.
    assert original.tables[0][:3] == [1, 9, 17]
    assert original.subsampling == 0


def test_a_cmyk_jpeg_keeps_neither_compression_nor_profile():
    original = photos.read(saved(Image.new("CMYK", SIZE, (0, 0, 0, 128)), "JPEG", icc_profile=profile("cmyk")))
    assert (original.tables, original.subsampling, original.profile, original.native) == (None, None, None, None)
    assert difference(original.photo, Image.new("RGB", SIZE, (118, 118, 118))) <= 2
