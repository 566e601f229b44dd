"""Messages between the app and a cell: a head of JSON, and the bytes and pictures that it announces."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import Image

MODES = {"L": 1, "RGB": 3}
"""Modes of pictures that are sent, and bytes of a pixel."""

MOST_HEAD = 2**16
"""Bytes of the longest head."""

_LENGTH = struct.Struct("<I")
_STRIP = 2**18  # bytes; what fits into the caches of a processor, and lets both sides work at once


class WireError(Exception):
    """What arrived is no message, or stops in the middle."""


def send(stream: BinaryIO, head: Mapping[str, Any]) -> None:
    """Write a head; `head` is what JSON can say."""
    data = json.dumps(head).encode()
    stream.write(_LENGTH.pack(len(data)) + data)


def receive(stream: BinaryIO) -> dict[str, Any]:
    """Read a head.

    Raises:
        WireError: there is none, or it is too long.
    """
    [length] = _LENGTH.unpack(receive_bytes(stream, _LENGTH.size))
    if length > MOST_HEAD:
        raise WireError(f"a head of {length} bytes")
    try:
        head = json.loads(receive_bytes(stream, length))
    except ValueError as error:
        raise WireError("a head that is no JSON") from error
    if not isinstance(head, dict):
        raise WireError("a head that is no object")
    return head


def receive_bytes(stream: BinaryIO, length: int) -> bytes:
    """Read exactly so many bytes.

    Raises:
        WireError: there are fewer.
    """
    data = stream.read(length)
    if len(data) != length:
        raise WireError(f"{len(data)} bytes of {length}")
    return data


def send_picture(stream: BinaryIO, picture: Image.Image) -> None:
    """Write the pixels of a picture of one of `MODES`; its mode and size belong into the head."""
    for top, bottom in _strips(picture.mode, picture.size):
        stream.write(picture.crop((0, top, picture.width, bottom)).tobytes())


def receive_picture(stream: BinaryIO, mode: str, size: tuple[int, int]) -> Image.Image:
    """Read the pixels of a picture.

    Args:
        stream: where they come from.
        mode: one of `MODES`.
        size: width and height, which the caller has checked.
    Raises:
        WireError: there are fewer.
    """
    picture, width = Image.new(mode, size), size[0]
    for top, bottom in _strips(mode, size):
        strip = receive_bytes(stream, width * (bottom - top) * MODES[mode])
        picture.paste(Image.frombuffer(mode, (width, bottom - top), strip, "raw", mode, 0, 1), (0, top))
    return picture


def _strips(mode: str, size: tuple[int, int]) -> list[tuple[int, int]]:
    rows = max(1, _STRIP // (size[0] * MODES[mode]))
    return [(top, min(top + rows, size[1])) for top in range(0, size[1], rows)]
