"""A latent space of two numbers as a map."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch

from facevae.latent import latent_map
from facevae.model import FaceVae
from facevae.models.small_vae import SmallVae
from facevae.models.vae import Posterior
from tests.support import tiny


def test_the_grid_reads_like_a_map():
    assert latent_map.grid(3, limit=2.0).tolist() == [
        [-2, 2], [0, 2], [2, 2],
        [-2, 0], [0, 0], [2, 0],
        [-2, -2], [0, -2], [2, -2],
    ]  # fmt: skip
    with pytest.raises(ValueError, match="side is 1"):
        latent_map.grid(1)


def test_the_ellipse_holds_nine_of_ten_draws(faces, monkeypatch):
    model = FaceVae(SmallVae(dataclasses.replace(tiny.SMALL_VAE, latent_dim=2)).eval())
    posterior = Posterior(torch.tensor([[1.0, -0.5]]), torch.tensor([[0.2, 0.6]]))
    monkeypatch.setattr(model.vae.encoder, "forward", lambda faces: posterior)
    found = latent_map.locate(model, faces[:1])
    assert found.center == (1.0, -0.5)
    many = Posterior(posterior.mean.expand(20_000, -1), posterior.std.expand(20_000, -1))
    away = (many.sample(torch.Generator().manual_seed(1)) - posterior.mean) / torch.tensor(found.radii)
    assert (away.square().sum(1) < 1).float().mean() == pytest.approx(0.9, abs=0.01)


def test_codes_of_another_length_have_no_map(tiny_study, faces):
    with pytest.raises(ValueError, match="Codes have 4 numbers; a map needs 2"):
        latent_map.locate(tiny_study, faces[:1])


def test_means_are_told_of_five_faces_or_more():
    # The upper right quarter of the map has five faces, the lower left four, and one lies outside.
    codes = torch.tensor([[1.0, 1.0]] * 5 + [[-1.0, -1.0]] * 4 + [[9.0, 0.0]])
    found = latent_map.binned_means(codes, torch.tensor([10.0, 20, 30, 40, 50, 1, 1, 1, 1, 1]), side=2)
    assert found.counts.tolist() == [[0, 5], [0, 0]]
    assert found.means[0, 1] == 30
    assert torch.isnan(found.means).sum() == 3


def test_binned_means_survive_json():
    codes = torch.tensor([[1.0, 1.0]] * 5)
    found = latent_map.binned_means(codes, torch.full((5,), 10.04), side=2)
    assert found.to_json()["means"] == [[None, 10.0], [None, None]]
    again = latent_map.BinnedMeans.from_json(found.to_json())
    assert (again.side, again.limit, again.counts.tolist()) == (2, latent_map.LIMIT, [[0, 5], [0, 0]])
    assert math.isnan(again.means[1, 1])
