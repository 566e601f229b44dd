"""Weights in fewer than 8 bits each: whole numbers with one scale for each row, packed without gaps.

For models that are looked at and not measured, such as the copies along a training.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

BITS = range(3, 9)
"""How many a weight may have."""

_SCALES = ".scales"
"""Behind the name of a packed tensor: that of its scales."""


def pack(weights: Tensor, bits: int) -> tuple[Tensor, Tensor]:
    """Round weights to a grid of 2 ** bits - 1 values that is symmetric around 0.

    Args:
        weights: of any shape, float32; its first dimension are the rows, which have a scale each.
        bits: of a weight, one of ``BITS``.
    Returns:
        The packed numbers, (ceil(numel * bits / 8),) uint8, and the scales, (rows,) float32: the largest magnitude of
        each row. No weight is off by more than its row's scale / (2 ** bits - 2).
    Raises:
        ValueError: another number of bits.
    """
    rows, top = weights.flatten(1) if weights.ndim > 1 else weights[None], _top(bits)
    scales = rows.abs().amax(1)
    shares = rows / scales.clamp(min=torch.finfo(torch.float32).tiny)[:, None]
    numbers = ((shares * top).round() + top).to(torch.uint8).numpy()
    digits = np.unpackbits(numbers.reshape(-1, 1), axis=1)[:, 8 - bits :]
    return torch.from_numpy(np.packbits(digits)), scales


def unpack(packed: Tensor, scales: Tensor, shape: Sequence[int], bits: int) -> Tensor:
    """Return weights as ``pack`` rounded them.

    Args:
        packed: (ceil(numel * bits / 8),) uint8.
        scales: (rows,) float32.
        shape: of the weights.
        bits: of a weight.
    Returns:
        Float32 weights of that shape.
    Raises:
        ValueError: another number of bits, or not as many numbers as the shape has.
    """
    count, top = math.prod(shape), _top(bits)
    if len(packed) != -(-count * bits // 8):
        raise ValueError(f"{len(packed)} bytes do not hold {count} weights of {bits} bits.")
    # Eight weights are as many bytes as a weight has bits: together one whole number, which is cut into eight.
    data = np.zeros(-(-count // 8) * bits, np.uint8)
    data[: len(packed)] = packed.numpy()
    eights = np.zeros(len(data) // bits, np.uint64)
    for column in data.reshape(-1, bits).T:
        eights = (eights << np.uint64(8)) | column
    numbers = np.empty((len(eights), 8), np.float32)
    for place in range(8):
        numbers[:, place] = (eights >> np.uint64(bits * (7 - place))) & np.uint64(2**bits - 1)
    shares = (torch.from_numpy(numbers.reshape(-1)[:count]) - top) / top
    return (shares.view(len(scales), -1) * scales[:, None]).view(tuple(shape))


def pack_all(tensors: Mapping[str, Tensor], names: Collection[str], bits: int) -> tuple[dict[str, Tensor], dict]:
    """Pack some of the tensors of a model.

    Args:
        tensors: float32, by name.
        names: which of them to pack.
        bits: of a weight.
    Returns:
        What to store: a packed tensor under its own name, with its scales beside it; and what ``unpack_all`` has to be
        told of it, as JSON can hold it.
    Raises:
        ValueError: another number of bits.
    """
    stored: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if name in names:
            stored[name], stored[name + _SCALES] = pack(tensor, bits)
        else:
            stored[name] = tensor.contiguous()
    return stored, {"bits": bits, "shapes": {name: list(tensors[name].shape) for name in sorted(names)}}


def unpack_all(stored: Mapping[str, Tensor], packed: Mapping[str, Any] | None) -> dict[str, Tensor]:
    """Return the weights of a model, float32, whatever they were stored as.

    Args:
        stored: by name.
        packed: what ``pack_all`` said of them; None where none is packed.
    """
    shapes = packed["shapes"] if packed else {}
    scales = {name + _SCALES for name in shapes}
    return {
        name: unpack(tensor, stored[name + _SCALES], shapes[name], packed["bits"])
        if packed and name in shapes
        else tensor.float()
        for name, tensor in stored.items()
        if name not in scales
    }


def _top(bits: int) -> int:
    if bits not in BITS:
        raise ValueError(f"bits is {bits}; give a whole number from {BITS[0]} to {BITS[-1]}.")
    return 2 ** (bits - 1) - 1
