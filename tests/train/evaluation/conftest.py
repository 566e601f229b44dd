"""Faces to measure on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from train.evaluation.harness.heldout_faces import HeldoutFaces


@pytest.fixture
def heldout(make_faces) -> HeldoutFaces:
    """Three faces and no mean face."""
    pixels = (make_faces(3, seed=1) * 255).round().to(torch.uint8)
    return HeldoutFaces(pixels, None, 0, "made up")


@pytest.fixture
def flat() -> Callable[[int, float], HeldoutFaces]:
    """Return a function that makes three faces of one grey, from 0 to 255, and another, from 0 to 1, as their mean."""

    def make(value: int, mean: float) -> HeldoutFaces:
        faces = torch.full((3, 3, 32, 32), value, dtype=torch.uint8)
        return HeldoutFaces(faces, torch.full((1, 3, 32, 32), mean), 1, "flat")

    return make
