"""Read any picture file as a safe, upright RGB photo, or say in one sentence why not."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image, ImageFile, JpegImagePlugin

from facevae.photos import bmp, color_management, exif, gain_map, jpeg_scans, sanitizer
from facevae.photos.errors import DAMAGED, TOO_MUCH_MEMORY, PhotoError, why_undecodable, why_unreadable

MAX_BYTES = 64 * 2**20
"""Largest file that is read."""

MAX_PIXELS = {
    "JPEG": 100_000_000,
    "PNG": 50_000_000,
    "WEBP": 25_000_000,
    "GIF": 50_000_000,
    "BMP": 50_000_000,
    "TIFF": 50_000_000,
    "AVIF": 25_000_000,
}
"""Most pixels that a file may announce, so that none takes over 600 MB to decode. JPEG can be decoded at a fraction of
its size; the decoders of WebP and AVIF hold a picture four times."""

FORMATS = tuple(MAX_PIXELS)
"""What is read. A list, because Pillow knows formats that start other programs (EPS) or hang (some videos)."""

MAX_SIDE = 6144
"""Longest side of what ``open`` returns; a larger photo is scaled down."""

MIN_SIDE = 16
"""Shortest side that still holds a picture."""

_MAX_PIXELS_IN_SCANS = 50_000_000  # a JPEG of several scans is decoded as a whole before it can be made smaller
_WITH_RESOLUTION = ("JPEG", "PNG", "BMP")  # in what Pillow is given; that of a TIFF is in its metadata
_MAX_RESOLUTION = 65_535  # the most that a JPEG can say
_MAX_RATIO = 100  # of the longer side to the shorter
_NEARLY_MAX_SIDE = MAX_SIDE * 7 // 8  # not worth decoding a JPEG at twice the size for
_MAX_MISSING = 0.1  # of the pixels of a JPEG that was cut off
_MAX_LESS_SHARP = 0.5  # of them, where they are there and only their last scan is not
_MAX_COVERED = 5  # a picture's parts may cover it once for each of its channels


@dataclass(frozen=True, eq=False)
class Original:
    """A photo, and what it takes to write a changed copy of it that differs only where it was changed.

    All pictures are upright, have the same size and carry no metadata. Treat them as read-only.

    Attributes:
        photo: RGB in sRGB, what is transparent laid on white; what ``open`` returns.
        format: of the file, one of ``FORMATS``.
        scaled: whether the file had more pixels than ``MAX_SIDE`` allows.
        grey: whether the file holds no colours.
        profile: ICC profile of ``native``, or of ``photo`` where that is None; None for sRGB without a profile.
        native: RGB, or L for a grey file, in the file's own colours and before it was laid on white; None where
            ``photo`` tells the same, as it does for CMYK.
        alpha: L, 255 is opaque; None where all is opaque.
        tables: quantisation tables of a JPEG, 64 numbers row by row, one for brightness and one for each colour; None
            for other formats and for CMYK.
        subsampling: of a JPEG's colours as Pillow counts it, 0 for 4:4:4, 1 for 4:2:2, 2 for 4:2:0; None for others.
        chunks: of a PNG on its colours, as they stand in the file; they say what ``profile`` does. Empty for others.
        resolution: dots per inch across and down, at which the photo is as large in print as its file is; None where
            that says nothing.
        incomplete: a sentence for the person on what is missing at the end of the file; empty where nothing is.
        lost: sentences for the person on what a changed copy has not, and neither screen nor metadata tell.
    """

    photo: Image.Image
    format: str
    scaled: bool
    grey: bool
    profile: bytes | None = field(repr=False)
    native: Image.Image | None
    alpha: Image.Image | None
    tables: list[list[int]] | None = field(repr=False)
    subsampling: int | None
    chunks: bytes = field(default=b"", repr=False)
    resolution: tuple[float, float] | None = None
    incomplete: str = ""
    lost: tuple[str, ...] = ()


def open(source: str | Path | bytes) -> Image.Image:
    """Read any picture file as an upright RGB photo.

    The format is told from the content, never from the name. Of an animation the first frame is taken, EXIF
    rotation is applied, colours are brought to sRGB, and what is transparent is laid on white.

    Args:
        source: path of the file, or its bytes.
    Returns:
        Upright RGB photo without metadata, each side at least ``MIN_SIDE``, none above ``MAX_SIDE``.
    Raises:
        PhotoError: not a picture, damaged, or too large or too small to use.
    """
    return read(source).photo


def read(source: str | Path | bytes) -> Original:
    """Read any picture file as ``open`` does, and keep what it takes to write a changed copy of it.

    Args:
        source: path of the file, or its bytes.
    Returns:
        The photo and what its file holds beside it.
    Raises:
        PhotoError: not a picture, damaged, or too large or too small to use.
    """
    data = load(source)
    kind = sanitizer.sniff(data)
    if kind is None:
        raise PhotoError(why_unreadable(data))
    try:
        return replace(_decode(sanitizer.slim(kind, data)), lost=gain_map.lost(data))
    except PhotoError:
        raise
    except MemoryError as error:
        raise PhotoError(TOO_MUCH_MEMORY) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoError("This picture has far too many pixels; please make it smaller first.") from error
    except Exception as error:  # on damaged bytes Pillow's parsers and decoders raise nearly anything
        raise PhotoError(why_undecodable(data)) from error


def load(source: str | Path | bytes) -> bytes:
    """Return the bytes of a file, or those that are given, of which nothing is known but that they are not too many.

    Raises:
        PhotoError: there is no such file, it is empty, or too large.
    """
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            size = Path(source).stat().st_size
        except OSError as error:
            raise PhotoError(f"There is no file called {Path(source).name}.") from error
    if size == 0:
        raise PhotoError("This file is empty (0 bytes); please choose another one.")
    if size > MAX_BYTES:
        raise PhotoError(f"This file has {size / 2**20:.0f} MB; the most that is read is {MAX_BYTES // 2**20} MB.")
    if isinstance(source, bytes):
        return source
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise PhotoError(f"The file {Path(source).name} cannot be read.") from error


def _decode(slim: sanitizer.Slim) -> Original:
    picture = Image.open(io.BytesIO(slim.data), formats=[slim.kind])
    _check_size(picture, slim)
    width, height = picture.size
    scaled = max(width, height) > MAX_SIDE
    _shrink_while_decoding(picture)
    picture.load()
    incomplete = "" if slim.complete else _say_what_is_missing(picture, slim)
    if slim.profile is not None:
        picture.info["icc_profile"] = slim.profile
    # Only WebP and AVIF still have EXIF data here, the latter made by Pillow from what the file says in its own way.
    turned = exif.orientation(picture.info["exif"]) if "exif" in picture.info else slim.orientation
    width = height if turned >= 5 else width
    tables, subsampling = _compression(picture, sideways=turned >= 5)
    described = picture.info.get("icc_profile")
    parts = color_management.separate(picture, MAX_SIDE, turned)
    return Original(
        photo=parts.photo,
        format=slim.kind,
        scaled=scaled,
        grey=parts.grey,
        profile=parts.profile,
        native=parts.native,
        alpha=parts.alpha,
        tables=tables,
        subsampling=subsampling,
        chunks=slim.chunks if parts.profile == described else b"",
        resolution=_resolution(picture, slim, parts.photo.width / width, sideways=turned >= 5),
        incomplete=incomplete,
    )


def _say_what_is_missing(picture: ImageFile.ImageFile, slim: sanitizer.Slim) -> str:
    """Return a sentence on how much of a JPEG is not in its file; empty for nothing but the mark of its end.

    Raises:
        PhotoError: too much is missing.
    """
    other, progressive = None, "progressive" in picture.info
    if progressive or slim.scans > 1:
        other = Image.open(io.BytesIO(jpeg_scans.with_another_end(slim.data)), formats=[slim.kind])
        _shrink_while_decoding(other)
        other.load()
    share = jpeg_scans.missing(picture, other)
    if share > (_MAX_LESS_SHARP if progressive else _MAX_MISSING):
        raise PhotoError(DAMAGED)
    what = f"{'the sharpness of ' if progressive else ''}{math.ceil(100 * share)} % of the picture"
    return f"The end of this file is missing, and with it {what}." if share else ""


def _check_size(picture: ImageFile.ImageFile, slim: sanitizer.Slim) -> None:
    width, height = picture.size
    most = MAX_PIXELS[slim.kind]
    if slim.scans > 1:
        most = _MAX_PIXELS_IN_SCANS
    elif any(tile.codec_name == "bmp_rle" for tile in picture.tile):
        most = bmp.MAX_PIXELS_RLE
    if width * height > most:
        raise PhotoError(
            f"This picture has {width} x {height} pixels, more than the {most // 1_000_000} megapixels allowed; "
            "please make it smaller first."
        )
    if min(width, height) < MIN_SIDE:
        raise PhotoError(f"This picture has {width} x {height} pixels; it needs at least {MIN_SIDE} each way.")
    if max(width, height) > _MAX_RATIO * min(width, height):
        raise PhotoError("This picture is too long and thin to use; please crop it first.")
    covered = sum(
        (right - left) * (bottom - top)
        for left, top, right, bottom in (tile.extents for tile in picture.tile if tile.extents)
    )
    if covered > _MAX_COVERED * width * height:
        raise PhotoError(DAMAGED)


def _shrink_while_decoding(picture: Image.Image) -> None:
    factor = max(picture.size) // _NEARLY_MAX_SIDE
    if factor > 1:
        # A JPEG decodes at a half, quarter or eighth for the memory of the small picture; other formats ignore this.
        picture.draft(picture.mode, (picture.width // factor, picture.height // factor))


def _resolution(
    picture: ImageFile.ImageFile, slim: sanitizer.Slim, scale: float, sideways: bool
) -> tuple[float, float] | None:
    """Return the resolution of a picture once it is upright and scaled."""
    said = picture.info.get("dpi") if slim.kind in _WITH_RESOLUTION else None
    said = said or slim.resolution or exif.resolution(picture.info.get("exif", b""))
    if said is None:
        return None
    across, down = (float(value) * scale for value in said)
    if not all(1 <= value <= _MAX_RESOLUTION for value in (across, down)):
        return None
    return (down, across) if sideways else (across, down)


def _compression(picture: ImageFile.ImageFile, sideways: bool) -> tuple[list[list[int]] | None, int | None]:
    """Return the quantisation tables and the subsampling of a JPEG as they are once it is upright."""
    # A JPEG with more pictures in it is opened as one, but calls itself MPO.
    if not isinstance(picture, JpegImagePlugin.JpegImageFile) or picture.format != "JPEG" or picture.mode == "CMYK":
        return None, None
    tables = [list(picture.quantization[number]) for _, _, _, number in picture.layer]
    if sideways:
        tables = [[table[8 * row + column] for column in range(8) for row in range(8)] for table in tables]
    subsampling = JpegImagePlugin.get_sampling(picture)
    return tables, 0 if subsampling < 0 or (sideways and subsampling == 1) else subsampling
