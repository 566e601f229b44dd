"""The log-likelihood and its importance-weighted bound, on models whose answers are known."""

from __future__ import annotations

import math

import pytest
import torch

from facevae.latent import likelihood
from facevae.models.vae import Posterior

PIXELS = 3 * 32 * 32
STEP = 0.02
"""How much brighter one step of the first number makes every pixel of the known model."""

SHIFT = 0.1
"""How much brighter than the middle the known model's face is."""

TRUTH = -0.5 * PIXELS * math.log(2 * math.pi) - 0.5 * math.log(1 + PIXELS * STEP**2)
TRUTH -= 0.5 * PIXELS * SHIFT**2 / (1 + PIXELS * STEP**2)
"""log N(x; 0.5, I + s s'), s = STEP everywhere, of a face that is SHIFT above 0.5 everywhere."""


@pytest.fixture
def known(tiny_model, monkeypatch):
    """Return a function that makes a model of brightness alone, whose encoder is off by a factor."""
    tiny_model.vae.log_sigma.data.fill_(0)

    def brightness(codes):
        return (0.5 + STEP * codes[:, :1, None, None]).expand(-1, 3, 32, 32)

    monkeypatch.setattr(tiny_model.vae.decoder, "forward", brightness)

    def make(off: float = 1.0):
        mean, std = torch.zeros(1, 4), torch.ones(1, 4)
        precision = 1 + PIXELS * STEP**2
        mean[:, 0], std[:, 0] = PIXELS * STEP * SHIFT / precision, off * precision**-0.5
        monkeypatch.setattr(
            tiny_model.vae.encoder, "forward", lambda faces: Posterior(*(t.expand(len(faces), -1) for t in (mean, std)))
        )
        return tiny_model

    return make


@pytest.fixture
def bright():
    return torch.full((1, 3, 32, 32), 0.5 + SHIFT)


def test_with_the_true_posterior_one_sample_is_the_truth(known, bright, generator):
    for samples in (1, 5):
        found = likelihood.importance_weighted(known(), bright, generator(samples), samples)
        assert found.item() == pytest.approx(TRUTH, abs=1e-2)


def test_with_another_posterior_more_samples_come_closer_to_the_truth_from_below(known, bright, generator):
    model = known(off=2.0)
    means = []
    for samples in (1, 4, 64):
        bounds = [likelihood.importance_weighted(model, bright, generator(seed), samples).item() for seed in range(30)]
        means.append(sum(bounds) / len(bounds))
    assert means == sorted(means)
    assert means[0] < TRUTH - 0.3
    assert means[-1] == pytest.approx(TRUTH, abs=0.1)


def test_one_sample_is_the_ordinary_bound(tiny_model, faces, generator):
    posterior = tiny_model.encode(faces[:1])
    noise = torch.randn(1, 4, generator=generator(7))
    codes = posterior.mean + posterior.std * noise
    drawn = torch.distributions.Normal(posterior.mean, posterior.std).log_prob(codes).sum()
    prior = torch.distributions.Normal(0.0, 1.0).log_prob(codes).sum()
    expected = likelihood.log_likelihood(tiny_model, codes, faces[:1]) + prior - drawn
    found = likelihood.importance_weighted(tiny_model, faces[:1], generator(7), 1)
    torch.testing.assert_close(found.float(), expected, rtol=1e-6, atol=0.01)


def test_a_face_is_as_likely_alone_as_among_others(tiny_model, faces, generator, monkeypatch):
    together = likelihood.importance_weighted(tiny_model, faces, generator(3), 5)
    monkeypatch.setattr(likelihood, "_AT_ONCE", 2)
    alone = [likelihood.importance_weighted(tiny_model, face[None], generator(3), 5) for face in faces]
    torch.testing.assert_close(together, torch.cat(alone), rtol=1e-6, atol=0.05)


def test_the_same_seed_repeats_and_another_does_not(tiny_model, faces, generator):
    first, again, other = (likelihood.importance_weighted(tiny_model, faces, generator(seed), 2) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_gaussian_likelihood_by_hand(known, bright):
    found = likelihood.log_likelihood(known(), torch.zeros(1, 4), bright)
    assert found.item() == pytest.approx(-0.5 * PIXELS * (math.log(2 * math.pi) + SHIFT**2), rel=1e-6)


def test_a_model_of_the_study_has_a_bound_too(tiny_study, faces, generator, monkeypatch):
    monkeypatch.setattr(tiny_study.vae.decoder, "logits", lambda codes: torch.zeros(len(codes), 3, 32, 32))
    codes = torch.zeros(4, 4)
    expected = torch.full((4,), -PIXELS * math.log(2))
    torch.testing.assert_close(likelihood.log_likelihood(tiny_study, codes, faces), expected, rtol=1e-5, atol=0)
    assert (likelihood.importance_weighted(tiny_study, faces, generator()) <= 0).all()


def test_a_density_that_knows_nothing_costs_as_much_as_no_model():
    assert likelihood.bits_per_dim(0.0, 100) == pytest.approx(math.log2(255))
    assert likelihood.bits_per_dim(100 * math.log(2), 100) == pytest.approx(math.log2(255) - 1)


def test_no_samples_are_refused(tiny_model, faces, generator):
    with pytest.raises(ValueError, match="samples is 0"):
        likelihood.importance_weighted(tiny_model, faces, generator(), 0)


def test_a_surprise_is_the_bound_in_bits_and_always_the_same(tiny_model, faces, generator):
    nats = likelihood.importance_weighted(tiny_model, faces, generator(likelihood.SEED))[0].item()
    surprise = likelihood.surprise(tiny_model, faces[:1])
    assert surprise == pytest.approx(likelihood.bits_per_dim(nats, PIXELS), abs=1e-4)
    assert surprise == likelihood.surprise(tiny_model, faces[:1])
