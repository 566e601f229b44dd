"""Picture files made by hand, and how different two pictures are."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageChops


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png(width: int, height: int, bits: int, colour: int, pixels: bytes) -> bytes:
    """A PNG written by hand, for what Pillow reads but does not write."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    line = len(pixels) // height
    rows = b"".join(b"\0" + pixels[start : start + line] for start in range(0, len(pixels), line or 1))
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def difference(photo: Image.Image, expected: Image.Image) -> int:
    """The largest difference of any colour of any pixel, of 255."""
    assert photo.mode == "RGB"
    assert photo.size == expected.size
    return max(high for _, high in ImageChops.difference(photo, expected.convert("RGB")).getextrema())
