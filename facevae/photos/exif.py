"""EXIF and TIFF tags: the directory with which both begin, how a picture is turned, and its resolution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

SHORT, LONG = 3, 4
"""Types of whole numbers, of 2 and 4 bytes."""

_ORIENTATION = 274
_RESOLUTION = {282: 0, 283: 1}
_UNIT = 296
_RATIONAL = 5
_INCHES = {2: 1.0, 3: 2.54}  # by unit, how many of it, or of centimetres, make an inch


def orientation(exif: bytes) -> int:
    """Read how a picture is turned.

    Args:
        exif: EXIF data with or without the six letters before it, or a TIFF file.
    Returns:
        1 to 8 as EXIF counts them; 1, which is upright, where the data is broken or says nothing.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    for tag, kind, _, entry in entries(tiff):
        if tag == _ORIENTATION:
            turned = whole_number(kind, entry, byte_order(tiff))
            return turned if 1 <= turned <= 8 else 1
    return 1


def resolution(exif: bytes) -> tuple[float, float] | None:
    """Read how densely a picture is to be printed.

    Args:
        exif: as for ``orientation``.
    Returns:
        Dots per inch across and down as the pixels are stored; None where the data is broken or says nothing.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order, unit, found = byte_order(tiff), 2, [0.0, 0.0]
    for tag, kind, number, entry in entries(tiff):
        if tag == _UNIT:
            unit = whole_number(kind, entry, order)
        elif tag in _RESOLUTION and (kind, number) == (_RATIONAL, 1):
            place = int.from_bytes(entry[8:], order)
            above, below = (int.from_bytes(tiff[at : at + 4], order) for at in (place, place + 4))
            found[_RESOLUTION[tag]] = above / below if below else 0.0
    if unit not in _INCHES or not all(found):
        return None
    return found[0] * _INCHES[unit], found[1] * _INCHES[unit]


def whole_number(kind: int, entry: bytes, order: Literal["little", "big"]) -> int:
    """Return the value of an entry that holds a single number of type `SHORT` or `LONG`."""
    return int.from_bytes(entry[8 : 12 if kind == LONG else 10], order)


def whole_numbers(tiff: bytes, entry: bytes) -> tuple[int, ...]:
    """Return all values of an entry of type `SHORT` or `LONG`, as far as the data goes; (0,) where there are none."""
    order = byte_order(tiff)
    kind, number = int.from_bytes(entry[2:4], order), int.from_bytes(entry[4:8], order)
    size = 4 if kind == LONG else 2
    place = int.from_bytes(entry[8:12], order)
    values = entry[8:12] if size * number <= 4 else tiff[place : place + size * number]
    whole = range(0, min(size * number, len(values)) - size + 1, size)
    return tuple(int.from_bytes(values[at : at + size], order) for at in whole) or (0,)


def byte_order(tiff: bytes) -> Literal["little", "big"]:
    """Tell how numbers are written in a TIFF file or in EXIF data."""
    return "little" if tiff.startswith(b"II") else "big"


def entries(tiff: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Go through the first directory.

    Args:
        tiff: a TIFF file, or EXIF data without letters before it.
    Returns:
        Tag, type, number of values and the 12 bytes of each entry that the data is long enough for.
    Source: Adobe 1992, "TIFF, revision 6.0", section 2.
    """
    order = byte_order(tiff)
    start = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[start : start + 2], order)
    for place in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        entry = tiff[place : place + 12]
        tag, kind, number = (int.from_bytes(entry[at:end], order) for at, end in ((0, 2), (2, 4), (4, 8)))
        yield tag, kind, number, entry
