"""Small models on one face."""

from __future__ import annotations

import math

import pytest
import torch

from facevae import metrics
from facevae.latent import study
from facevae.models.vae import Posterior


def set_posterior(monkeypatch, model, mean, std):
    """Let a model's encoder say the same of every face."""
    posterior = Posterior(torch.tensor([mean]), torch.tensor([std]))
    monkeypatch.setattr(model.vae.encoder, "forward", lambda faces: posterior)


def test_a_code_that_is_the_prior_costs_nothing(tiny_study, faces, monkeypatch):
    # Half a squared mean in nats: 0.02, 0.5 and 2; only the last two tell something.
    set_posterior(monkeypatch, tiny_study, [0.0, 0.2, 1.0, 2.0], [1.0, 1.0, 1.0, 1.0])
    found = study.copy([tiny_study], faces[:1])
    assert found.nats.tolist() == pytest.approx([2.52])
    assert found.telling.tolist() == [2]
    decoded = tiny_study.decode(torch.tensor([[0.0, 0.2, 1.0, 2.0]]))
    torch.testing.assert_close(found.faces, decoded)
    torch.testing.assert_close(found.psnr, metrics.psnr(decoded, faces[:1]))


def test_who_is_sure_of_a_code_does_not_wobble(tiny_study, faces, monkeypatch):
    set_posterior(monkeypatch, tiny_study, [0.5] * 4, [0.0] * 4)
    drawn, distance = study.wobble([tiny_study, tiny_study], faces[:1], seed=1, draws=3)
    assert drawn.shape == (6, 3, 32, 32)
    torch.testing.assert_close(distance, torch.zeros(2), atol=1e-6, rtol=0)


def test_the_wobble_is_the_root_mean_square_of_the_draws(tiny_study, faces, monkeypatch):
    set_posterior(monkeypatch, tiny_study, [0.5] * 4, [0.7] * 4)
    drawn, distance = study.wobble([tiny_study], faces[:1], seed=1)
    assert len(drawn) == study.DRAWS
    middle = tiny_study.decode(torch.full((1, 4), 0.5))
    torch.testing.assert_close(distance[0], (drawn - middle).square().mean().sqrt())
    assert torch.equal(drawn, study.wobble([tiny_study], faces[:1], seed=1)[0])
    assert not torch.equal(drawn, study.wobble([tiny_study], faces[:1], seed=2)[0])


def test_models_invent_from_the_same_codes(tiny_study):
    faces = study.invent([tiny_study, tiny_study], 2, seed=3)
    assert faces.shape == (4, 3, 32, 32)
    assert torch.equal(faces[:2], faces[2:])


def test_a_coin_for_every_pixel_costs_ln_2_and_the_code_its_price(tiny_study, faces, monkeypatch):
    set_posterior(monkeypatch, tiny_study, [2.0, 0.0, 0.0, 0.0], [1.0] * 4)
    monkeypatch.setattr(tiny_study.vae.decoder, "logits", lambda codes: torch.zeros(len(codes), 3, 32, 32))
    # Two nats at a price of 3, over all values of the face.
    expected = math.log(2) + 3 * 2 / (3 * 32 * 32)
    assert study.training_loss(tiny_study, faces[:1], beta=3.0) == pytest.approx(expected, rel=1e-5)


def test_a_face_is_made_smaller_by_averages_over_areas(faces):
    small = study.at_size(faces[:1], 16)
    torch.testing.assert_close(small, faces[:1].unfold(2, 2, 2).unfold(3, 2, 2).mean((-1, -2)))


def test_no_models_are_refused(faces):
    for compute in (study.copy, lambda models, face: study.wobble(models, face, 1)):
        with pytest.raises(ValueError, match="models is empty"):
            compute([], faces[:1])
