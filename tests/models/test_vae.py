"""The shape and the closed-form start of the flagship."""

from __future__ import annotations

import pytest
import torch

from facevae.models.vae import Posterior, Vae, VaeConfig
from tests.support import tiny


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"image_size": 100}, "multiple of 32"),
        ({"linear_size": 48}, "divisor of 128"),
        ({"linear_size": 16}, "32 divides"),
        ({"latent_dim": 0}, "positive"),
    ],
)
def test_a_shape_that_does_not_fit_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        VaeConfig(**options)


def test_the_start_reconstructs_faces_that_its_components_span(tiny_vae):
    codes = torch.tensor([[1.0, 0.0, 0.0, 0.0], [0.0, -2.0, 0.5, 1.0]])
    faces = tiny_vae.decoder(codes)
    again = tiny_vae.encoder(faces.repeat(1, 1, 1, 1)).mean
    # Bicubic up and mean down is no exact round trip, so the codes shrink a little; they keep their order and sign.
    assert torch.nn.functional.cosine_similarity(codes, again, dim=1).min() > 0.95


def test_the_start_has_the_posterior_width_of_probabilistic_components(tiny_vae, faces):
    expected = torch.sqrt(0.01 / torch.tensor([8.0, 4.0, 2.0, 1.0]))
    torch.testing.assert_close(tiny_vae.encoder(faces).std, expected.expand(4, -1), rtol=1e-4, atol=1e-6)


def test_divergence_of_the_prior_from_itself_is_zero_and_grows_by_half_a_squared_mean():
    prior = Posterior(torch.zeros(1, 3), torch.ones(1, 3))
    shifted = Posterior(torch.full((1, 3), 2.0), torch.ones(1, 3))
    torch.testing.assert_close(prior.kl(), torch.zeros(1, 3))
    torch.testing.assert_close(shifted.kl(), torch.full((1, 3), 2.0))


def test_a_posterior_sample_has_its_mean_and_width(generator):
    posterior = Posterior(torch.full((4000, 1), 3.0), torch.full((4000, 1), 0.5))
    drawn = posterior.sample(generator())
    assert abs(float(drawn.mean()) - 3.0) < 0.05
    assert abs(float(drawn.std()) - 0.5) < 0.05


def test_directions_are_orthonormal_and_led_by_the_strongest_component(tiny_vae):
    tiny_vae.find_directions(torch.zeros(1, 4))
    gram = tiny_vae.directions @ tiny_vae.directions.T
    torch.testing.assert_close(gram, torch.eye(4), rtol=0, atol=1e-4)
    # Components were given with falling variance, so the first latent changes the picture most.
    assert abs(float(tiny_vae.directions[0, 0])) > 0.9


def test_faces_can_be_differentiated_in_their_codes(generator):
    torch.manual_seed(0)
    decoder = Vae(tiny.VAE).double().decoder.requires_grad_(False)
    torch.nn.init.normal_(decoder.head.weight, std=0.1)  # zero at the start, where only the linear path counts
    codes = torch.randn(1, 4, generator=generator(), dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda codes: decoder(codes)[..., ::8, ::8], codes)
