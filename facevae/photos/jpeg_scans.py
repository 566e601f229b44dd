"""The scans of a JPEG: how many there are, and whether its end is there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PIL import Image, ImageChops

MAX_SCANS = 100
"""Most passes that a JPEG may take over its picture; the usual encoders make ten."""

END = b"\xff\xd9"

# A marker, but neither an escaped 0xFF nor a restart, which are part of the pixel data.
MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")

_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = 0xC2
_COEFFICIENTS = 64
_NO_PIXELS = (127, 128)  # what decoders fill up with: 128, and 127 where ink was inverted
_OTHER_END = b"".join(bytes(range(1, 255)) + bytes([0xFF, 0xD0 + number % 8]) for number in range(256))
"""Pixels that are not in a file come out otherwise with this behind it than without; it holds marks of restarts."""


def frame(segments: Iterable[bytes]) -> bytes:
    """Return the segment of a JPEG that says what components it has; empty where there is none."""
    return next((part for part in segments if part[:1] == b"\xff" and part[1] in _FRAMES), b"")


def count(data: bytes, place: int, frame: bytes) -> tuple[int, bool]:
    """Count the scans of a JPEG from the first on; a hostile one has thousands, each as slow as a whole picture.

    Args:
        data: the file.
        place: where the first scan starts.
        frame: see ``frame``.
    Returns:
        How many there are, and whether the file has its end.
    Raises:
        ValueError: too many; or no end, and a scan is missing that the picture needs.
    Source: ITU-T T.81, "Digital compression and coding of continuous-tone still images", annexes B and G.
    """
    scans, to_come = 0, {number: set(range(_COEFFICIENTS)) for number in frame[10::3]}
    while marker := MARKER.search(data, place):
        end = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
        if marker[1][0] == _END_OF_IMAGE:
            return scans, True
        if marker[1][0] == _START_OF_SCAN:
            scans += 1
            _take(to_come, data[marker.end() + 2 : end], progressive=frame[1:2] == bytes([_PROGRESSIVE]))
        if scans > MAX_SCANS:
            raise ValueError("a JPEG of too many scans")
        place = end
    if any(to_come.values()) or not to_come:
        raise ValueError("a JPEG that was cut off before its last scans")
    return scans, False


def _take(to_come: dict[int, set[int]], scan: bytes, *, progressive: bool) -> None:
    """Take what a scan brings to its last bit from what is to come."""
    components = scan[1 : 1 + 2 * scan[0] : 2] if scan else b""
    first, last, bits = scan[-3:] if len(scan) == 4 + 2 * len(components) else (0, -1, 1)
    brought = range(first, last + 1) if progressive else range(_COEFFICIENTS)
    if not progressive or bits & 15 == 0:
        for number in components:
            to_come.get(number, set()).difference_update(brought)


def with_another_end(data: bytes) -> bytes:
    """Return a JPEG, to which an end was added, with pixels of no meaning before it."""
    return data.removesuffix(END) + _OTHER_END + END


def missing(picture: Image.Image, other: Image.Image | None) -> float:
    """Measure how much of a JPEG without its end is missing.

    Args:
        picture: the JPEG, decoded with nothing but an end added.
        other: what ``with_another_end`` makes of it, decoded; None for a JPEG of one scan, in which all pixels that are
            missing are of one grey.
    Returns:
        Share of the picture in [0, 1].
    """
    width, height = picture.size
    if other is not None:
        bands = [ImageChops.difference(picture.getchannel(band), other.getchannel(band)) for band in picture.getbands()]
        tops = [box[1] for band in bands if (box := band.getbbox()) is not None]
        return (height - min(tops, default=height)) / height
    last = picture.crop((width - 1, 0, width, height)).tobytes()
    channels = len(picture.getbands())
    rows = 0
    while rows < height and set(last[len(last) - channels * (rows + 1) : len(last) - channels * rows]) <= {*_NO_PIXELS}:
        rows += 1
    if not rows:
        return 0.0
    bands = picture.crop((0, height - rows, width, height)).split()
    empty = [band.point([255 * (level in _NO_PIXELS) for level in range(256)]) for band in bands]
    for band in empty[1:]:
        empty[0] = ImageChops.darker(empty[0], band)
    return empty[0].histogram()[255] / (width * height)
