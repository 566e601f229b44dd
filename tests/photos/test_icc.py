"""Profiles made of primaries and a curve."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from facevae import photos
from facevae.photos import cicp, icc
from tests.support.pictures import difference, saved

SIZE = (48, 32)
EVEN = np.linspace(0, 1, 4081)
ADOBE = (*icc.D65, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)


def _opened(profile: bytes) -> ImageCms.core.CmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile


def _shown(colour, profile: bytes, kind: str = "PNG"):
    return photos.open(saved(Image.new("RGB", SIZE, colour), kind, icc_profile=profile)).getpixel((0, 0))


def test_white_is_d50_and_the_primaries_are_those_of_the_standard():
    profile = _opened(icc.rgb_profile(icc.BT709, EVEN))
    colours = [profile.red_colorant[0], profile.green_colorant[0], profile.blue_colorant[0]]
    np.testing.assert_allclose(np.sum(colours, axis=0), [0.9642, 1, 0.8249], atol=1e-4)
    # IEC 61966-2-1, adapted to D50
    np.testing.assert_allclose(colours[0], [0.4361, 0.2225, 0.0139], atol=2e-4)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_a_linear_profile_is_read_by_its_curve_and_not_by_its_name(kind):
    profile = icc.rgb_profile(icc.BT709, EVEN).replace(b"Colours of the file", b"linear sRGB built-in"[:19])
    assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    # 128 / 255 of the light of white is 188 in sRGB.
    assert max(abs(level - 188) for level in _shown((128, 128, 128), profile, kind)) <= 1


def test_primaries_count_whatever_the_name_says():
    profile = icc.rgb_profile(ADOBE, EVEN**2.2).replace(b"Colours of the file", b"sRGB IEC61966-2.1  ")
    # The red of both lies in one place, but that of Adobe RGB is 1.398 times as bright: 150 comes out as 176.
    assert abs(_shown((150, 0, 0), profile)[0] - 176) <= 1


def test_srgb_by_another_name_is_srgb():
    profile = icc.rgb_profile(icc.BT709, cicp.srgb_curve(EVEN))
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 256, (32, 48, 3)).astype(np.uint8))
    original = photos.read(saved(picture, "PNG", icc_profile=profile))
    assert difference(original.photo, picture) == 0
    assert original.native is None
    assert original.profile == profile


def test_greys_are_right_in_the_shadows():
    picture = Image.fromarray(np.arange(256, dtype=np.uint8).repeat(16).reshape(64, 64))
    photo = photos.open(saved(picture, "PNG", icc_profile=icc.grey_profile(EVEN)))
    light = np.asarray(picture) / 255
    expected = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055) * 255
    assert np.abs(np.asarray(photo)[..., 0] - expected).max() <= 1


@pytest.mark.parametrize(
    "chromaticities",
    [(0,) * 8, (*icc.D65, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3), (0.3, 0, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)],
    ids=["zeros", "one point", "a white that is none"],
)
def test_primaries_that_span_no_space_are_refused(chromaticities):
    with pytest.raises(ValueError, match="span no space"):
        icc.rgb_profile(chromaticities, EVEN)
