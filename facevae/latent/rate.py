"""Rate of a face's code: bits of each latent, against a JPEG of the same size."""

from __future__ import annotations

import bisect
import io
import itertools
import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import torch
from PIL import Image
from torch import Tensor

from facevae import metrics, photos
from facevae.conventions import check_faces
from facevae.model import FaceVae

ACTIVE_ABOVE = 0.01
"""Variance of a latent's mean over the faces above which it is called active (Burda et al. 2016)."""

SIDES = (8, 12, 16, 20, 24, 28, 32, 40, 48, 64, 96, 128)
"""Pixels that a face may be shrunk to before it becomes a JPEG."""

_SUBSAMPLINGS = (0, 2)
"""Pillow's names for whole colour and for colour at half the side."""

_QUALITIES = range(1, 101)
_START_OF_SCAN = 0xDA


@dataclass(frozen=True)
class RateEstimate:
    """The code of one face, and what each of its numbers costs.

    Attributes:
        latents: (1, D), the mean of the posterior.
        bits: (D,), 0 or above: how far the posterior of each number is from the prior (Kullback-Leibler divergence).
            So much it costs to tell the number as exactly as the model wants to know it.
    Source: Hinton and van Camp 1993, "Keeping neural networks simple by minimizing the description length of the
    weights", for the price of a number that is told with some noise.
    """

    latents: Tensor
    bits: Tensor

    @cached_property
    def order(self) -> list[int]:
        """All numbers of the code, the costliest first."""
        return self.bits.argsort(descending=True, stable=True).tolist()

    @property
    def total(self) -> float:
        """Bits of the whole code."""
        return float(self.bits.sum())

    def kept(self, off: Collection[int]) -> float:
        """Bits of the code without the numbers that are `off`."""
        on = torch.ones_like(self.bits)
        on[list(off)] = 0
        return float(self.bits @ on)

    def without(self, off: Collection[int]) -> Tensor:
        """Set some numbers to the prior's mean, as if nothing were known of them.

        Args:
            off: which, from 0.
        Returns:
            (1, D).
        """
        latents = self.latents.clone()
        latents[:, list(off)] = 0
        return latents


def estimate_rate(model: FaceVae, face: Tensor) -> RateEstimate:
    """Encode a face and tell what each number of its code costs.

    Args:
        model: as `facevae.load` returns it.
        face: (1, 3, S, S) float32 RGB in [0, 1].
    Returns:
        The code with its prices.
    Raises:
        ValueError: another shape or range, or several faces.
    """
    posterior = model.encode(_one(face))
    return RateEstimate(posterior.mean, posterior.kl()[0] / math.log(2))


@dataclass(frozen=True)
class Jpeg:
    """A face as a JPEG.

    Attributes:
        picture: (1, 3, S, S) in [0, 1], read back and enlarged again.
        side: pixels, each way, that it was stored at.
        quality: 1 to 100, libjpeg's scale.
        bits: of its picture data (the entropy-coded scan).
        overhead: bytes of headers and tables, which are not in `bits`.
    """

    picture: Tensor
    side: int
    quality: int
    bits: int
    overhead: int


def jpeg_of_size(face: Tensor, most: float) -> Jpeg | None:
    """Find the JPEG that is closest to a face among those of a size.

    The face is shrunk to each of ``SIDES``, stored with its colour whole or at half the side, at the best quality that
    fits, and enlarged again. Only the picture data count: at this size the headers and tables alone are longer, and
    sender and receiver could have agreed on them beforehand, as they did on the decoder of the model.

    Args:
        face: (1, 3, S, S) float32 RGB in [0, 1].
        most: bits that the picture data may have.
    Returns:
        The one with the highest PSNR; None where not even the smallest fits.
    Raises:
        ValueError: another shape or range, or several faces.
    """
    _one(face)
    sides = (side for side in SIDES if side <= face.shape[-1])
    made = (_best_quality(face, most, *way) for way in itertools.product(sides, _SUBSAMPLINGS))
    return max(filter(None, made), key=lambda jpeg: float(metrics.psnr(jpeg.picture, face)), default=None)


def _best_quality(face: Tensor, most: float, side: int, subsampling: int) -> Jpeg | None:
    small = photos.to_photo(face, side)

    def stored(quality: int) -> bytes:
        return photos.encode(small, "JPEG", quality=quality, subsampling=subsampling, optimize=True)

    # The size grows with the quality, but for a byte or two; what is found fits in any case.
    fitting = bisect.bisect_right(_QUALITIES, most, key=lambda quality: 8 * _scan_bytes(stored(quality)))
    if not fitting:
        return None
    quality = _QUALITIES[fitting - 1]
    data = stored(quality)
    picture = photos.to_faces(Image.open(io.BytesIO(data)), face.shape[-1])
    size = _scan_bytes(data)
    return Jpeg(picture, side, quality, 8 * size, len(data) - size)


def _scan_bytes(data: bytes) -> int:
    """Length of what stands between the header of a JPEG's only scan and the two bytes that end the file."""
    at = 2
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        at += 2 + length
        if marker == _START_OF_SCAN:
            return len(data) - at - 2


def _one(face: Tensor) -> Tensor:
    if len(check_faces(face, name="face")) != 1:
        raise ValueError(f"face holds {len(face)} faces; give one at a time.")
    return face


def change_map(before: Tensor, after: Tensor) -> Tensor:
    """Tell how much each pixel of a face has changed.

    Args:
        before: (N, 3, S, S) in [0, 1].
        after: the same shape and range.
    Returns:
        (N, 1, S, S): the root of the mean square over the colours, from 0 to 1.
    """
    return (after - before).square().mean(1, keepdim=True).sqrt()
