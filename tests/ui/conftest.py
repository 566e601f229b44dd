"""A tiny model and its face, for every test of the screen."""

from __future__ import annotations

import pytest
import torch

from facevae.model import FaceVae
from facevae.ui.photo.current import CurrentFace, current_face
from tests.support.linear import linear_model


@pytest.fixture
def model() -> FaceVae:
    return linear_model()


@pytest.fixture
def face(model: FaceVae) -> CurrentFace:
    latents = torch.linspace(-1, 1, model.latent_dim)[None]
    return current_face(model.decode(latents), "Test face")
