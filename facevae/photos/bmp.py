"""Rewrite the kinds of BMP that Pillow refuses or scrambles as one that it reads: bit fields, and 4 bits in runs."""

from __future__ import annotations

import struct

import numpy as np

MAX_PIXELS_RLE = 4_000_000
"""Most pixels of a BMP in runs, which are unpacked one by one in Python."""

_HEADERS = (40, 52, 56, 108, 124)
_RLE4, _FIELDS, _ALPHA_FIELDS = 2, 3, 6
_FILE_HEADER = 14
_MASKS = 54  # where they are, in the header or behind it
_WITH_ALPHA = 56  # bytes of the first header that has a mask for it
_STANDARD = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
_BLOCK = 2**20


def simplified(data: bytes) -> bytes:
    """Rewrite a BMP of bit fields as one of 8 bits a colour, and one of 4 bits in runs without runs.

    Args:
        data: the file.
    Returns:
        The same pixels as Pillow reads them; `data` itself for other kinds, and for more pixels in runs than
        ``MAX_PIXELS_RLE``. Where all is transparent, which nobody means, all is opaque.
    Raises:
        ValueError, struct.error: damaged or cut off.
    Source: Microsoft, "Bitmap Storage", and the samples of Jason Summers, "BMP Suite".
    """
    header, width, height, _, bits, compression = struct.unpack_from("<IiiHHI", data, _FILE_HEADER)
    if header not in _HEADERS or width <= 0 or height == 0:
        return data
    if compression in (_FIELDS, _ALPHA_FIELDS) and bits in (16, 32):
        return _of_fields(data, width, height, bits, alpha=header >= _WITH_ALPHA or compression == _ALPHA_FIELDS)
    if compression == _RLE4 and bits == 4 and 0 < width * height <= MAX_PIXELS_RLE:
        return _of_runs(data, width, height)
    return data


def _of_fields(data: bytes, width: int, height: int, bits: int, *, alpha: bool) -> bytes:
    masks = struct.unpack_from("<4I" if alpha else "<3I", data, _MASKS)
    place, rows = int.from_bytes(data[10:14], "little"), abs(height)
    stride = (width * bits + 31) // 32 * 4
    if place + stride * rows > len(data):
        raise ValueError("a BMP that was cut off")
    stored = np.frombuffer(data, np.uint8, stride * rows, place).reshape(rows, stride)
    pixels = np.empty((rows, width, 4), np.uint8)
    step = max(1, _BLOCK // width)
    for top in range(0, rows, step):
        words = np.ascontiguousarray(stored[top : top + step, : width * bits // 8]).view(f"<u{bits // 8}")
        for band, mask in zip((2, 1, 0, 3), (*masks, 0)[:4], strict=True):
            pixels[top : top + step, :, band] = _field(words, mask)
    transparent = len(masks) == len(_STANDARD) and masks[3] and pixels[..., 3].any()
    standard = _STANDARD if transparent else (*_STANDARD[:3], 0)
    head = struct.pack("<IiiHHII8sII4I", 108, width, height, 1, 32, _FIELDS, pixels.size, data[38:46], 0, 0, *standard)
    return _file(head.ljust(108, b"\0"), pixels.tobytes())


def _field(words: np.ndarray, mask: int) -> np.ndarray:
    """Return the bits under a mask, scaled to 8."""
    if not mask:
        return np.zeros(words.shape, np.uint8)
    shift = (mask & -mask).bit_length() - 1
    levels = (words.astype(np.uint32) & np.uint32(mask)) >> np.uint32(shift)
    return (levels * (255 / (mask >> shift))).round().clip(0, 255).astype(np.uint8)


def _of_runs(data: bytes, width: int, height: int) -> bytes:
    header = int.from_bytes(data[14:18], "little")
    colours = int.from_bytes(data[46:50], "little") or 16
    palette = data[_FILE_HEADER + header : _FILE_HEADER + header + 4 * min(colours, 16)].ljust(4 * 256, b"\0")
    levels = _unpacked(data, int.from_bytes(data[10:14], "little"), width, height)
    rows = levels.tobytes()
    if width % 4:
        rows = np.pad(levels, ((0, 0), (0, -width % 4))).tobytes()
    head = struct.pack("<IiiHHII8sII", 40, width, height, 1, 8, 0, len(rows), data[38:46], 256, 0)
    return _file(head + palette, rows)


def _unpacked(data: bytes, place: int, width: int, height: int) -> np.ndarray:
    """Unpack runs of 4 bits, from the lowest row on; what they skip is of the first colour."""
    levels, across, up = np.zeros((height, width), np.uint8), 0, 0
    for _ in range(width * height + 2 * height + 16):
        count, value = data[place : place + 2].ljust(2, b"\0") if place < len(data) else (0, 1)
        place += 2
        if count:
            pixels = [value >> 4, value & 15] * ((count + 1) // 2)
        elif value == 0:
            across, up = 0, up + 1
            continue
        elif value == 1:
            return levels
        elif value == 2:
            across, up = across + data[place], up + data[place + 1]
            place += 2
            continue
        else:
            count, packed = value, data[place : place + (value + 1) // 2]
            pixels = [half for byte in packed for half in (byte >> 4, byte & 15)]
            place += (len(packed) + 1) // 2 * 2  # runs begin at even places
        if up >= height:
            return levels
        fitting = pixels[: max(0, min(count, width - across))]
        levels[up, across : across + len(fitting)] = fitting
        across += count
    raise ValueError("a BMP of too many runs")


def _file(head: bytes, body: bytes) -> bytes:
    start = _FILE_HEADER + len(head)
    return b"BM" + struct.pack("<IHHI", start + len(body), 0, 0, start) + head + body
