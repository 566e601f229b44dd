"""Gain maps: a second picture in a file, by which HDR screens show some places brighter than white."""

from __future__ import annotations

_SIGNS = (b"hdrgm:", b"urn:iso:std:iso:ts:21496", b"hdrgainmap", b"tmap")
_IN_BOXES = b"ftyp"
LOST = "The extra brightness that HDR screens show (its gain map) is left out: it does not fit the changed face."


def lost(data: bytes) -> tuple[str, ...]:
    """Say what a copy of a file loses, which holds a JPEG or AVIF with a gain map; nothing for others.

    Source: ISO 21496-1; Android, "Ultra HDR Image Format v1.1"; Apple, "hdrgainmap" of its phones.
    """
    if data.startswith(b"\xff\xd8"):
        return (LOST,) if any(sign in data for sign in _SIGNS[:3]) else ()
    is_map = data[4:8] == _IN_BOXES and _SIGNS[3] in data[8 : int.from_bytes(data[:4], "big")]
    return (LOST,) if is_map else ()
