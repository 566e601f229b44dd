"""The tiny model with all its parts, and a face for it."""

from __future__ import annotations

import pytest
from torch import Tensor

from facevae.model import FaceVae
from facevae.ui.photo.current import CurrentFace, current_face


@pytest.fixture
def model(tiny_model: FaceVae) -> FaceVae:
    return tiny_model


@pytest.fixture
def face(faces: Tensor) -> CurrentFace:
    return current_face(faces[:1], "Test face")
