"""A changed copy of a photo is the file as it was, except where it was changed, and without its metadata."""

import io

import numpy as np
import pytest
from PIL import Image, ImageChops

from facevae import photos
from facevae.photos import writer
from tests.support import samples
from tests.support.pictures import STORED, difference, profile, saved

SIZE = (48, 32)
FACE = (8, 8, 24, 24)  # whole blocks of a JPEG, so that a change stays inside


@pytest.fixture
def picture() -> Image.Image:
    across, down = np.meshgrid(np.linspace(0, 255, SIZE[0]), np.linspace(0, 255, SIZE[1]))
    return Image.fromarray(np.stack([across, down, 255 - across], axis=2).round().astype(np.uint8))


def _read_back(encoded: writer.Encoded) -> Image.Image:
    picture = Image.open(io.BytesIO(encoded.data))
    picture.load()
    return picture


def _with_face(original: photos.Original, colour: tuple[int, int, int]) -> Image.Image:
    edited = original.photo.copy()
    edited.paste(colour, FACE)
    return edited


def _outside(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any band of any pixel outside the face."""
    apart = ImageChops.difference(one, other)
    apart.paste(0 if len(apart.getbands()) == 1 else (0,) * len(apart.getbands()), FACE)
    return int(np.asarray(apart).max())


@pytest.mark.parametrize("kind", ["same", "jpeg", "png"])
@pytest.mark.parametrize("format", photos.FORMATS)
def test_no_file_comes_out_with_metadata_or_turned(format, kind):
    for name, data in samples.files()[format].items():
        original = photos.read(data)
        encoded = writer.encode(original, _with_face(original, (200, 10, 20)), kind)
        for trace in (b"Exif", b"http://ns.adobe.com/xap", b"xmpmeta", b"Camera", b"hello", b"eXIf", b"tEXt", b"zTXt"):
            assert trace not in encoded.data, name
        after = _read_back(encoded)
        assert dict(after.getexif()) == {}
        assert set(after.info) <= {"icc_profile", "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
        assert after.size == original.photo.size
        shown = kind == "jpeg" and original.alpha is not None  # as on the page, because a JPEG has no transparency
        assert after.info.get("icc_profile") == (None if original.grey or shown else original.profile)


def test_location_and_thumbnail_are_gone(picture):
    exif = Image.Exif()
    exif[0x0112] = 1
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    thumbnail = saved(picture.resize((16, 16)), "JPEG")
    data = saved(picture, "JPEG", exif=exif.tobytes() + thumbnail, xmp=b"<x:xmpmeta/>", comment=b"at home")
    assert data.count(b"\xff\xd8\xff") == 2
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)[1] == "N"
    original = photos.read(data)
    encoded = writer.encode(original, original.photo)
    assert encoded.data.count(b"\xff\xd8\xff") == 1
    assert b"at home" not in encoded.data
    assert not _read_back(encoded).getexif().get_ifd(0x8825)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_comes_out_upright(picture, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = picture if orientation == 1 else picture.transpose(STORED[orientation])
    original = photos.read(saved(turned, "PNG", exif=exif))
    assert difference(_read_back(writer.encode(original, original.photo)), picture) == 0
    jpeg = photos.read(saved(turned, "JPEG", exif=exif, quality=95, subsampling=0))
    assert difference(_read_back(writer.encode(jpeg, jpeg.photo)), picture) <= 6


def test_a_png_has_every_pixel_but_those_that_were_edited(picture):
    original = photos.read(saved(picture, "PNG"))
    edited = _with_face(original, (200, 10, 20))
    assert difference(_read_back(writer.encode(original, edited)), edited) == 0
    assert difference(original.photo, picture) == 0


@pytest.mark.parametrize("format", ["PNG", "TIFF", "WEBP"])
def test_pixels_of_another_profile_stay_as_they_are(picture, format):
    exact = {"WEBP": {"lossless": True}}.get(format, {})
    original = photos.read(saved(picture, format, icc_profile=profile("wide"), **exact))
    encoded = writer.encode(original, _with_face(original, (184, 184, 184)))
    assert (encoded.media, encoded.suffix) == ("image/png", ".png")
    after = _read_back(encoded)
    assert after.info["icc_profile"] == profile("wide")
    assert _outside(after, picture) == 0
    # sRGB writes as 184 what this profile writes as 170, see test_photos_read.
    assert max(abs(level - 170) for level in after.getpixel((12, 12))) <= 1


def test_only_pixels_that_were_changed_are_converted(picture):
    original = photos.read(saved(picture, "PNG", icc_profile=profile("wide")))
    edited = original.photo.copy()
    for corner in ((0, 0), (47, 31)):
        edited.putpixel(corner, (184, 184, 184))
    after = ImageChops.difference(_read_back(writer.encode(original, edited)), picture)
    assert np.count_nonzero(np.asarray(after).any(axis=2)) == 2


def test_a_jpeg_is_compressed_as_the_file_was(picture):
    data = saved(picture, "JPEG", quality=60, subsampling=2, icc_profile=profile("wide"))
    original = photos.read(data)
    encoded = writer.encode(original, original.photo)
    assert (encoded.media, encoded.suffix) == ("image/jpeg", ".jpg")
    before, after = Image.open(io.BytesIO(data)), _read_back(encoded)
    assert set(map(tuple, after.quantization.values())) == set(map(tuple, before.quantization.values()))
    assert [layer[1:3] for layer in after.layer] == [layer[1:3] for layer in before.layer]
    assert after.info["icc_profile"] == profile("wide")
    assert difference(after, before) <= 3
    assert len(encoded.data) < 1.1 * len(data)


def test_a_jpeg_as_png_is_the_decoded_jpeg(picture):
    data = saved(picture, "JPEG", quality=30, icc_profile=profile("wide"))
    original = photos.read(data)
    encoded = writer.encode(original, original.photo, "png")
    assert encoded.suffix == ".png"
    assert difference(_read_back(encoded), Image.open(io.BytesIO(data))) == 0


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF", "GIF"])
@pytest.mark.parametrize("described", [{}, {"icc_profile": profile("grey")}], ids=["plain", "with a profile"])
def test_a_grey_photo_stays_grey(picture, format, described):
    data = saved(picture.convert("L"), format, **described)
    original = photos.read(data)
    after = _read_back(writer.encode(original, _with_face(original, (184, 184, 184))))
    assert after.mode == "L"
    assert after.info.get("icc_profile") == original.profile
    assert _outside(after, Image.open(io.BytesIO(data)).convert("L")) <= (3 if format == "JPEG" else 0)
    assert abs(after.getpixel((16, 16)) - (170 if original.profile else 184)) <= 2


def test_colours_on_a_grey_photo_are_kept(picture):
    for described in ({}, {"icc_profile": profile("grey")}):
        original = photos.read(saved(picture.convert("L"), "PNG", **described))
        edited = _with_face(original, (200, 10, 20))
        after = _read_back(writer.encode(original, edited))
        assert "icc_profile" not in after.info
        assert difference(after, edited) == 0


def test_a_transparent_picture_stays_transparent(picture):
    alpha = Image.new("L", SIZE, 255)
    alpha.paste(0, (0, 0, 12, 32))
    alpha.paste(128, (12, 0, 18, 32))
    picture.putalpha(alpha)
    original = photos.read(saved(picture, "PNG"))
    edited = _with_face(original, (200, 150, 180))
    after = _read_back(writer.encode(original, edited))
    assert after.mode == "RGBA"
    assert _outside(after, picture) == 0
    assert ImageChops.difference(after.getchannel("A"), alpha).getbbox() is None
    # Half of 145 on half of white is 200, half of 45 is 150, half of 105 is 180; what is clear stays so.
    assert after.getpixel((20, 12)) == (200, 150, 180, 255)
    assert max(abs(a - b) for a, b in zip(after.getpixel((14, 12)), (145, 45, 105, 128), strict=True)) <= 1
    on_white = photos.open(writer.encode(original, edited).data)
    assert on_white.getpixel((11, 12)) == (255, 255, 255)
    assert max(abs(a - b) for a, b in zip(on_white.getpixel((14, 12)), (200, 150, 180), strict=True)) <= 1


def test_colours_on_a_grey_and_transparent_picture_are_kept():
    grey = Image.new("LA", SIZE, (100, 128))
    original = photos.read(saved(grey, "PNG", icc_profile=profile("grey")))
    after = writer.encode(original, _with_face(original, (200, 150, 180)))
    picture = _read_back(after)
    assert picture.mode == "RGBA"
    assert picture.getchannel("A").getextrema() == (128, 128)
    assert difference(photos.open(after.data), _with_face(original, (200, 150, 180))) <= 1


def test_what_goes_out_comes_in_again_unchanged():
    for group in samples.files().values():
        for name, data in group.items():
            original = photos.read(data)
            encoded = writer.encode(original, original.photo, "png")
            assert difference(photos.open(encoded.data), original.photo) == 0, name


def test_sixteen_bits_and_cmyk_come_out_as_they_are_shown(picture):
    for data in (samples.files()["PNG"]["16 bits"], saved(picture.convert("CMYK"), "TIFF")):
        original = photos.read(data)
        after = _read_back(writer.encode(original, original.photo))
        assert difference(after, original.photo) == 0
        assert "icc_profile" not in after.info


def test_inputs_are_not_changed(picture):
    grey = picture.convert("L")
    grey.putalpha(99)
    original = photos.read(saved(grey, "PNG", icc_profile=profile("grey")))
    edited = _with_face(original, (9, 9, 9))
    edited.info["comment"] = b"mine"
    kept = [one.tobytes() for one in (edited, original.photo, original.native, original.alpha)]
    writer.encode(original, edited)
    assert [one.tobytes() for one in (edited, original.photo, original.native, original.alpha)] == kept
    assert edited.info == {"comment": b"mine"}
    jpeg = photos.read(saved(picture, "JPEG"))
    assert b"mine" not in writer.encode(jpeg, edited).data


def test_another_size_mode_or_kind_is_refused(picture):
    original = photos.read(saved(picture, "PNG"))
    with pytest.raises(ValueError, match=r"RGB of 47 x 32 pixels; give RGB of 48 x 32"):
        writer.encode(original, original.photo.crop((0, 0, 47, 32)))
    with pytest.raises(ValueError, match="edited is L of"):
        writer.encode(original, original.photo.convert("L"))
    with pytest.raises(ValueError, match="give 'same', 'jpeg' or 'png'"):
        writer.encode(original, original.photo, "gif")
