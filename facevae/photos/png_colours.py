"""What the chunks of a PNG say about its colours, in the order in which browsers ask them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from facevae.photos import cicp, icc

LENGTHS = {b"cICP": 4, b"sRGB": 1, b"gAMA": 4, b"cHRM": 32, b"mDCV": 24, b"cLLI": 8}
"""Bytes of each chunk on colours that has no other length; mDCV and cLLI say how bright HDR is."""

_LEVELS = np.linspace(0, 1, 4081)  # 16 steps for each of 8 bits
_UNIT = 100_000
_FULL_RANGE = 1


def profile(chunks: Mapping[bytes, bytes], *, grey: bool) -> bytes | None:
    """Write the ICC profile for what a PNG says about its colours without one.

    cICP comes first, then iCCP, then sRGB, then gAMA with cHRM. Without cHRM the primaries are those of sRGB, and a
    gamma near 1 / 2.2 means sRGB's curve; cHRM alone means nothing.

    Args:
        chunks: what stands in each of ``LENGTHS``, and in iCCP, by name.
        grey: whether the picture is one of greys.
    Returns:
        The profile; None for sRGB, and where iCCP holds one.
    Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", section 13.13; the rules on gAMA are
        those of Chromium.
    """
    if b"cICP" in chunks:
        primaries, transfer, _, full_range = chunks[b"cICP"]
        described = cicp.profile(primaries, transfer, grey=grey) if full_range == _FULL_RANGE else None
        if described is not None:
            return described
    if b"iCCP" in chunks or b"sRGB" in chunks or b"gAMA" not in chunks:
        return None
    return _from_gamma(chunks, grey=grey)


def _from_gamma(chunks: Mapping[bytes, bytes], *, grey: bool) -> bytes | None:
    gamma = int.from_bytes(chunks[b"gAMA"], "big") / _UNIT
    described = b"cHRM" in chunks
    if gamma <= 0 or (not described and abs(2.2 * gamma - 1) < 0.05):
        return None
    curve = _LEVELS ** (1 / gamma)
    primaries = [value / _UNIT for value in struct.unpack(">8I", chunks[b"cHRM"])] if described else icc.BT709
    try:
        colours = icc.rgb_profile(primaries, curve)
    except ValueError:  # who wrote such primaries need not be believed on the gamma
        return None
    return icc.grey_profile(curve) if grey else colours
