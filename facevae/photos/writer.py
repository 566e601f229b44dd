"""Write a changed copy of a photo: as the file was, except where it was changed, and without its metadata."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageChops

from facevae.photos import Original, cell, color_management, tensors
from facevae.photos.color_management import is_grey

Kind = Literal["same", "jpeg", "png"]

Express = Callable[[Image.Image, bytes | None, str], Image.Image]
"""What expresses sRGB in the colours of a profile, see `color_management.from_srgb`."""

# For 12 megapixels 0.7 s and 13.7 MB. The default strategy takes 1.2 s for 14.0 MB, and over 4 s to match the size.
_FAST_PNG = {"compress_level": 3, "compress_type": zlib.Z_RLE}
_PNG_HEADER = 8 + 25  # bytes of the signature and of IHDR, which comes first
_QUALITY = 95  # of JPEG, where the file's own cannot be kept


@dataclass(frozen=True)
class Encoded:
    """A picture file.

    Attributes:
        data: its bytes.
        media: its media type, "image/jpeg" or "image/png".
        suffix: how its name ends, ".jpg" or ".png".
    """

    data: bytes
    media: str
    suffix: str


def encode(
    original: Original, edited: Image.Image, kind: Kind = "same", express: Express = color_management.from_srgb
) -> Encoded:
    """Write an edited photo as a file that has no metadata but what its colours mean, and its resolution.

    What was not edited keeps the file's own pixels: to the bit in a PNG of 8-bit colours, to the last few levels in a
    JPEG, which is compressed as the file was. Transparency is kept, also where the picture was edited.

    Args:
        original: the photo as `photos.read` returned it.
        edited: RGB in sRGB, of the size of ``original.photo`` and equal to it except where it was edited.
        kind: "same" for a JPEG where the file was one and a PNG otherwise; "jpeg" or "png" for that always. In a JPEG
            what was transparent is white, as it is in ``original.photo``.
        express: brings sRGB into the colours of the file's profile; the app's does it in a process of its own.
    Returns:
        The file: upright, in the colours of the file's own profile. CMYK comes out as sRGB, more than 8 bits a colour
        as 8, and a grey photo as grey unless the edit has colours.
    Raises:
        ValueError: another size, mode or kind.
    """
    if edited.mode != "RGB" or edited.size != original.photo.size:
        wanted, given = original.photo.size, edited.size
        raise ValueError(
            f"edited is {edited.mode} of {given[0]} x {given[1]} pixels; give RGB of {wanted[0]} x {wanted[1]}."
        )
    if kind not in ("same", "jpeg", "png"):
        raise ValueError(f"kind is {kind!r}; give 'same', 'jpeg' or 'png'.")
    if kind == "jpeg" and original.alpha is not None:
        # A JPEG has no transparency: it shows the photo as the page does.
        return Encoded(_jpeg(edited, None, original), "image/jpeg", ".jpg")
    picture, own = _in_own_colours(original, edited, express)
    profile = original.profile if own else None
    if kind == "jpeg" or (kind == "same" and original.format == "JPEG"):
        return Encoded(_jpeg(picture, profile, original), "image/jpeg", ".jpg")
    return Encoded(_png(picture, profile, original, own=own), "image/png", ".png")


def encode_in_cell(original: Original, edited: Image.Image, kind: Kind = "same") -> Encoded:
    """Write an edited photo as `encode` does; what its file says of its colours is read in a cell."""
    return encode(original, edited, kind, cell.from_srgb)


def _in_own_colours(original: Original, edited: Image.Image, express: Express) -> tuple[Image.Image, bool]:
    """Return a fresh picture, RGB or L, that takes from `edited` only what was changed.

    The second value is whether its colours are those of the file; if not, they are sRGB.
    """
    difference = ImageChops.difference(edited, original.photo)
    box = difference.getbbox()
    stays_grey = original.grey and (box is None or is_grey(edited.crop(box)))
    mode = "L" if stays_grey else "RGB"
    if original.native is None or original.native.mode != mode:
        # Colours on a photo with a profile of greys: no profile holds both, and sRGB holds both.
        lost = original.grey and not stays_grey
        shown = edited if original.alpha is None else _off_white(edited, original.alpha)
        return shown.convert(mode), not lost
    picture = original.native.copy()
    if box is not None:
        changed = Image.fromarray(np.any(np.asarray(difference.crop(box)), axis=2).astype(np.uint8) * 255)
        patch = edited.crop(box)
        if original.alpha is not None:
            patch = _off_white(patch, original.alpha.crop(box))
        picture.paste(express(patch, original.profile, mode), box, changed)
    return picture, True


def _off_white(picture: Image.Image, alpha: Image.Image) -> Image.Image:
    """Return the colours that look like `picture` when laid on white, as near as there are any."""
    share = np.asarray(alpha, dtype=np.float32)[..., None] / 255
    darkness = (255 - np.asarray(picture, dtype=np.float32)) / np.maximum(share, 1 / 255)
    return Image.fromarray((255 - np.clip(darkness, 0, 255)).round().astype(np.uint8))


def _jpeg(picture: Image.Image, profile: bytes | None, original: Original) -> bytes:
    compression = {"quality": _QUALITY, "subsampling": 0}
    if original.tables is not None:
        compression = {"qtables": list(original.tables), "subsampling": original.subsampling}
    return _written(picture, "JPEG", original, icc_profile=profile, **compression)


def _png(picture: Image.Image, profile: bytes | None, original: Original, *, own: bool) -> bytes:
    if original.alpha is not None:
        picture.putalpha(original.alpha)
    if not own or not original.chunks:
        return _written(picture, "PNG", original, icc_profile=profile, **_FAST_PNG)
    # As the file had them, so that a viewer that reads only some of them shows what it showed before.
    data = _written(picture, "PNG", original, icc_profile=None, **_FAST_PNG)
    return data[:_PNG_HEADER] + original.chunks + data[_PNG_HEADER:]


def _written(picture: Image.Image, kind: tensors.Format, original: Original, **options: Any) -> bytes:
    picture.info = {}  # Pillow writes some of it, such as a comment, unasked
    if original.resolution is not None:
        options["dpi"] = original.resolution
    return tensors.encode(picture, kind, **options)
