"""Colours by code points."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from facevae import photos
from facevae.photos import cicp
from tests.support.pictures import difference, saved

SIZE = (48, 32)


def _to_srgb(profile: bytes, colour):
    mode = "L" if isinstance(colour, int) else "RGB"
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    shown = ImageCms.profileToProfile(
        Image.new(mode, (1, 1), colour), source, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return shown.getpixel((0, 0))


@pytest.mark.parametrize("primaries", [1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22])
def test_white_and_grey_are_the_same_for_all_primaries(primaries):
    profile = cicp.profile(primaries, cicp.SRGB)
    for level in (0, 64, 255):
        assert max(abs(got - level) for got in _to_srgb(profile, (level,) * 3)) <= 1


@pytest.mark.parametrize(
    ("transfer", "level", "shown"),
    [
        (8, 128, 188),  # half of the light
        (4, 64, 62),  # (64 / 255) ** 2.2 = 0.0478
        (1, 64, 54),  # (64 / 255) ** 2.4 = 0.0362
        (5, 128, 106),  # (128 / 255) ** 2.8 = 0.1452
        (cicp.SRGB, 77, 77),
        (16, 148, 187),  # 203 nits, diffuse white, which is half of what a screen can do
        (16, 255, 255),
        (18, 191, 187),  # the same in HLG, at three quarters
        (18, 0, 0),
    ],
)
def test_a_level_of_grey_under_each_curve(transfer, level, shown):
    for profile, colour in ((cicp.profile(1, transfer), (level,) * 3), (cicp.profile(1, transfer, grey=True), level)):
        assert max(abs(got - shown) for got in _to_srgb(profile, colour)) <= 2


def test_display_p3_is_purer():
    # What is sRGB's red stands at 234, 51, 35 in Display P3.
    red = _to_srgb(cicp.profile(12, 13), (234, 51, 35))
    assert np.abs(np.array(red) - (255, 0, 0)).max() <= 3


@pytest.mark.parametrize(("primaries", "transfer"), [(0, 13), (2, 13), (3, 13), (1, 2), (1, 9), (99, 99)])
def test_points_that_are_not_known_say_nothing(primaries, transfer):
    assert cicp.profile(primaries, transfer) is None


def _avif(primaries: int, transfer: int, **options) -> bytes:
    data = saved(Image.new("RGB", SIZE, (128, 128, 128)), "AVIF", speed=10, quality=100, **options)
    place = data.index(b"colrnclx") + 8
    return data[:place] + bytes([0, primaries, 0, transfer]) + data[place + 4 :]


@pytest.mark.parametrize(
    ("primaries", "transfer", "shown"), [(1, 8, 188), (9, 8, 188), (1, 13, 128), (1, 1, 128), (2, 2, 128), (9, 16, 131)]
)
def test_an_avif_is_read_by_its_code_points(primaries, transfer, shown):
    assert difference(photos.open(_avif(primaries, transfer)), Image.new("RGB", SIZE, (shown,) * 3)) <= 2


def test_the_code_points_of_an_avif_are_written_as_a_profile():
    original = photos.read(_avif(12, 13))
    assert original.profile == cicp.profile(12, 13)
