"""Small valid picture files of every format, and of every kind of pixels that a format knows."""

from __future__ import annotations

import zlib

import numpy as np
from PIL import Image

from tests.support.pictures import bmp_in_runs, chunk, png, profile, saved

SIZE = (56, 40)


def files() -> dict[str, dict[str, bytes]]:
    """Return valid files by format and by what is special about them."""
    across, down = np.meshgrid(np.linspace(0, 1, SIZE[0]), np.linspace(0, 1, SIZE[1]))
    noise = np.random.default_rng(0).integers(0, 40, (SIZE[1], SIZE[0], 3))
    picture = Image.fromarray((np.stack([200 * across, 200 * down, 0 * down], axis=2) + noise).astype(np.uint8))
    alpha = picture.copy()
    alpha.putalpha(Image.fromarray((255 * across).astype(np.uint8)))
    return {
        "JPEG": _jpegs(picture),
        "PNG": _pngs(picture, alpha),
        "WEBP": _webps(picture, alpha),
        "GIF": _gifs(picture),
        "BMP": _bmps(picture),
        "TIFF": _tiffs(picture, alpha),
        "AVIF": _avifs(picture, alpha),
    }


def _described() -> dict[str, object]:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    return {"exif": exif, "icc_profile": profile("wide"), "xmp": b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'}


def _frames(picture: Image.Image) -> dict[str, object]:
    return {"save_all": True, "append_images": [picture.rotate(angle) for angle in (90, 180)], "duration": 90}


def _jpegs(picture: Image.Image) -> dict[str, bytes]:
    return {
        "plain": saved(picture, "JPEG"),
        "progressive": saved(picture, "JPEG", progressive=True, quality=95, subsampling=0),
        "grey": saved(picture.convert("L"), "JPEG", comment="hello"),
        "CMYK": saved(picture.convert("CMYK"), "JPEG"),
        "restarts": saved(picture, "JPEG", restart_marker_blocks=2, subsampling=1),
        "described": saved(picture, "JPEG", **_described()),
        "MPO": saved(picture, "MPO", save_all=True, append_images=[picture.rotate(180)]),
    }


def _pngs(picture: Image.Image, alpha: Image.Image) -> dict[str, bytes]:
    pixels = np.asarray(picture).astype(">u2") * 257
    grey = picture.convert("L")
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(300)))
    return {
        "plain": saved(picture, "PNG"),
        "alpha": saved(alpha, "PNG"),
        "grey": saved(grey, "PNG", icc_profile=profile("grey")),
        "grey and alpha": saved(alpha.convert("LA"), "PNG"),
        "palette": saved(picture.quantize(17), "PNG", transparency=3),
        "two colours": saved(grey.convert("1"), "PNG"),
        "16 bits": png(*SIZE, 16, 2, pixels.tobytes(), text),
        "16 bits grey": saved(Image.fromarray(np.asarray(grey).astype(np.uint16) * 257), "PNG"),
        "described": saved(picture, "PNG", **_described()),
        "moving": saved(picture, "PNG", **_frames(picture)),
    }


def _webps(picture: Image.Image, alpha: Image.Image) -> dict[str, bytes]:
    return {
        "plain": saved(picture, "WEBP"),
        "lossless": saved(picture, "WEBP", lossless=True),
        "alpha": saved(alpha, "WEBP"),
        "described": saved(picture, "WEBP", **_described()),
        "moving": saved(picture, "WEBP", **_frames(picture)),
    }


def _gifs(picture: Image.Image) -> dict[str, bytes]:
    few = picture.quantize(31)
    return {
        "plain": saved(few, "GIF", comment="hello"),
        "grey": saved(picture.convert("L"), "GIF", interlace=0),
        "transparent": saved(few, "GIF", transparency=2),
        "moving": saved(few, "GIF", **_frames(few)),
    }


def _bmps(picture: Image.Image) -> dict[str, bytes]:
    rows = b"".join(bytes([20, level, 36, 255 - level, 0, 0]) for level in range(SIZE[1]))
    return {
        "plain": saved(picture, "BMP"),
        "palette": saved(picture.quantize(200), "BMP"),
        "two colours": saved(picture.convert("1"), "BMP"),
        "runs": bmp_in_runs(*SIZE, rows + b"\0\1"),
    }


def _tiffs(picture: Image.Image, alpha: Image.Image) -> dict[str, bytes]:
    grey = picture.convert("L")
    compressed = {
        name: saved(picture, "TIFF", compression=name)
        for name in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")
    }
    return compressed | {
        "plain": saved(picture, "TIFF"),
        "alpha": saved(alpha, "TIFF"),
        "CMYK": saved(picture.convert("CMYK"), "TIFF", compression="tiff_lzw"),
        "fax": saved(grey.convert("1"), "TIFF", compression="group4"),
        "palette": saved(picture.quantize(99), "TIFF"),
        "16 bits grey": saved(Image.fromarray(np.asarray(grey).astype(">u2") * 257), "TIFF"),
        "real numbers": saved(Image.fromarray(np.asarray(grey).astype(np.float32)), "TIFF", compression="tiff_lzw"),
        "described": saved(picture, "TIFF", exif=_described()["exif"], icc_profile=profile("wide")),
        "pages": saved(picture, "TIFF", save_all=True, append_images=[picture, picture]),
    }


def _avifs(picture: Image.Image, alpha: Image.Image) -> dict[str, bytes]:
    return {
        "plain": saved(picture, "AVIF", speed=10),
        "full colour": saved(picture, "AVIF", speed=10, subsampling="4:4:4", quality=95),
        "grey": saved(picture.convert("L"), "AVIF", speed=10, subsampling="4:0:0"),
        "alpha": saved(alpha, "AVIF", speed=10),
        "described": saved(picture, "AVIF", speed=10, **_described()),
        "moving": _timeless(saved(picture, "AVIF", speed=10, **_frames(picture))),
    }


def _timeless(data: bytes) -> bytes:
    """Clear when a moving AVIF was made and changed, so that the same file comes out every time."""
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        start = data.index(box) + 8
        data = data[:start] + bytes(16) + data[start + 16 :]
    return data
