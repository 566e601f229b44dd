"""Colours by code points (CICP): which primaries and which curve two numbers in a PNG or an AVIF stand for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from facevae.photos import icc

SRGB = 13
"""Code point of the curve of sRGB."""

VIDEO = (1, 6, 14, 15)
"""Code points of the curve of ITU-R BT.709, which has several."""

_C = (0.3101, 0.3162)
_BT601 = (*icc.D65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070)
_PRIMARIES = {
    1: icc.BT709,
    4: (*_C, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08),
    5: (*icc.D65, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06),
    6: _BT601,
    7: _BT601,
    8: (*_C, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049),
    9: (*icc.D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    10: (1 / 3, 1 / 3, 1.0, 1e-9, 0.0, 1.0, 0.0, 1e-9),
    11: (0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
    12: (*icc.D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
    22: (*icc.D65, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077),
}
_LEVELS = np.linspace(0, 1, 4081)  # 16 steps for each of 8 bits
_DIFFUSE_WHITE = 203.0  # nits; ITU-R BT.2408
_BRIGHTEST = 1000.0  # nits that are still told apart


def profile(primaries: int, transfer: int, *, grey: bool = False) -> bytes | None:
    """Write the ICC profile that code points stand for.

    The curves are those by which browsers draw: what ITU-R BT.709 and its kin encode is shown with a gamma of 2.4, and
    the light of HDR is brought to what a screen of ordinary brightness shows.

    Args:
        primaries: code point of the primaries and white.
        transfer: code point of the curve.
        grey: whether the profile is to be one of greys, which have no primaries.
    Returns:
        The profile; None for code points that are not known, or that say that nothing is known.
    Source: ITU-T H.273, "Coding-independent code points for video signal type identification", tables 2 and 3.
    """
    if primaries not in _PRIMARIES or transfer not in _CURVES:
        return None
    curve = _CURVES[transfer](_LEVELS)
    return icc.grey_profile(curve) if grey else icc.rgb_profile(_PRIMARIES[primaries], curve)


def srgb_curve(levels: np.ndarray) -> np.ndarray:
    """Return the linear light of levels of sRGB, both in [0, 1]."""
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def _power(gamma: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda levels: levels**gamma


def _smpte240(levels: np.ndarray) -> np.ndarray:
    return np.where(levels < 4 * 0.0228, levels / 4, ((levels + 0.1115) / 1.1115) ** (1 / 0.45))


def _smpte428(levels: np.ndarray) -> np.ndarray:
    return np.minimum(levels**2.6 * 52.37 / 48, 1)


def _pq(levels: np.ndarray) -> np.ndarray:
    """Perceptual quantiser of SMPTE ST 2084."""
    power = levels ** (1 / 78.84375)
    light = np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
    return _tone_mapped(10_000 * light ** (1 / 0.1593017578125))


def _hlg(levels: np.ndarray) -> np.ndarray:
    """Hybrid log-gamma of ITU-R BT.2100, on a screen of 1000 nits."""
    scene = np.where(levels <= 0.5, levels**2 / 3, (np.exp((levels - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    return _tone_mapped(_BRIGHTEST * scene**1.2)


def _tone_mapped(nits: np.ndarray) -> np.ndarray:
    """Halve light up to diffuse white, and bend what is brighter into the rest (SMPTE ST 2094-50)."""
    light, most = nits / _DIFFUSE_WHITE, _BRIGHTEST / _DIFFUSE_WHITE
    along = np.linspace(0, 1, 4096)
    weights = (1 - along) ** 2, 2 * along * (1 - along), along**2
    bend_from = weights[0] + 1.65 * weights[1] + most * weights[2]
    bend_to = 0.5 * weights[0] + 0.825 * weights[1] + weights[2]
    return np.where(light < 1, light / 2, np.interp(light, bend_from, bend_to))


_CURVES: dict[int, Callable[[np.ndarray], np.ndarray]] = {
    **dict.fromkeys((*VIDEO, 11), _power(2.4)),
    4: _power(2.2),
    5: _power(2.8),
    7: _smpte240,
    8: _power(1.0),
    SRGB: srgb_curve,
    16: _pq,
    17: _smpte428,
    18: _hlg,
}
