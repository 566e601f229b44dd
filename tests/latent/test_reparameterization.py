"""Codes drawn from a posterior, and the wobble of what they decode to."""

from __future__ import annotations

import math

import pytest
import torch

from facevae.latent.reparameterization import draw, pass_through, wobble
from facevae.models.vae import Posterior

POSTERIOR = Posterior(torch.tensor([[1.0, -2.0, 0.0, 0.5]]), torch.tensor([[0.5, 0.1, 1.0, 0.0]]))


def test_a_code_is_mean_plus_deviation_times_epsilon(generator):
    drawn = draw(POSTERIOR, generator(3), 2)
    assert torch.equal(drawn.epsilon, torch.randn(2, 4, generator=generator(3)))
    assert torch.equal(drawn.latents, POSTERIOR.mean + POSTERIOR.std * drawn.epsilon)
    assert (drawn.latents[:, 3] == 0.5).all()


def test_it_is_what_the_posterior_itself_draws(generator):
    torch.testing.assert_close(draw(POSTERIOR, generator(1)).latents, POSTERIOR.sample(generator(1)))


def test_sure_codes_do_not_wobble_and_wider_ones_wobble_more(tiny_model, generator):
    sizes = [
        wobble(tiny_model, Posterior(torch.zeros(1, 4), torch.full((1, 4), std)), generator(0)) for std in (0, 0.1, 0.2)
    ]
    assert sizes[0] == 0
    assert 0 < 1.9 * sizes[1] < sizes[2] < 2.1 * sizes[1]


def test_the_wobble_is_in_levels(tiny_model, generator, monkeypatch):
    monkeypatch.setattr(
        tiny_model.vae.decoder, "forward", lambda codes: codes.mean(1)[:, None, None, None].expand(-1, 3, 8, 8)
    )
    posterior = Posterior(torch.full((1, 4), 0.5), torch.full((1, 4), 0.1))
    drawn = draw(posterior, generator(5), 8).latents.mean(1) - 0.5
    assert wobble(tiny_model, posterior, generator(5)) == pytest.approx(
        255 * float(drawn.square().mean().sqrt()), rel=1e-4
    )


def test_one_face_and_some_codes(generator):
    with pytest.raises(ValueError, match="2 faces"):
        draw(Posterior(torch.zeros(2, 4), torch.ones(2, 4)), generator())
    with pytest.raises(ValueError, match="at least 1"):
        draw(POSTERIOR, generator(), 0)


def test_a_passage_is_what_encoder_and_decoder_say(tiny_model, faces, generator):
    face = faces[:1]
    found = pass_through(tiny_model, face, generator(2))
    posterior = tiny_model.encode(face)
    assert torch.equal(found.seen, face)
    assert torch.equal(found.posterior.mean, posterior.mean)
    assert torch.equal(found.copy, tiny_model.decode(posterior.mean))
    assert found.wobble == wobble(tiny_model, posterior, generator(2))
    torch.testing.assert_close(found.bits.sum(), posterior.kl().sum() / math.log(2))


def test_a_throw_is_a_draw_and_tells_how_far_the_picture_moved(tiny_model, faces, generator):
    found = pass_through(tiny_model, faces[:1], generator())
    thrown, drawn = found.throw(generator(4)), draw(found.posterior, generator(4))
    assert torch.equal(thrown.epsilon, drawn.epsilon[0])
    assert torch.equal(thrown.picture, tiny_model.decode(drawn.latents))
    assert thrown.moved == pytest.approx(255 * float((thrown.picture - found.copy).square().mean().sqrt()))


def test_a_smaller_model_sees_the_mean_of_pixels(tiny_model, faces, generator):
    larger = faces[:1].repeat_interleave(2, 2).repeat_interleave(2, 3)
    torch.testing.assert_close(pass_through(tiny_model, larger, generator()).seen, faces[:1])


def test_one_face_passes_at_a_time(tiny_model, faces, generator):
    with pytest.raises(ValueError, match="one at a time"):
        pass_through(tiny_model, faces, generator())
