"""Any upload becomes a safe, upright RGB photo; a photo becomes faces and back.

With colours.py the only module that reads uint8 or PIL: everything after it is float32 RGB in [0, 1]. Those that write
files in memory (movie.py, latent/bits.py) take their pictures from here.
"""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from facevae.colours import to_rgb
from facevae.conventions import check_faces

MAX_BYTES = 64 * 2**20
"""Largest file that is read."""

MAX_PIXELS = 50_000_000
"""Most pixels that the header of a file may announce; decoded they take 200 MB."""

MAX_PIXELS_JPEG = 100_000_000
"""The same for JPEG, which can be decoded at a fraction of its size."""

MAX_SIDE = 4096
"""Longest side of what ``open`` returns; a larger photo is scaled down."""

MIN_SIDE = 16
"""Shortest side that still holds a picture."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""What is read. A list, because Pillow knows formats that start other programs (EPS) or hang (some videos)."""

_READABLE = "use a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF"

_TEXT_STARTS = {
    b"<svg": "an SVG drawing",
    b"<!doctype svg": "an SVG drawing",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
    b"%pdf": "a PDF document",
}


class PhotoError(ValueError):
    """A file that is no usable photo; the message is one sentence for the person who chose it."""


def open(source: str | Path | bytes) -> Image.Image:
    """Read any picture file as an upright RGB photo.

    The format is told from the content, never from the name. Of an animation the first frame is taken, EXIF
    rotation is applied, colours are brought to sRGB, and what is transparent is laid on white.

    Args:
        source: path of the file, or its bytes.
    Returns:
        Upright RGB photo, each side at least ``MIN_SIDE``, none above ``MAX_SIDE``.
    Raises:
        PhotoError: not a picture, damaged, or too large or too small to use.
    """
    data = _read(source)
    photo = _open_header(data)
    _check_size(photo)
    try:
        _shrink_while_decoding(photo)
        photo.load()
        photo = to_rgb(photo, MAX_SIDE)
    except Exception as error:  # on damaged bytes Pillow's decoders raise nearly anything
        raise PhotoError("This picture is damaged or was cut off; please try another copy of it.") from error
    if min(photo.size) < MIN_SIDE:
        raise PhotoError("This picture is too long and thin to use; please crop it first.")
    return photo


def square(photo: Image.Image, size: int) -> Image.Image:
    """Cut the largest centred square from a photo and resize it.

    Args:
        photo: RGB photo of any size.
        size: side of the result in pixels.
    Returns:
        (size, size) RGB photo, Lanczos resampled; a square photo is resized whole.
    """
    return ImageOps.fit(photo, (size, size), Image.Resampling.LANCZOS)


def to_tensor(photo: Image.Image) -> Tensor:
    """Return an RGB photo of (W, H) pixels as a (1, 3, H, W) float32 tensor in [0, 1]."""
    if photo.mode != "RGB":
        raise ValueError(f"photo has mode {photo.mode}; expected RGB, as photos.open returns it.")
    pixels = torch.from_numpy(np.array(photo)).permute(2, 0, 1)[None]
    return pixels.contiguous().to(torch.float32) / 255


def to_photo(face: Tensor, side: int | None = None) -> Image.Image:
    """Return one face as an RGB photo, rounded to 8 bits.

    Args:
        face: (3, S, S) or (1, 3, S, S) float32 RGB in [0, 1].
        side: pixels to scale it to, Lanczos resampled; None keeps S.
    Returns:
        A square RGB photo.
    Raises:
        ValueError: another shape, several faces, or values outside [0, 1].
    """
    if isinstance(face, Tensor) and face.ndim == 3:
        face = face[None]
    check_faces(face, name="face")
    if face.shape[0] != 1:
        raise ValueError(f"face holds {face.shape[0]} faces; give one at a time.")
    photo = from_tensor(face)
    return photo if side is None else square(photo, side)


def from_tensor(picture: Tensor) -> Image.Image:
    """Return a (1, 3, H, W) float32 RGB picture in [0, 1] as an RGB photo of (W, H) pixels, rounded to 8 bits."""
    pixels = (picture[0].clamp(0, 1) * 255).round().to(torch.uint8)
    return Image.fromarray(pixels.permute(1, 2, 0).contiguous().numpy(force=True))


