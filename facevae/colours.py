"""Whatever kind of pixels a file holds become upright 8-bit sRGB on white."""

from __future__ import annotations

import contextlib
import io

import numpy as np
from PIL import Image, ImageChops, ImageCms, ImageOps


def to_rgb(photo: Image.Image, longest: int) -> Image.Image:
    """Bring a decoded picture to upright RGB.

    Args:
        photo: as Pillow decoded it, of any mode: grey of 1 to 32 bits, palette, CMYK, with or without alpha.
        longest: most pixels a side of the result may have; a larger picture is scaled down.
    Returns:
        RGB photo: EXIF rotation applied, colours in sRGB, what is transparent laid on white.
    """
    return _flatten(_to_srgb(_to_eight_bits(_upright(_right_ink(photo)))), longest)


def _right_ink(photo: Image.Image) -> Image.Image:
    """Undo Pillow's taking every CMYK JPEG for Adobe's, which stores ink inverted; without its marker it does not."""
    if photo.mode != "CMYK" or photo.format != "JPEG" or "adobe" in photo.info:
        return photo
    inverted = ImageChops.invert(photo)
    inverted.info = photo.info
    return inverted


def _upright(photo: Image.Image) -> Image.Image:
    with contextlib.suppress(Exception):  # broken EXIF data is no reason to refuse the picture
        ImageOps.exif_transpose(photo, in_place=True)
    return photo


def _to_eight_bits(photo: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and float greys to 8 bits, where Pillow's own conversion clips them to white."""
    if not photo.mode.startswith(("I", "F")):
        return photo
    grey = np.nan_to_num(np.asarray(photo, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    if photo.mode.startswith("I;16"):
        white = 65535.0
    else:
        # These modes do not say what white is: the usual scale that holds the brightest pixel.
        brightest = float(grey.max())
        white = next((usual for usual in (1.0, 255.0, 65535.0) if brightest <= usual), brightest)
    return Image.fromarray((np.clip(grey / white, 0, 1) * 255).round().astype(np.uint8))


def _to_srgb(photo: Image.Image) -> Image.Image:
    profile = photo.info.get("icc_profile")
    if not profile or photo.mode not in ("RGB", "RGBA", "L", "CMYK"):
        return photo
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return photo
        mode = "RGBA" if photo.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(photo, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return photo  # a broken profile costs a little colour, not the picture


def _flatten(photo: Image.Image, longest: int) -> Image.Image:
    photo = photo.convert("RGBA" if photo.has_transparency_data else "RGB")
    # Before the white is laid under it, which would take four times the memory of the whole picture.
    photo.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    if photo.mode == "RGB":
        return photo
    white = Image.new("RGBA", photo.size, "white")
    return Image.alpha_composite(white, photo).convert("RGB")
