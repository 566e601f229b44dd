"""Picture files made by hand, colour profiles, and how different two pictures are."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageChops, ImageCms
from torch import Tensor

from facevae import photos

STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera stores an upright picture under each EXIF orientation; 1 is as it is."""


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture that a file holds."""
    return Image.open(io.BytesIO(data))


def pixels_of(data: bytes) -> Tensor:
    """The RGB of the picture that a file holds, (3, H, W) in [0, 1]."""
    return photos.to_tensor(opened(data).convert("RGB"))[0]


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, bits: int, colour: int, pixels: bytes, extra: bytes = b"") -> bytes:
    """A PNG written by hand, for what Pillow reads but does not write; `extra` are chunks to put before the pixels."""
    line = len(pixels) // height
    rows = b"".join(b"\0" + pixels[start : start + line] for start in range(0, len(pixels), line or 1))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


def bmp_in_runs(width: int, height: int, runs: bytes) -> bytes:
    """A BMP compressed by run lengths, which Pillow does not write."""
    start = 14 + 40 + 1024
    header = b"BM" + struct.pack("<IHHI", start + len(runs), 0, 0, start)
    header += struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, len(runs), 0, 0, 256, 0)
    return header + b"".join(bytes([level, level, level, 0]) for level in range(256)) + runs


def tiff(entries: list[tuple[int, int, int, int]], body: bytes = b"") -> bytes:
    """A TIFF, or EXIF data, written by hand: `body` from byte 8 on, then (tag, type, count, value or place)."""
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8 + len(body)) + body + directory + bytes(4)


def profile(kind: str) -> bytes:
    """A colour profile of gamma 1.8 or, for "cmyk", one of tables.

    Args:
        kind: "srgb"; "wide", RGB whose grey 170 is 184 in sRGB, with purer colours; "grey"; "cmyk", whose black ink is
            as dark as it says and whose colours are not seen; "scanner", the same without the way back.
    """
    if kind == "srgb":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(1.8 * 256), 0)
    if kind == "grey":
        return _icc(b"GRAY", b"XYZ ", {b"kTRC": curve})
    if kind == "wide":
        red, green, blue = _xyz(0.7977, 0.2880, 0), _xyz(0.1352, 0.7119, 0), _xyz(0.0313, 0.0001, 0.8249)
        tags = {b"rXYZ": red, b"gXYZ": green, b"bXYZ": blue}
        return _icc(b"RGB ", b"XYZ ", tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))
    channels = 4 if kind == "cmyk" else 3
    out = _table(channels, [(255 * (1 - corner % 2), 128, 128) for corner in range(2**channels)])
    back = _table(3, [(0, 0, 0, 255 * (corner < 4)) for corner in range(8)])
    tags = {b"A2B0": out, b"B2A0": back} if kind == "cmyk" else {b"A2B0": out}
    return _icc(b"CMYK" if kind == "cmyk" else b"RGB ", b"Lab ", tags)


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _table(channels: int, corners: list[tuple[int, ...]]) -> bytes:
    """A table from the corners of a cube of colours to others, 8 bits each; the last channel runs fastest."""
    identity = struct.pack(">9i", *(65536 * (place % 4 == 0) for place in range(9)))
    straight = bytes(range(256))
    values = b"".join(map(bytes, corners))
    head = b"mft1\0\0\0\0" + bytes([channels, len(corners[0]), 2, 0]) + identity
    return head + straight * channels + values + straight * len(corners[0])


def _icc(space: bytes, between: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Write a profile. Source: ISO 15076-1, "Image technology colour management", section 7."""
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(79),
        b"wtpt": _xyz(0.9642, 1, 0.8249),
    } | tags
    place, index, body = 128 + 4 + 12 * len(tags), b"", b""
    for tag, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        index += tag + struct.pack(">II", place + len(body), len(data))
        body += padded
    header = struct.pack(">I4sI4s4s4s", place + len(body), bytes(4), 0x02100000, b"mntr", space, between)
    header += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + body


def difference(photo: Image.Image, expected: Image.Image) -> int:
    """The largest difference of any colour of any pixel, of 255."""
    assert photo.mode == "RGB"
    assert photo.size == expected.size
    return max(high for _, high in ImageChops.difference(photo, expected.convert("RGB")).getextrema())
