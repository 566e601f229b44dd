"""EXIF and TIFF tags: the directory with which both begin, and how a picture is turned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

SHORT, LONG = 3, 4
"""Types of whole numbers, of 2 and 4 bytes."""

_ORIENTATION = 274


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


def whole_number(kind: int, entry: bytes, order: Literal["little", "big"]) -> int:
    """Return the value of an entry that holds a single number of type `SHORT` or `LONG`."""
    return int.from_bytes(entry[8 : 12 if kind == LONG else 10], order)


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
