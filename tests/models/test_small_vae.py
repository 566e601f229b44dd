"""The small VAE of the study."""

from __future__ import annotations

import pytest
import torch

from facevae.models.small_vae import SmallVae, SmallVaeConfig
from tests.support import tiny


def test_faces_come_back_in_shape_and_range(tiny_study, faces):
    posterior = tiny_study.encode(faces)
    assert posterior.mean.shape == posterior.std.shape == (4, 4)
    again = tiny_study.decode(posterior.mean)
    assert again.shape == faces.shape
    assert float(again.min()) >= 0
    assert float(again.max()) <= 1


def test_it_starts_at_the_colour_of_the_mean_face():
    model = SmallVae(tiny.SMALL_VAE)
    torch.nn.init.zeros_(model.decoder.head[1].weight)
    model.start_from_mean(torch.tensor([0.6, 0.4, 0.2]))
    drawn = model.decoder(torch.randn(2, 4))
    torch.testing.assert_close(drawn, torch.tensor([0.6, 0.4, 0.2])[None, :, None, None].expand_as(drawn))


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"image_size": 60}, "multiple of 16"), ({"latent_dim": 0}, "positive"), ({"widths": ()}, "pos")],
)
def test_impossible_shapes_are_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        SmallVaeConfig(**changes)
