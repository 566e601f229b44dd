"""A tiny model and its face, for every test of the screen."""

from __future__ import annotations

import pytest
import torch

from facevae.ui.photo.current import CurrentFace, current_face
from tests.support.fakes import FakeModel


@pytest.fixture
def model() -> FakeModel:
    return FakeModel()


@pytest.fixture
def face(model: FakeModel) -> CurrentFace:
    latents = torch.linspace(-1, 1, model.latent_dim)[None]
    return current_face(model.decode(latents), "Test face")


class Sent:
    """What a component of our own sends with an event."""

    def __init__(self, data: object) -> None:
        self._data = data
