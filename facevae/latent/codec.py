"""Latents as bytes and as text, for what comes and goes over a network."""

from __future__ import annotations

import base64
import binascii

import numpy as np
import torch
from torch import Tensor

LIMIT = 12.0
"""Latents are clipped to this many prior standard deviations: more than photos have, so those come back exactly."""


def to_bytes(numbers: Tensor) -> bytes:
    """Return numbers of any shape as little-endian float32, row by row."""
    return numbers.detach().numpy().astype("<f4").tobytes()


def from_bytes(data: bytes, dim: int) -> Tensor:
    """Read D little-endian float32 numbers.

    Args:
        data: 4 D bytes.
        dim: D.
    Returns:
        (1, D), clipped to `LIMIT` each way.
    Raises:
        ValueError: another length, or numbers that are not finite; the message is one sentence.
    """
    if len(data) != 4 * dim:
        raise ValueError(f"Got {len(data)} bytes; latents are {dim} float32 numbers, {4 * dim} bytes.")
    numbers = np.frombuffer(data, "<f4")
    if not np.isfinite(numbers).all():
        raise ValueError("The latents hold values that are not finite.")
    return torch.from_numpy(numbers.clip(-LIMIT, LIMIT).astype(np.float32))[None]


def to_text(numbers: Tensor) -> str:
    """Return numbers of any shape as base64 of `to_bytes`."""
    return base64.b64encode(to_bytes(numbers)).decode()


def from_text(text: str, dim: int) -> Tensor:
    """Read what `to_text` made of (1, D) latents; Args, Returns: as for `from_bytes`.

    Raises:
        ValueError: it is no base64, or not of D finite numbers; the message is one sentence.
    """
    if len(text) > 8 * dim:
        raise ValueError(f"This text is longer than {dim} numbers in base64.")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("This is not base64.") from error
    return from_bytes(data, dim)
