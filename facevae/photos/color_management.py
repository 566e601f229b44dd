"""Colour management: any pixels become upright 8-bit sRGB on white, and go back into the colours of their file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TypeAlias, cast

import numpy as np
from PIL import Image, ImageChops, ImageCms

from facevae.photos.sanitizer import MAX_PROFILE

_GREY_MODES = ("1", "L", "LA", "La")
_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
_BROKEN = (ImageCms.PyCMSError, OSError, TypeError, ValueError)
_BLOCK = 2**20
_Profile: TypeAlias = ImageCms.ImageCmsProfile | ImageCms.core.CmsProfile

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Colours:
    """A picture as it is shown, and what its file holds beside that. All pictures have the same size.

    Attributes:
        photo: upright RGB, 8 bits, in sRGB, what is transparent laid on white.
        native: upright RGB or L (grey) in the colours that `profile` describes, before anything was laid on white; None
            where `photo` tells the same, as it does for CMYK.
        profile: ICC profile of `native`, or of `photo` where that is None; None for sRGB without a profile.
        alpha: L, 255 is opaque; None where all is opaque.
        grey: whether the file holds no colours.
    """

    photo: Image.Image
    native: Image.Image | None
    profile: bytes | None
    alpha: Image.Image | None
    grey: bool


def separate(picture: Image.Image, longest: int, orientation: int) -> Colours:
    """Bring a decoded picture to upright RGB, and keep what that loses.

    Args:
        picture: as Pillow decoded it, of any mode: grey of 1 to 32 bits, palette, CMYK, with or without alpha. It is
            used up, because two of it would take too much memory.
        longest: most pixels a side of the result may have; a larger picture is scaled down.
        orientation: 1 to 8, as EXIF counts them.
    Returns:
        Its pictures, none of which carries metadata.
    """
    info, pixels = picture.info, _to_plain_mode(picture)
    if pixels is not picture:
        picture.close()
    # First, because everything after it takes memory in proportion to the size.
    pixels.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    pixels = pixels.transpose(_TURNS[orientation]) if orientation in _TURNS else pixels.copy()
    pixels.info = {}
    alpha = pixels.getchannel("A") if pixels.mode in ("LA", "RGBA") else None
    if alpha is not None:
        pixels = pixels.convert(pixels.mode.removesuffix("A"))
        alpha = None if alpha.getextrema() == (255, 255) else alpha
    if pixels.mode == "CMYK" and picture.format == "JPEG" and "adobe" not in info:
        pixels = ImageChops.invert(pixels)  # Pillow takes every CMYK JPEG for Adobe's, which stores ink inverted
    grey = pixels.mode == "L"
    photo, native, profile = _to_srgb(pixels, info.get("icc_profile"))
    if alpha is None and (native is photo or not _differ(native, photo)):
        native = None
    if alpha is not None:
        photo = Image.composite(photo, Image.new("RGB", photo.size, "white"), alpha)
    photo.info = {}
    return Colours(photo, native, profile, alpha, grey)


def from_srgb(photo: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """Express sRGB colours in those of a profile.

    Args:
        photo: RGB photo in sRGB.
        profile: ICC profile that `separate` returned, or None for sRGB.
        mode: "RGB", or "L" for a profile of greys.
    Returns:
        A picture of that mode.
    """
    target = _other_than_srgb(profile, mode)
    if target is None:
        return photo.convert(mode)
    return _between(photo, ImageCms.createProfile("sRGB"), target, mode)


def _to_plain_mode(picture: Image.Image) -> Image.Image:
    """Convert to L, LA, RGB, RGBA or CMYK."""
    if picture.mode.startswith(("I", "F")):
        return _to_eight_bits(picture)
    grey = picture.mode in _GREY_MODES or _has_grey_palette(picture)
    if picture.has_transparency_data:
        mode = "LA" if grey else "RGBA"
    else:
        mode = "CMYK" if picture.mode == "CMYK" else "L" if grey else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _has_grey_palette(picture: Image.Image) -> bool:
    if picture.mode not in ("P", "PA") or picture.info.get("icc_profile"):
        return False
    palette = picture.getpalette("RGB")
    return palette is not None and palette[0::3] == palette[1::3] == palette[2::3]


def _to_eight_bits(picture: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and float greys to 8 bits, where Pillow's own conversion clips them to white."""
    rows = max(1, _BLOCK // picture.width)
    tops = range(0, picture.height, rows)
    boxes = [(0, top, picture.width, min(top + rows, picture.height)) for top in tops]
    white = 65535.0
    if not picture.mode.startswith("I;16"):
        # These modes do not say what white is: the usual scale that holds the brightest pixel.
        brightest = max(float(_finite(picture.crop(box)).max()) for box in boxes)
        white = next((usual for usual in (1.0, 255.0, 65535.0) if brightest <= usual), brightest)
    grey = Image.new("L", picture.size)
    for box in boxes:  # in blocks, because real numbers take four times the memory
        block = np.clip(_finite(picture.crop(box)) / white, 0, 1) * 255
        grey.paste(Image.fromarray(block.round().astype(np.uint8)), box)
    return grey


def _finite(picture: Image.Image) -> np.ndarray:
    return np.nan_to_num(np.asarray(picture, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)


def _to_srgb(pixels: Image.Image, profile: object) -> tuple[Image.Image, Image.Image, bytes | None]:
    """Return RGB in sRGB, the colours that a changed copy can be written in, and the profile of those."""
    photo = _as_rgb(pixels)
    native = photo if pixels.mode == "CMYK" else pixels
    if not isinstance(profile, bytes) or len(profile) > MAX_PROFILE:
        return photo, native, None
    try:
        source = _other_than_srgb(profile, pixels.mode)
        if source is None:
            return photo, native, profile
        photo = _between(pixels, source, ImageCms.createProfile("sRGB"), "RGB")
    except _BROKEN:
        return photo, native, None  # a broken profile costs a little colour, not the picture
    if pixels.mode == "CMYK":
        return photo, photo, None
    try:
        from_srgb(Image.new("RGB", (1, 1)), profile, pixels.mode)
    except _BROKEN:
        return photo, photo, None  # some profiles of scanners lead one way only
    return photo, pixels, profile


def _between(picture: Image.Image, source: _Profile, target: _Profile, mode: str) -> Image.Image:
    # None comes back only from a conversion in place.
    return cast(Image.Image, ImageCms.profileToProfile(picture, source, target, outputMode=mode))


def _other_than_srgb(profile: bytes | None, mode: str) -> ImageCms.ImageCmsProfile | None:
    """Open a profile; None if its colours are those of sRGB.

    Raises:
        those of `_BROKEN`: broken, or not for pictures of that mode.
    """
    if profile is None:
        return None
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if opened.profile.xcolor_space != _SPACES[mode]:
        raise ValueError("the profile is for another kind of colours")
    return None if "sRGB" in ImageCms.getProfileDescription(opened) else opened


def _as_rgb(pixels: Image.Image) -> Image.Image:
    return pixels if pixels.mode == "RGB" else pixels.convert("RGB")


def _differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(_as_rgb(one), _as_rgb(other)).getbbox() is not None
