"""What a person painted over a picture, as a page's canvas says it: a PNG whose alpha tells where."""

from __future__ import annotations

import io

from PIL import Image

from facevae.photos.errors import PhotoError


def alpha(data: bytes, size: tuple[int, int]) -> Image.Image:
    """Read the alpha of a PNG; the bytes are not trusted.

    Args:
        data: the PNG.
        size: the only width and height in pixels that are accepted.
    Returns:
        An L picture of that size, without metadata.
    Raises:
        PhotoError: not a PNG, damaged, or of another size.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG"])
        if picture.size == size:
            return picture.convert("RGBA").getchannel("A")
    except Exception as error:  # on damaged bytes Pillow's parsers and decoders raise nearly anything
        raise PhotoError("The painted mask arrived damaged; please paint it again.") from error
    width, height = size
    raise PhotoError(f"The painted mask has {picture.width} x {picture.height} pixels; it needs {width} x {height}.")
