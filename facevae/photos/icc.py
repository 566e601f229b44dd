"""Write ICC profiles of primaries and a curve, for files that describe their colours in another way."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

D65 = (0.3127, 0.3290)
BT709 = (*D65, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
"""White, red, green and blue of sRGB as x and y of each."""

_D50 = np.array([0.9642, 1.0, 0.8249])  # to which all colours of a profile are adapted
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


def rgb_profile(chromaticities: Sequence[float], curve: np.ndarray) -> bytes:
    """Write the profile of an RGB space.

    Args:
        chromaticities: x and y of white, red, green and blue, eight numbers.
        curve: (N,) linear light in [0, 1] of N evenly spaced levels from black to white, the same for each colour.
    Returns:
        An ICC profile of version 2, adapted to D50 by the Bradford transform.
    Raises:
        ValueError: primaries that span no space.
    Source: ISO 15076-1, "Image technology colour management", section 7 and annex E.
    """
    columns = _adapted(np.asarray(chromaticities, dtype=np.float64).reshape(4, 2)).T
    tags = {name: _xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    return _profile(b"RGB ", tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(curve)))


def grey_profile(curve: np.ndarray) -> bytes:
    """Write the profile of greys; `curve` as in ``rgb_profile``."""
    return _profile(b"GRAY", {b"kTRC": _curve(curve)})


def _adapted(chromaticities: np.ndarray) -> np.ndarray:
    """Return the 3 x 3 matrix from linear RGB to XYZ under D50."""
    if not np.all(chromaticities[:, 1] > 0):
        raise ValueError("the primaries span no space")
    x, y = chromaticities.T
    colours = np.stack([x / y, np.ones(4), (1 - x - y) / y])
    white, primaries = colours[:, 0], colours[:, 1:]
    if abs(np.linalg.det(primaries)) < 1e-6:
        raise ValueError("the primaries span no space")
    matrix = primaries * np.linalg.solve(primaries, white)
    cones = (_BRADFORD @ _D50) / (_BRADFORD @ white)
    adapted = np.linalg.solve(_BRADFORD, cones[:, None] * (_BRADFORD @ matrix))
    if not np.all(np.abs(adapted) < 100):
        raise ValueError("the primaries span no space")
    return adapted


def _curve(levels: np.ndarray) -> bytes:
    values = (np.clip(levels, 0, 1) * 65535).round().astype(">u2")
    return b"curv\0\0\0\0" + struct.pack(">I", len(values)) + values.tobytes()


def _xyz(values: Sequence[float] | np.ndarray) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(float(value) * 65536) for value in values))


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    name = b"Colours of the file\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78),
        b"cprt": b"text\0\0\0\0None\0",
        b"wtpt": _xyz(_D50),
    } | tags
    place, index, body, places = 128 + 4 + 12 * len(tags), b"", b"", {}
    for tag, data in tags.items():
        if data not in places:  # three colours with one curve share it
            places[data] = place + len(body)
            body += data + bytes(-len(data) % 4)
        index += tag + struct.pack(">II", places[data], len(data))
    header = struct.pack(">I4sI4s4s4s", place + len(body), bytes(4), 0x02100000, b"mntr", space, b"XYZ ")
    header += struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _xyz(_D50)[8:]
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + body
