"""Everything that may happen to a file on its way, or be done to it on purpose."""

from __future__ import annotations

import random
import zlib

from tests.support.pictures import chunk

_EXTREMES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF)
_HEADER = 160
_PNG = b"\x89PNG\r\n\x1a\n"


def degrade(data: bytes, other: bytes, source: random.Random) -> bytes:
    """Damage a file in one to four ways.

    Args:
        data: a valid file.
        other: another one, of which a part may be put in.
        source: decides everything; the same state gives the same bytes.
    Returns:
        The damaged file. Half of the PNGs get right checksums: else hardly any damage would be seen by more than those.
    """
    for _ in range(source.choice((1, 1, 1, 2, 4))):
        way = source.choice(_WAYS)
        data = way(data, other, source)
    return with_right_checksums(data) if data.startswith(_PNG) and source.random() < 0.5 else data


def with_right_checksums(data: bytes) -> bytes:
    """Return a PNG whose chunks all have the checksum that they should have."""
    kept, place = [data[:8]], 8
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        if place + 12 + length > len(data):
            break
        kept.append(chunk(data[place + 4 : place + 8], data[place + 8 : place + 8 + length]))
        place += 12 + length
    return b"".join(kept) + data[place:]


def _piece(data: bytes, source: random.Random) -> tuple[int, int]:
    """Choose where a piece of a file begins and ends; short ones are as likely as long ones."""
    start = source.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** source.uniform(0, 12)))


def _flip(data: bytes, other: bytes, source: random.Random) -> bytes:
    return _flipped(data, len(data), source)


def _flip_in_header(data: bytes, other: bytes, source: random.Random) -> bytes:
    return _flipped(data, min(len(data), _HEADER), source)


def _flipped(data: bytes, end: int, source: random.Random) -> bytes:
    changed = bytearray(data)
    end = min(end, len(data))
    for _ in range(source.choice((1, 2, 4, 16)) if end else 0):
        changed[source.randrange(end)] ^= 1 << source.randrange(8)
    return bytes(changed)


def _cut_off(data: bytes, other: bytes, source: random.Random) -> bytes:
    return data[: source.randrange(len(data) + 1)]


def _repeat(data: bytes, other: bytes, source: random.Random) -> bytes:
    start, end = _piece(data, source)
    return data[:end] + data[start:end] * source.choice((1, 2, 50)) + data[end:]


def _delete(data: bytes, other: bytes, source: random.Random) -> bytes:
    start, end = _piece(data, source)
    return data[:start] + data[end:]


def _insert(data: bytes, other: bytes, source: random.Random) -> bytes:
    start, _ = _piece(data, source)
    return data[:start] + source.randbytes(source.choice((1, 2, 4, 100))) + data[start:]


def _overwrite(data: bytes, other: bytes, source: random.Random) -> bytes:
    """Replace a piece by zeros, ones or noise."""
    start, end = _piece(data, source)
    filling = source.choice((bytes(end - start), b"\xff" * (end - start), source.randbytes(end - start)))
    return data[:start] + filling + data[end:]


def _overwrite_number(data: bytes, other: bytes, source: random.Random) -> bytes:
    """Replace what may be a length, a size or a count by an extreme value."""
    width, order = source.choice((1, 2, 4)), source.choice(("little", "big"))
    number = (source.choice(_EXTREMES) % 256**width).to_bytes(width, order)
    start = source.randrange(min(len(data), source.choice((40, _HEADER, 10**9))) + 1)
    return data[:start] + number + data[start + width :]


def _change_beginning(data: bytes, other: bytes, source: random.Random) -> bytes:
    """Give a file the first bytes of one of another format."""
    length = source.choice((2, 4, 8, 12, 16, 32))
    return other[:length] + data[length:]


def _splice(data: bytes, other: bytes, source: random.Random) -> bytes:
    """Put a piece of another file into one, or continue one as another."""
    start, end = _piece(other, source)
    place = source.randrange(len(data) + 1)
    return data[:place] + (other[start:end] + data[place:] if source.random() < 0.5 else other[start:])


def _damage_profile(data: bytes, other: bytes, source: random.Random) -> bytes:
    """Damage nothing but the colour profile, which a PNG holds compressed."""
    packed = data.find(b"iCCP") if data.startswith(_PNG) else -1
    if packed >= 0:
        end = packed + 4 + int.from_bytes(data[packed - 4 : packed], "big")
        name, _, body = data[packed + 4 : end].partition(b"\0")
        try:
            body = _flipped(zlib.decompress(body[1:]), 10**9, source)
        except zlib.error:
            return data
        return data[: packed - 4] + chunk(b"iCCP", name + b"\0\0" + zlib.compress(body)) + data[end + 4 :]
    start = data.find(b"acsp") - 36
    if start < 0:
        return data
    end = start + min(int.from_bytes(data[start : start + 4], "big"), 1000)
    changed = source.choice((_flip, _overwrite_number, _overwrite))(data[start:end], other, source)
    return data[:start] + changed + data[end:]


_WAYS = (
    _flip,
    _flip_in_header,
    _cut_off,
    _repeat,
    _delete,
    _insert,
    _overwrite,
    _overwrite_number,
    _overwrite_number,
    _change_beginning,
    _splice,
    _damage_profile,
)
