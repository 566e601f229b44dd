"""Latents as bytes and text."""

from __future__ import annotations

import pytest
import torch

from facevae.latent import codec

DIM = 3


def test_numbers_are_little_endian_float32():
    assert codec.to_bytes(torch.tensor([[1.0], [-2.0]])) == bytes([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])


def test_text_is_read_back_exactly():
    latents = torch.tensor([[0.1, -1e-30, 9.0]])
    assert torch.equal(codec.from_text(codec.to_text(latents), DIM), latents)


def test_far_latents_are_clipped():
    data = codec.to_bytes(torch.tensor([1e30, -99.0, 1.0]))
    assert codec.from_bytes(data, DIM).tolist() == [[codec.LIMIT, -codec.LIMIT, 1.0]]


@pytest.mark.parametrize("data", [b"", bytes(11), bytes(13), bytes(16)])
def test_another_length_is_refused(data):
    with pytest.raises(ValueError, match=f"Got {len(data)} bytes; latents are 3 float32 numbers, 12 bytes"):
        codec.from_bytes(data, DIM)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_are_not_finite_are_refused(number):
    with pytest.raises(ValueError, match="not finite"):
        codec.from_bytes(codec.to_bytes(torch.tensor([0, number, 0])), DIM)


@pytest.mark.parametrize("text", ["not base64!", "\u00e9", "A" * 25, "AAAA"])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match=r"\.$"):
        codec.from_text(text, DIM)
