"""What a damaged face says about its code."""

from __future__ import annotations

import torch


def test_with_nothing_known_the_posterior_is_the_prior(tiny_model, faces):
    posterior = tiny_model.restore_encode(faces, torch.ones_like(faces[:, :1]), 0.0)
    torch.testing.assert_close(posterior.mean, torch.zeros(4, 4), rtol=0, atol=1e-5)
    torch.testing.assert_close(posterior.std, torch.ones(4, 4), rtol=0, atol=1e-5)


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
