"""Bytes to tensors and back: the only package that opens, parses or writes image files.

Uploads come in through `open` and `read`, which give back nothing but upright RGB pixels; everything after them is
float32 RGB in [0, 1]. What a hostile file may try, and which module stops it:

| threat | stopped by |
|---|---|
| a format that starts programs or hangs; a name that lies about the format | `sanitizer.sniff`, `reader.FORMATS` |
| metadata that reveals, misleads or crashes a parser | `sanitizer.slim`, `exif` |
| more pixels than memory, or parts that cover a picture again and again | `reader.MAX_PIXELS`, `reader` |
| a colour profile that is broken | `color_management` |
| damaged bytes | `errors`: a `PhotoError` with one sentence, never a stack trace |
| a hole in a decoder itself, memory or time without end | `cell`, through which the app reads: a process of its own |
"""

from typing import TYPE_CHECKING

import lazy_loader

from facevae.photos.errors import PhotoError
from facevae.photos.reader import FORMATS, MAX_BYTES, MAX_PIXELS, MAX_SIDE, MIN_SIDE, Original, open, read

if TYPE_CHECKING:
    from facevae.photos.tensors import (
        contact_sheet,
        encode,
        from_tensor,
        mask_from_png,
        mask_to_png,
        square,
        through_jpeg,
        to_faces,
        to_photo,
        to_tensor,
    )

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "MIN_SIDE",
    "Original",
    "PhotoError",
    "contact_sheet",
    "encode",
    "from_tensor",
    "mask_from_png",
    "mask_to_png",
    "open",
    "read",
    "square",
    "through_jpeg",
    "to_faces",
    "to_photo",
    "to_tensor",
]

# Reading a file needs no torch, and the processes that do it for the app are to have none; see `cell`.
__getattr__, __dir__, _ = lazy_loader.attach(
    __name__, submod_attrs={"tensors": [name for name in __all__ if name not in globals()]}
)
