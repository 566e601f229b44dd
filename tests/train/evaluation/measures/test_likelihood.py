"""Rate, distortion and distances, on models whose answers are known."""

from __future__ import annotations

import math

import pytest
import torch

from facevae import FaceVae
from facevae.models.vae import Posterior
from train.evaluation.harness import subject
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures import fidelity, likelihood


class _Blind(torch.nn.Module):
    """Says the same Gaussian of every face."""

    def __init__(self, mean, std):
        super().__init__()
        self.mean, self.std = mean, std

    def forward(self, faces):
        shape = (len(faces), 4)
        return Posterior(torch.full(shape, self.mean), torch.full(shape, self.std))


@pytest.fixture
def grey():
    """Three grey faces."""
    return HeldoutFaces(torch.full((3, 3, 32, 32), 51, dtype=torch.uint8), None, 0, "grey")


def test_a_code_that_says_nothing_is_free_and_inactive(tiny_model, grey):
    tiny_model.vae.encoder = _Blind(0.0, 1.0)
    found = likelihood.measure(tiny_model, grey)
    assert found["rate_nats"]["mean"] == 0
    assert found["active_units"] == 0
    assert found["latent_dim"] == 4


def test_rate_by_hand(tiny_model, grey):
    tiny_model.vae.encoder = _Blind(2.0, 0.5)
    nats = 4 * (0.5 * (4 + 0.25 - 1) + math.log(2))
    found = likelihood.measure(tiny_model, grey)
    assert found["rate_nats"]["mean"] == pytest.approx(nats, abs=1e-3)
    assert found["rate_bits"]["mean"] == pytest.approx(nats / math.log(2), abs=1e-3)


def test_bits_a_dimension_by_hand(tiny_model, grey, monkeypatch):
    tiny_model.vae.encoder = _Blind(0.0, 1.0)
    tiny_model.vae.log_sigma.data.fill_(math.log(0.1))
    monkeypatch.setattr(tiny_model.vae.decoder, "forward", lambda codes: torch.full((len(codes), 3, 32, 32), 0.3))
    # One standard deviation off everywhere: 1/2 + log 0.1 + log(2 pi) / 2 nats a pixel value.
    nats = 0.5 + math.log(0.1) + 0.5 * math.log(2 * math.pi)
    found = likelihood.measure(tiny_model, grey)
    assert found["bits_per_dim"]["mean"] == pytest.approx(nats / math.log(2) + math.log2(255), abs=1e-3)


def test_a_bernoulli_of_one_half_costs_one_bit(tiny_study, grey, monkeypatch):
    monkeypatch.setattr(tiny_study.vae.decoder, "logits", lambda codes: torch.zeros(len(codes), 3, 32, 32))
    found = likelihood.measure(tiny_study, grey)
    assert found["distortion_nats"]["mean"] == pytest.approx(3 * 32 * 32 * math.log(2), rel=1e-5)
    assert "bits_per_dim" not in found


def test_a_latent_that_tells_faces_apart_is_active(tiny_model, make_faces):
    pixels = (make_faces(8) * 255).round().to(torch.uint8)
    linear = tiny_model.vae.encoder.linear
    linear.weight.data[1:] = 0
    linear.weight.data[0] = 1.0
    found = likelihood.measure(tiny_model, HeldoutFaces(pixels, None, 0, ""))
    assert found["active_units"] == 1


def test_a_model_that_returns_what_it_is_given_has_no_distance(tiny_attributes, make_faces, monkeypatch):
    pixels = (make_faces(6) * 255).round().to(torch.uint8)
    heldout = HeldoutFaces(pixels, None, 0, "")
    perfect = FaceVae.__new__(FaceVae)
    perfect.styles, perfect.latent_dim, perfect.prior = ("faithful",), 4, None
    perfect.vae = tiny_attributes  # only says on which device it is
    perfect.encode = lambda faces: Posterior(faces, faces)
    perfect.decode = lambda codes, style: codes if codes.ndim == 4 else torch.zeros(len(codes), 3, 32, 32)
    tested = subject.Subject("perfect", "face", perfect, 32, {}, {})
    tested.__dict__["eyes"] = tiny_attributes
    found = fidelity.distances(tested, heldout)
    assert found["faithful"]["reconstruction"] == pytest.approx(0, abs=1e-6)
    assert found["faithful"]["samples"] > 0
    assert found["faces"] == 6
