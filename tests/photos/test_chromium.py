"""Colours are those that Chromium draws."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from facevae import photos
from facevae.photos import cicp, icc
from tests.support.pictures import chunk, profile, saved

pytestmark = pytest.mark.browser

SIZE = (64, 64)
EVEN = np.linspace(0, 1, 4081)
P3 = (*icc.D65, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
_DRAW = """async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d", {colorSpace: "srgb", willReadFrequently: true});
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0);
    return Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data);
}"""


@pytest.fixture(scope="module")
def draw(browser):
    """A function that returns the pixels of a file as Chromium draws them on white, (H, W, 3)."""
    page = browser.new_page()

    def drawn(media: str, data: bytes) -> np.ndarray:
        pixels = page.evaluate(_DRAW, f"data:image/{media};base64,{base64.b64encode(data).decode()}")
        return np.array(pixels).reshape(*SIZE[::-1], 4)[..., :3]

    yield drawn
    page.close()


def _picture() -> Image.Image:
    """Every level of grey, soft colours, and pure ones of every brightness."""
    across, down = np.meshgrid(np.linspace(0, 1, SIZE[0]), np.linspace(0, 1, SIZE[1]))
    pixels = np.stack([255 * across, 90 + 120 * down, 200 - 140 * across * down], axis=2)
    pixels[:4] = np.arange(256).reshape(4, 64, 1)
    pixels[4:7] = 0
    for band in range(3):
        pixels[4 + band, :, band] = np.linspace(0, 255, SIZE[0])
    return Image.fromarray(pixels.round().astype(np.uint8))


def _png(chunks: bytes, mode: str = "RGB") -> bytes:
    data = saved(_picture().convert(mode), "PNG")
    return data[:33] + chunks + data[33:]


def _avif(primaries: int, transfer: int) -> bytes:
    data = saved(_picture(), "AVIF", speed=10, quality=100, subsampling="4:4:4")
    place = data.index(b"colrnclx") + 8
    return data[:place] + bytes([0, primaries, 0, transfer]) + data[place + 4 :]


GAMMA, LINEAR = chunk(b"gAMA", struct.pack(">I", 55_556)), chunk(b"gAMA", struct.pack(">I", 100_000))
CHRM = chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in P3)))
ICC = chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(icc.rgb_profile(icc.BT709, EVEN)))
FILES = {
    "gAMA": ("png", _png(GAMMA)),
    "linear gAMA": ("png", _png(LINEAR)),
    "gAMA and cHRM": ("png", _png(GAMMA + CHRM)),
    "cHRM": ("png", _png(CHRM)),
    "sRGB and gAMA": ("png", _png(chunk(b"sRGB", b"\0") + LINEAR)),
    "iCCP and gAMA": ("png", _png(ICC + GAMMA)),
    "cICP and iCCP": ("png", _png(chunk(b"cICP", b"\x0c\x0d\0\1") + ICC)),
    "grey gAMA": ("png", _png(LINEAR, "L")),
    "palette gAMA": ("png", _png(LINEAR, "P")),
    "grey JPEG": ("jpeg", saved(_picture().convert("L"), "JPEG", quality=100, icc_profile=profile("wide"))),
    "linear JPEG": ("jpeg", saved(_picture(), "JPEG", quality=100, icc_profile=icc.rgb_profile(icc.BT709, EVEN))),
    "wide WebP": ("webp", saved(_picture(), "WEBP", lossless=True, icc_profile=profile("wide"))),
    "scanner": ("png", saved(_picture(), "PNG", icc_profile=profile("scanner"))),
    "P3 AVIF": ("avif", _avif(12, 13)),
    "linear AVIF": ("avif", _avif(9, 8)),
    "video AVIF": ("avif", _avif(9, 1)),
} | {
    f"cICP {primaries} {transfer}": ("png", _png(chunk(b"cICP", bytes([primaries, transfer, 0, 1]))))
    for primaries, transfer in [(1, 1), (4, 4), (5, 5), (6, 6), (1, 7), (9, 8), (12, 13), (22, 13), (2, 13), (1, 12)]
}


@pytest.mark.parametrize("name", FILES)
def test_colours_are_within_one_level_of_what_chromium_draws(draw, name):
    media, data = FILES[name]
    assert np.abs(np.asarray(photos.open(data)).astype(int) - draw(media, data)).max() <= 1


@pytest.mark.parametrize("transfer", [16, 18], ids=["PQ", "HLG"])
def test_greys_of_hdr_are_as_bright_as_chromium_draws_them(draw, transfer):
    data = _png(chunk(b"cICP", bytes([9, transfer, 0, 1])))
    assert np.abs(np.asarray(photos.open(data)).astype(int) - draw("png", data))[:4].max() <= 1
    assert cicp.profile(9, transfer) is not None
