"""Interleave the colours of a TIFF that stores more than 8 bits of each by itself, which Pillow takes for 8."""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from facevae.photos import exif as tags

_WIDTH, _HEIGHT, _BITS, _COMPRESSION = 256, 257, 258, 259
_PLACES, _SAMPLES, _ROWS, _LENGTHS, _PLANES = 273, 277, 278, 279, 284
_READ = {_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PLACES, _SAMPLES, _ROWS, _PLANES}
_UNCOMPRESSED, _SEPARATE = 1, 2
_MOST_SAMPLES = 5


def interleaved(data: bytes, entries: Mapping[int, bytes]) -> tuple[bytes, dict[int, bytes]] | None:
    """Put the colours of each pixel side by side.

    Args:
        data: a TIFF.
        entries: of its directory, 12 bytes each, by tag.
    Returns:
        The file with its pixels once more at its end, and the entries that lead there; None for other kinds than
        16 bits in uncompressed strips, a plane for each colour.
    Raises:
        ValueError: cut off.
    """
    said = {tag: tags.whole_numbers(data, entry) for tag, entry in entries.items() if tag in _READ}
    width, height, bits, samples, planes = (
        said.get(tag, (0,))[0] for tag in (_WIDTH, _HEIGHT, _BITS, _SAMPLES, _PLANES)
    )
    rows, places = min(height, *said.get(_ROWS, (height,))), said.get(_PLACES, ())
    if (bits, planes, *said.get(_COMPRESSION, (_UNCOMPRESSED,))) != (16, _SEPARATE, _UNCOMPRESSED):
        return None
    if not places or not 1 < samples <= _MOST_SAMPLES or not rows or not width:
        return None
    strips = -(-height // rows)
    if len(places) != strips * samples or 2 * width * height * samples > len(data):
        raise ValueError("a TIFF of planes that are not all there")
    pixels = np.empty((height, width, samples), np.uint16)
    for number, place in enumerate(places):
        band, top = number // strips, number % strips * rows
        lines = min(rows, height - top)
        plane = np.frombuffer(data, np.uint16, lines * width, place)  # raises ValueError beyond the end
        pixels[top : top + lines, :, band] = plane.reshape(lines, width)
    start = len(data) + len(data) % 2
    form = "<HHII" if tags.byte_order(data) == "little" else ">HHII"
    changed = {_PLACES: start, _ROWS: height, _LENGTHS: pixels.nbytes}
    led = {
        tag: struct.pack(form, tag, tags.LONG, 1, changed[tag]) if tag in changed else entry
        for tag, entry in entries.items()
        if tag != _PLANES
    }
    return data.ljust(start, b"\0") + pixels.tobytes(), led