def contact_sheet(faces: Tensor, columns: int) -> Image.Image:
    """Lay faces out as one picture, row by row.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        columns: faces in a row; the last row is filled up with white.
    Returns:
        RGB picture of (columns * S) by (ceil(N / columns) * S) pixels.
    Raises:
        ValueError: no batch of faces, or no columns.
    """
    size = check_faces(faces).shape[-1]
    if columns < 1:
        raise ValueError(f"columns is {columns}; give at least 1.")
    sheet = Image.new("RGB", (columns * size, math.ceil(len(faces) / columns) * size), "white")
    for index, face in enumerate(faces):
        row, column = divmod(index, columns)
        sheet.paste(to_photo(face), (column * size, row * size))
    return sheet


def to_faces(photo: Image.Image, size: int) -> Tensor:
    """Return the centred square of a photo as (1, 3, size, size) float32 RGB in [0, 1]."""
    return to_tensor(square(photo, size))


def through_jpeg(faces: Tensor, quality: int) -> Tensor:
    """Save faces as JPEG and read them back.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        quality: 1 (worst) to 100, libjpeg's scale.
    Returns:
        (N, 3, S, S) in [0, 1].
    Raises:
        ValueError: no batch of faces, or another quality.
    """
    check_faces(faces)
    if quality != int(quality) or not 1 <= quality <= 100:
        raise ValueError(f"quality is {quality}; give a whole number from 1 to 100.")
    return torch.cat([_one_through_jpeg(face, int(quality)) for face in faces]).to(faces.device)


def mask_to_png(mask: Tensor) -> bytes:
    """Return a (1, 1, S, S) mask as a PNG that is transparent where the face is known and white where it is missing."""
    alpha = Image.fromarray((mask[0, 0] * 255).round().to(torch.uint8).numpy())
    picture = Image.new("RGBA", alpha.size, "white")
    picture.putalpha(alpha)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def mask_from_png(data: bytes, size: int) -> Tensor:
    """Read what ``mask_to_png`` writes, or what a browser's canvas does; the bytes may come from anybody.

    Args:
        data: a PNG; its alpha says how much of a pixel is painted over.
        size: S, the only width and height accepted.
    Returns:
        (1, 1, S, S) mask of zeros and ones; 1 where alpha is above 127.
    Raises:
        PhotoError: not a PNG, damaged, or of another size.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG"])
        if picture.size == (size, size):
            alpha = np.array(picture.convert("RGBA").getchannel("A"))
            return torch.from_numpy(alpha > 127)[None, None].float()
    except Exception as error:  # on damaged bytes Pillow's parsers and decoders raise nearly anything
        raise PhotoError("The painted mask arrived damaged; please paint it again.") from error
    raise PhotoError(f"The painted mask has {picture.width} x {picture.height} pixels; it needs {size} x {size}.")


def _one_through_jpeg(face: Tensor, quality: int) -> Tensor:
    file = io.BytesIO()
    to_photo(face).save(file, "JPEG", quality=quality)
    return to_tensor(Image.open(file))


def _read(source: str | Path | bytes) -> bytes:
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


def _open_header(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoError("This picture has far too many pixels; please make it smaller first.") from error
    except Exception as error:  # on damaged bytes Pillow's parsers raise nearly anything
        raise PhotoError(_why_unreadable(data)) from error


def _why_unreadable(data: bytes) -> str:
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<?xml", b"<!--")) and b"<svg" in start:
        start = b"<svg"
    for text, kind in _TEXT_STARTS.items():
        if start.startswith(text):
            return f"This file is {kind}, not a photo; {_READABLE}."
    if data[4:8] == b"ftyp" and data[8:11] in (b"hei", b"hev", b"mif", b"msf"):
        return f"This is a HEIC photo, which cannot be read here; {_READABLE}."
    return f"This file is not a picture that can be read here; {_READABLE}."


def _check_size(photo: Image.Image) -> None:
    width, height = photo.size
    most = MAX_PIXELS_JPEG if photo.format in ("JPEG", "MPO") else MAX_PIXELS
    if width * height > most:
        raise PhotoError(
            f"This picture has {width} x {height} pixels, more than the {most // 1_000_000} megapixels allowed; "
            "please make it smaller first."
        )
    if min(width, height) < MIN_SIDE:
        raise PhotoError(f"This picture has {width} x {height} pixels; it needs at least {MIN_SIDE} each way.")


def _shrink_while_decoding(photo: Image.Image) -> None:
    factor = math.ceil(max(photo.size) / MAX_SIDE)
    if factor > 1:
        # A JPEG decodes at a half, quarter or eighth for the memory of the small picture; other formats ignore this.
        photo.draft(photo.mode, (photo.width // factor, photo.height // factor))
