"""Bits of an exact copy, in three terms that can be told by hand."""

from __future__ import annotations

import math

import pytest
import torch

from facevae.latent.exact_copy import ExactCopy, exact_copy, noise_levels, sample_pixels
from facevae.latent.likelihood import surprise
from facevae.models.vae import Posterior


def test_three_terms_by_hand():
    found = ExactCopy(values=100, noise=5.0, error=2.0, code_bits=100.0)
    assert found.code == 1
    assert found.bits_per_value == 8
    assert found.correction_bits == 700
    assert found.code_share == 1 / 8


def test_with_a_noise_of_ten_levels_and_an_error_of_twenty(tiny_model, faces, monkeypatch):
    tiny_model.vae.log_sigma.data.fill_(math.log(10 / 255))
    posterior = Posterior(torch.tensor([[0.0, 2.0, 0.0, 0.0]]), torch.ones(1, 4))
    monkeypatch.setattr(tiny_model.vae.encoder, "forward", lambda faces: posterior)
    monkeypatch.setattr(tiny_model.vae.decoder, "forward", lambda latents: faces[:1] + 20 / 255)
    found = exact_copy(tiny_model, faces[:1])
    assert noise_levels(tiny_model) == pytest.approx(10)
    assert found.values == 3 * 32 * 32
    assert found.noise == pytest.approx(math.log2(10 * 2.5066283), abs=1e-6)
    # (20 / 10)^2 / (2 ln 2) bits, and 2^2 / (2 ln 2) bits for the one number that is not the prior's mean.
    assert found.error == pytest.approx(2.885390, abs=1e-4)
    assert found.code_bits == pytest.approx(2.885390, abs=1e-4)


def test_a_copy_without_error_still_costs_the_noise(tiny_model, faces, monkeypatch):
    monkeypatch.setattr(tiny_model.vae.decoder, "forward", lambda latents: faces[:1])
    assert exact_copy(tiny_model, faces[:1]).error == 0


def test_the_sum_is_what_the_bound_says(tiny_model, faces, monkeypatch):
    tiny_model.vae.log_sigma.data.fill_(math.log(0.1))
    sure = Posterior(torch.tensor([[0.5, -1.0, 0.0, 0.2]]), torch.full((1, 4), 0.01))
    monkeypatch.setattr(tiny_model.vae.encoder, "forward", lambda faces: sure)
    assert exact_copy(tiny_model, faces[:1]).bits_per_value == pytest.approx(surprise(tiny_model, faces[:1]), abs=0.02)


def test_a_sample_has_grain_of_the_noise_level_around_the_mean(tiny_model, generator, monkeypatch):
    tiny_model.vae.log_sigma.data.fill_(math.log(12 / 255))
    monkeypatch.setattr(tiny_model.vae.decoder, "forward", lambda latents: torch.full((1, 3, 32, 32), 0.5))
    one, again, other = (sample_pixels(tiny_model, torch.zeros(1, 4), generator(seed)) for seed in (1, 1, 2))
    assert torch.equal(one, again)
    assert not torch.equal(one, other)
    assert 255 * float((one - 0.5).std()) == pytest.approx(12, rel=0.05)
    assert float(one.mean()) == pytest.approx(0.5, abs=0.005)


def test_a_study_model_has_no_noise_level(tiny_study, faces):
    for refused in (lambda: noise_levels(tiny_study), lambda: exact_copy(tiny_study, faces[:1])):
        with pytest.raises(ValueError, match="no noise level"):
            refused()


def test_one_face_at_a_time(tiny_model, faces):
    with pytest.raises(ValueError, match="one at a time"):
        exact_copy(tiny_model, faces)
