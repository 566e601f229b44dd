"""Weights in a few bits each."""

from __future__ import annotations

import pytest
import torch

from facevae.checkpoints.packing import BITS, pack, unpack


def test_three_bits_are_seven_values_a_row():
    weights = torch.tensor([[-3.0, 0.0, 1.4], [0.0, 0.0, 0.0]])
    packed, scales = pack(weights, 3)
    # Minus 3 is 0, zero is 3 and 1.4 rounds to 1, which is 4; the row of zeros has 3 three times:
    # 000 011 100 011 011 011, filled up with zeros.
    assert packed.tolist() == [0b00001110, 0b00110110, 0b11000000]
    assert scales.tolist() == [3.0, 0.0]
    assert unpack(packed, scales, (2, 3), 3).tolist() == [[-3.0, 0.0, 1.0], [0.0, 0.0, 0.0]]


@pytest.mark.parametrize("bits", BITS)
def test_no_weight_is_off_by_more_than_half_a_step(bits):
    weights = torch.randn(5, 3, 3, 3, generator=torch.Generator().manual_seed(1))
    packed, scales = pack(weights, bits)
    assert len(packed) == -(-weights.numel() * bits // 8)
    error = (unpack(packed, scales, weights.shape, bits) - weights).flatten(1).abs().amax(1)
    assert (error <= 1.001 * scales / (2**bits - 2)).all()


def test_a_vector_has_one_scale():
    packed, scales = pack(torch.tensor([1.0, -1.0]), 8)
    assert unpack(packed, scales, (2,), 8).tolist() == [1.0, -1.0]


def test_other_bits_and_too_few_bytes_are_refused():
    with pytest.raises(ValueError, match="bits is 9; give a whole number from 3 to 8"):
        pack(torch.ones(2), 9)
    with pytest.raises(ValueError, match="1 bytes do not hold 2 weights of 8 bits"):
        unpack(torch.zeros(1, dtype=torch.uint8), torch.ones(1), (2,), 8)
