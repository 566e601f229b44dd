"""Fine detail of pictures whose detail is known."""

from __future__ import annotations

import pytest
import torch

from train.evaluation.methods import fine_detail


def _checkerboard(amplitude, side=32):
    sign = 1 - 2 * ((torch.arange(side)[:, None] + torch.arange(side)) % 2).float()
    return (0.5 + amplitude * sign).expand(1, 3, side, side)


def test_flat_faces_have_none():
    assert fine_detail.strength(torch.full((2, 3, 32, 32), 0.3), torch.ones(1, 1, 32, 32)).tolist() == pytest.approx(
        [0, 0], abs=1e-6
    )


def test_a_checkerboard_is_all_detail():
    # A Gaussian of 1.5 pixels leaves exp(-(pi * 1.5) ** 2) of the highest frequency: nothing.
    found = fine_detail.strength(_checkerboard(0.2), torch.ones(1, 1, 32, 32))
    assert found.item() == pytest.approx(0.2, rel=0.01)


def test_only_what_is_marked_counts():
    faces = torch.cat([_checkerboard(0.2)[..., :16], torch.full((1, 3, 32, 16), 0.5)], dim=3)
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., :8] = 1
    assert fine_detail.strength(faces, mask).item() == pytest.approx(0.2, rel=0.01)
    assert fine_detail.strength(faces, mask.flip(3)).item() == pytest.approx(0, abs=1e-6)


def test_each_face_has_a_strength_of_its_own():
    faces = torch.cat([_checkerboard(0.1), _checkerboard(0.3)])
    one, other = fine_detail.strength(faces, torch.ones(2, 1, 32, 32)).tolist()
    assert other / one == pytest.approx(3, rel=1e-3)
