"""Colour management: any pixels become upright 8-bit sRGB on white, and go back into the colours of their file."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from typing import cast

import numpy as np
from PIL import Image, ImageChops, ImageCms

from facevae.photos.sanitizer import MAX_PROFILE

_GREY_MODES = ("1", "L", "LA", "La")
_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
_BROKEN = (ImageCms.PyCMSError, OSError, TypeError, ValueError)
_BLOCK = 2**20
_ROUNDING = 1  # of 255, by which 8 bits may be off

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
    grey = grey and is_grey(native)
    if alpha is None and (native is photo or not _differ(native, photo)):
        native = None
    if alpha is not None:
        photo = Image.composite(photo, Image.new("RGB", photo.size, "white"), alpha)
    photo.info = {}
    return Colours(photo, native, profile, alpha, grey)


def from_srgb(photo: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """Express sRGB colours in those of a profile.

    Args:
        photo: RGB photo in sRGB; for "L" one of greys.
        profile: ICC profile that `separate` returned, or None for sRGB.
        mode: "RGB", or "L" for a profile of greys.
    Returns:
        A picture of that mode.
    """
    if profile is None:
        return photo.convert(mode)
    target = _open_profile(profile)
    if _is_srgb(target, mode):
        return photo.convert(mode)
    if mode == "L":
        return _level_by_level(photo.convert("L"), _srgb(), target, ("RGB", "L"))
    return _between(photo, _srgb(), target, mode)


def is_grey(picture: Image.Image) -> bool:
    """Tell whether a picture, RGB or L, has no colours."""
    if picture.mode == "L":
        return True
    red, green, blue = picture.split()
    return red.tobytes() == green.tobytes() == blue.tobytes()


def _to_plain_mode(picture: Image.Image) -> Image.Image:
    """Convert to L, LA, RGB, RGBA or CMYK."""
    if picture.mode.startswith(("I", "F")):
        grey = _to_eight_bits(picture)
        clear = picture.info.get("transparency")
        if isinstance(clear, int):
            grey.putalpha(_other_than(picture, clear))
        return grey
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


def _other_than(picture: Image.Image, level: int) -> Image.Image:
    """Return white where a picture has not a level, and black where it has."""
    return Image.fromarray((np.asarray(picture) != level).astype(np.uint8) * 255)


def _finite(picture: Image.Image) -> np.ndarray:
    return np.nan_to_num(np.asarray(picture, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)


def _to_srgb(pixels: Image.Image, profile: object) -> tuple[Image.Image, Image.Image, bytes | None]:
    """Return RGB in sRGB, the colours that a changed copy can be written in, and the profile of those."""
    plain = _as_rgb(pixels)
    native = plain if pixels.mode == "CMYK" else pixels
    if not isinstance(profile, bytes) or len(profile) > MAX_PROFILE:
        return plain, native, None
    try:
        photo = _applied(pixels, _open_profile(profile))
    except _BROKEN:
        return plain, native, None  # a broken profile costs a little colour, not the picture
    return (photo, pixels, profile) if _leads_back(profile, pixels.mode) else (photo, photo, None)


def _applied(pixels: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    """Bring colours to sRGB by a profile.

    Raises:
        those of `_BROKEN`: broken, or not for pictures of that mode.
    """
    space = source.profile.xcolor_space
    if pixels.mode == "L" and space == _SPACES["RGB"]:
        return _grey_by_colours(_as_rgb(pixels), source)
    if space != _SPACES[pixels.mode]:
        raise ValueError("the profile is for another kind of colours")
    if _is_srgb(source, pixels.mode):
        return _as_rgb(pixels)
    if pixels.mode == "L":
        return _as_rgb(_level_by_level(pixels, source, _srgb(), ("L", "RGB")))
    return _between(pixels, source, _srgb(), "RGB")


def _leads_back(profile: bytes, mode: str) -> bool:
    """Tell whether a changed copy may have a profile; some of scanners lead one way, and CMYK comes out as RGB."""
    if mode == "CMYK" or _open_profile(profile).profile.xcolor_space != _SPACES[mode]:
        return False
    try:
        from_srgb(Image.new("RGB", (1, 1)), profile, mode)
    except _BROKEN:
        return False
    return True


def _level_by_level(
    greys: Image.Image, source: ImageCms.ImageCmsProfile, target: ImageCms.ImageCmsProfile, modes: tuple[str, str]
) -> Image.Image:
    """Convert L by a table, because what is fast over a picture is off by up to 10 of 255 in the shadows."""
    levels = Image.fromarray(np.arange(256, dtype=np.uint8)[None]).convert(modes[0])
    exact = ImageCms.Flags.NOOPTIMIZE
    table = ImageCms.profileToProfile(levels, source, target, outputMode=modes[1], flags=exact)
    return greys.point(list(cast(Image.Image, table).convert("L").tobytes()))


def _grey_by_colours(greys: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    """Bring greys, given as RGB, to sRGB by a profile of colours."""
    if _is_srgb(source, "RGB"):
        return greys
    photo = _between(greys, source, _srgb(), "RGB")
    red, green, blue = photo.split()
    tinted = max(int(np.asarray(ImageChops.difference(green, other)).max()) for other in (red, blue))
    return _as_rgb(green) if tinted <= _ROUNDING else photo


def _is_srgb(source: ImageCms.ImageCmsProfile, mode: str) -> bool:
    """Tell whether a profile's colours are those of sRGB, whatever it calls itself."""
    if mode == "CMYK":
        return False
    probe = _probe().convert(mode)
    apart = ImageChops.difference(_between(probe, source, _srgb(), "RGB"), _as_rgb(probe))
    return int(np.asarray(apart).max()) <= _ROUNDING


@functools.cache
def _probe() -> Image.Image:
    """Return every level of grey and of each colour, and a grid of mixed colours."""
    levels, steps = np.arange(256), np.linspace(0, 255, 18)
    ramps = [levels[:, None] * np.array(colour) for colour in ((1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1))]
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    return Image.fromarray(np.concatenate([*ramps, grid]).round().astype(np.uint8)[None])


def _srgb() -> ImageCms.ImageCmsProfile:
    return _open_profile(_srgb_profile())  # opened each time, because threads may not share one


@functools.cache
def _srgb_profile() -> bytes:
    """Return sRGB as a profile of version 2, to which blacks are not stretched, as browsers do not either."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[8:12] = b"\x02\x10\0\0"
    return bytes(profile)


def _between(
    picture: Image.Image, source: ImageCms.ImageCmsProfile, target: ImageCms.ImageCmsProfile, mode: str
) -> Image.Image:
    # None comes back only from a conversion in place.
    return cast(Image.Image, ImageCms.profileToProfile(picture, source, target, outputMode=mode))


def _open_profile(profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(profile))


def _as_rgb(pixels: Image.Image) -> Image.Image:
    return pixels if pixels.mode == "RGB" else pixels.convert("RGB")


def _differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(_as_rgb(one), _as_rgb(other)).getbbox() is not None
