"""The atlas of codes."""

from __future__ import annotations

import pytest
import torch

from facevae.models.latent_atlas import LatentAtlasConfig


def test_the_nearest_training_face_is_measured_along_what_is_kept(tiny_atlas):
    features = torch.zeros(2, 8)
    features[:, 0] = torch.tensor([3.25, 9.0])  # training faces lie at 0 to 5
    features[1, 1] = 3.0
    features[:, 7] = 50.0  # not kept
    torch.testing.assert_close(tiny_atlas.nearest(features), torch.tensor([0.25, 5.0]))


def test_more_components_than_features_are_refused():
    with pytest.raises(ValueError, match="at most features"):
        LatentAtlasConfig(features=8, kept=9)
