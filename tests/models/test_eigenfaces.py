"""The linear model of faces."""

from __future__ import annotations

import pytest
import torch

from facevae.models.eigenfaces import EigenfacesConfig


def test_with_nothing_known_it_is_the_mean_face(tiny_eigenfaces, faces):
    drawn = tiny_eigenfaces(faces, torch.ones(4, 1, 32, 32), torch.zeros(4))
    torch.testing.assert_close(drawn, tiny_eigenfaces.mean.expand_as(drawn), rtol=0, atol=1e-5)


def test_the_more_is_known_the_closer_it_comes(tiny_eigenfaces, make_faces):
    faces = make_faces(64)

    def error(hidden):
        mask = torch.zeros(64, 1, 32, 32)
        mask[..., : int(32 * hidden)] = 1
        return float((tiny_eigenfaces(faces, mask, torch.zeros(64)) - faces).square().mean())

    assert error(0.0) < error(0.5) < error(1.0)


def test_more_components_than_values_are_refused():
    with pytest.raises(ValueError, match="components"):
        EigenfacesConfig(image_size=32, side=8, components=193)
