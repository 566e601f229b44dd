"""Every kind of picture file that people upload."""

import struct

import numpy as np
import pytest
from PIL import Image, ImageChops, JpegImagePlugin

from facevae import photos
from tests.support.pictures import STORED, difference, png, profile, saved, tiff

SIZE = (48, 32)


@pytest.fixture
def picture() -> Image.Image:
    """A smooth picture whose four corners all differ, so that no turning or mirroring of it looks the same."""
    across, down = np.meshgrid(np.linspace(0, 1, SIZE[0]), np.linspace(0, 1, SIZE[1]))
    pixels = np.stack([255 * across, 255 * down, 120 + 0 * across], axis=2)
    return Image.fromarray(pixels.round().astype(np.uint8))


@pytest.mark.parametrize(
    ("kind", "tolerance"),
    [("PNG", 0), ("BMP", 0), ("TIFF", 0), ("WEBP", 12), ("JPEG", 12), ("MPO", 12), ("AVIF", 12), ("GIF", 60)],
)
def test_every_format_is_read(picture, kind, tolerance):
    assert difference(photos.open(saved(picture, kind)), picture) <= tolerance


def test_path_text_and_bytes_give_the_same_photo_and_the_name_does_not_matter(picture, tmp_path):
    file = tmp_path / "really-a-png.jpg"
    file.write_bytes(saved(picture, "PNG"))
    for source in (file, str(file), file.read_bytes()):
        assert difference(photos.open(source), picture) == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_phone_photo_is_turned_upright(picture, kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = picture if orientation == 1 else picture.transpose(STORED[orientation])
    assert difference(photos.open(saved(turned, kind, exif=exif)), picture) <= 25


@pytest.mark.parametrize(
    "exif",
    [
        b"MM\0*\xff\xff\xff\xff nonsense",
        b"",
        b"II",
        tiff([(0x0112, 3, 1, 0)]),
        tiff([(0x0112, 3, 1, 9)]),
        tiff([(0x0112, 2, 0xFFFFFFFF, 0xFFFFFFFF)]),
        tiff([(0x0112, 3, 1, 6)])[:-6],
    ],
    ids=["nowhere", "empty", "two letters", "turned 0", "turned 9", "text", "cut off"],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_exif_does_not_cost_the_picture(picture, kind, exif):
    data = saved(picture, kind, exif=b"Exif\0\0" + exif)
    assert difference(photos.open(data), picture) <= 12


@pytest.mark.parametrize("adobe", [True, False], ids=["Adobe, ink inverted", "plain ink"])
def test_cmyk_jpeg_keeps_its_colours(adobe):
    orange = Image.new("CMYK", SIZE, (0, 100, 230, 10))
    data = saved(orange if adobe else ImageChops.invert(orange), "JPEG", quality=95)
    if not adobe:
        start = data.index(b"\xff\xee")
        data = data[:start] + data[start + 2 + int.from_bytes(data[start + 2 : start + 4], "big") :]
    assert difference(photos.open(data), orange) <= 6


def test_sixteen_bit_grey_is_scaled_not_clipped():
    values = np.linspace(0, 65535, SIZE[0] * SIZE[1]).astype(np.uint16).reshape(SIZE[1], SIZE[0])
    expected = Image.fromarray((values / 257).round().astype(np.uint8))
    assert difference(photos.open(saved(Image.fromarray(values), "PNG")), expected) <= 1
    assert difference(photos.open(saved(Image.fromarray(values), "TIFF")), expected) <= 1


def test_sixteen_bit_colour_is_scaled_not_clipped():
    data = png(*SIZE, 16, 2, struct.pack(">HHH", 0x8000, 0x4000, 0xFFFF) * (SIZE[0] * SIZE[1]))
    assert difference(photos.open(data), Image.new("RGB", SIZE, (0x80, 0x40, 0xFF))) <= 1


@pytest.mark.parametrize(("kind", "white"), [(np.int32, 255), (np.int32, 65535), (np.float32, 1), (np.float32, 1e6)])
def test_whole_and_real_numbers_of_any_scale_are_read(kind, white):
    values = np.linspace(0, white, SIZE[0] * SIZE[1]).astype(kind).reshape(SIZE[1], SIZE[0])
    expected = Image.fromarray((values / white * 255).round().astype(np.uint8))
    assert difference(photos.open(saved(Image.fromarray(values), "TIFF")), expected) <= 1


def test_numbers_that_are_not_finite_are_black():
    values = np.full(SIZE[::-1], 0.5, dtype=np.float32)
    values[:, :10], values[:, 10:20] = np.nan, -np.inf
    photo = photos.open(saved(Image.fromarray(values), "TIFF"))
    assert photo.getpixel((0, 0)) == photo.getpixel((15, 0)) == (0, 0, 0)
    assert photo.getpixel((30, 0)) == (128, 128, 128)


def test_of_an_animation_the_first_frame_is_taken():
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "green", "blue")]
    for kind in ("GIF", "WEBP", "PNG", "AVIF", "TIFF", "MPO"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert difference(photos.open(data), frames[0]) <= 8


def test_what_is_transparent_is_laid_on_white():
    half_red = Image.new("RGBA", SIZE, (200, 0, 0, 128))
    assert difference(photos.open(saved(half_red, "PNG")), Image.new("RGB", SIZE, (227, 127, 127))) <= 1
    half_grey = Image.new("LA", SIZE, (100, 128))
    assert difference(photos.open(saved(half_grey, "PNG")), Image.new("RGB", SIZE, (177, 177, 177))) <= 1


@pytest.mark.parametrize("mode", ["P", "RGB", "L"])
def test_a_colour_declared_transparent_becomes_white(mode):
    black = Image.new(mode, SIZE, 0)
    if mode == "P":
        black.putpalette([0, 0, 0] * 256)
    data = saved(black, "PNG", transparency=(0, 0, 0) if mode == "RGB" else 0)
    assert difference(photos.open(data), Image.new("RGB", SIZE, "white")) == 0


@pytest.mark.parametrize("mode", ["L", "1", "P"])
def test_grey_black_and_white_and_palette_become_rgb(picture, mode):
    picture = picture.convert(mode)
    assert difference(photos.open(saved(picture, "PNG")), picture) == 0


def test_a_colour_profile_is_applied():
    srgb = profile("srgb")
    swapped = srgb.replace(b"rXYZ", b"temp").replace(b"gXYZ", b"rXYZ").replace(b"temp", b"gXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    red = Image.new("RGB", SIZE, (255, 0, 0))
    assert difference(photos.open(saved(red, "PNG", icc_profile=swapped)), Image.new("RGB", SIZE, (0, 255, 0))) <= 3
    assert difference(photos.open(saved(red, "PNG", icc_profile=srgb)), red) == 0


def test_a_broken_colour_profile_is_ignored(picture):
    assert difference(photos.open(saved(picture, "PNG", icc_profile=b"nonsense")), picture) == 0


def test_a_huge_jpeg_is_decoded_small(monkeypatch):
    decoded = []
    load = JpegImagePlugin.JpegImageFile.load
    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "load", lambda self: (decoded.append(self.size), load(self))[1])
    data = saved(Image.new("RGB", (11000, 825), (200, 100, 50)), "JPEG")
    photo = photos.open(data)
    assert max(photo.size) <= photos.MAX_SIDE
    assert photo.width / photo.height == pytest.approx(40 / 3, abs=0.05)
    assert difference(photo, Image.new("RGB", photo.size, (200, 100, 50))) <= 2
    assert max(max(size) for size in decoded) <= photos.MAX_SIDE


def test_a_large_png_is_scaled_down():
    photo = photos.open(saved(Image.new("RGB", (7000, 140), "teal"), "PNG"))
    assert photo.size == (6144, 123)
