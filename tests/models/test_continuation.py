"""Continuing a residual into a hole."""

from __future__ import annotations

import pytest
import torch

from facevae import damage, masks
from facevae.models.continuation import Continuation, ContinuationConfig
from tests.conftest import TINY_CONTINUATION


@pytest.fixture
def continuation():
    torch.manual_seed(0)
    network = Continuation(TINY_CONTINUATION)
    torch.nn.init.normal_(network.head.weight, std=0.1)
    return network.eval().requires_grad_(False)


def test_it_starts_half_way_to_the_linear_model(faces):
    hole = damage.centre_box(32)
    generated, linear = torch.full_like(faces, 0.4), torch.full_like(faces, 0.6)
    found = Continuation(TINY_CONTINUATION)(faces - 0.5, generated, linear, hole.expand(4, -1, -1, -1))
    torch.testing.assert_close(found, torch.where(hole > 0, 0.1, faces - 0.5))


def test_what_is_known_stays_and_what_stands_in_the_hole_does_not_matter(continuation, faces):
    mask = damage.centre_box(32).expand(4, -1, -1, -1)
    residual = faces - 0.5
    found, other = (continuation(part, faces, faces.flip(0), mask) for part in (residual, torch.where(mask > 0, 9.0, residual)))
    assert torch.equal(found, other)
    assert torch.equal(found[(mask == 0).expand_as(found)], residual[(mask == 0).expand_as(found)])
    assert float(found[(mask > 0).expand_as(found)].std()) > 0


def test_what_stands_across_the_face_counts(continuation, faces):
    mask = masks.block(32, 0.25, 0.2, 0.5).expand(4, -1, -1, -1)
    nothing, across = torch.zeros_like(faces), torch.zeros_like(faces)
    across[..., 12:20, 23:29] = 0.5  # the hole's mirror image
    hole = (mask > 0).expand_as(faces)
    change = (continuation(across, faces, faces, mask) - continuation(nothing, faces, faces, mask))[hole]
    assert float(change.abs().mean()) > 1e-4


def test_a_side_that_cannot_be_halved_is_refused():
    with pytest.raises(ValueError, match="multiple of 16"):
        ContinuationConfig(image_size=40, patch=4, widths=(8, 8, 8))
