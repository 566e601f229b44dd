"""The linear posterior against what can be worked out by hand."""

from __future__ import annotations

import torch


def test_with_nothing_known_the_posterior_is_the_prior(tiny_model, faces):
    posterior = tiny_model.restore_encode(faces, torch.ones_like(faces[:, :1]), 0.0)
    torch.testing.assert_close(posterior.mean, torch.zeros(4, 4), rtol=0, atol=1e-5)
    torch.testing.assert_close(posterior.std, torch.ones(4, 4), rtol=0, atol=1e-5)


def test_one_latent_one_pixel_is_the_scalar_formula(tiny_model):
    linear = tiny_model.restorer.linear
    linear.basis.zero_()
    linear.basis[0, 0] = 2.0  # the first value of the first latent is seen through pixel 0 alone, in red
    linear.mean.zero_()
    linear.residual.fill_(0.25)
    faces = torch.zeros(1, 3, 32, 32)
    faces[:, 0, :4, :4] = 1.0
    posterior = linear(faces, torch.ones(1, 1, 32, 32), torch.zeros(1))
    # Precision 1 + 2 * 2 / 0.25 = 17, mean (2 * 1 / 0.25) / 17; the contrast at no noise is what it was.
    torch.testing.assert_close(posterior.mean[0, 0], torch.tensor(8 / 17))
    torch.testing.assert_close(posterior.std[0, 0], torch.tensor(17**-0.5))
    torch.testing.assert_close(posterior.std[0, 1:], torch.ones(3))


def test_more_noise_and_larger_holes_are_never_surer(tiny_model, faces):
    nothing, hole = torch.zeros_like(faces[:, :1]), torch.zeros_like(faces[:, :1])
    hole[..., 8:24, 8:24] = 1
    sure = tiny_model.restore_encode(faces, nothing, 0.1).std
    assert (tiny_model.restore_encode(faces, nothing, 0.4).std >= sure).all()
    assert (tiny_model.restore_encode(faces, hole, 0.1).std >= sure - 1e-6).all()


def test_what_stands_in_the_hole_does_not_matter(tiny_model, faces):
    mask = torch.zeros_like(faces[:, :1])
    mask[..., :16] = 1
    black = tiny_model.restore_encode(faces * (1 - mask), mask, 0.0).mean
    white = tiny_model.restore_encode(faces * (1 - mask) + mask, mask, 0.0).mean
    torch.testing.assert_close(black, white)
