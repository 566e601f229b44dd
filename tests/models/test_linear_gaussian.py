"""The linear posterior against what can be worked out by hand."""

from __future__ import annotations

import pytest
import torch

from facevae.models.linear_gaussian import ERRORS_GO_TOGETHER, LinearPosterior


@pytest.fixture
def linear() -> LinearPosterior:
    """Four values of which a code of one number is seen in the first alone, through a slope of 2."""
    posterior = LinearPosterior(image_size=4, side=2, codes=1, nuisance=1)
    posterior.basis[0, 0] = 2.0
    posterior.residual.fill_(0.25)
    return posterior


@pytest.fixture
def whole() -> tuple[torch.Tensor, torch.Tensor]:
    """A face whose first small pixel is 1 in red, and a mask that knows all of it."""
    faces = torch.zeros(1, 3, 4, 4)
    faces[:, 0, :2, :2] = 1.0
    return faces, torch.ones(1, 1, 4, 4)


def test_one_code_one_pixel_is_the_scalar_formula(linear, whole):
    posterior = linear(*whole, torch.zeros(1))
    # Precision 1 + 2 * 2 / 0.25 = 17, mean (2 * 1 / 0.25) / 17.
    torch.testing.assert_close(posterior.mean, torch.tensor([[8 / 17]]))
    torch.testing.assert_close(posterior.std, torch.tensor([[17**-0.5]]))


def test_a_leftover_that_explains_as_much_takes_its_half(linear, whole):
    linear.basis[0, 1] = 2.0
    # Both share the evidence: 2 * (2 * 1 / 0.25) / (1 + 2 * 16) / 2.
    torch.testing.assert_close(linear(*whole, torch.zeros(1)).mean, torch.tensor([[8 / 33]]))


def test_a_leftover_seen_elsewhere_changes_nothing(linear, whole):
    before = linear(*whole, torch.zeros(1))
    linear.basis[1, 1] = 5.0
    after = linear(*whole, torch.zeros(1))
    torch.testing.assert_close(before.mean, after.mean)
    torch.testing.assert_close(before.std, after.std)


def test_faces_with_and_without_holes_in_one_batch_are_each_as_alone(linear, generator):
    linear.basis.normal_(generator=generator())
    faces = torch.rand(3, 3, 4, 4, generator=generator(1))
    known = torch.ones(3, 1, 4, 4)
    known[1, :, :2] = 0
    sigma = torch.tensor([0.0, 0.1, 0.3])
    together = linear(faces, known, sigma)
    for index in range(3):
        alone = linear(*(part[index : index + 1] for part in (faces, known, sigma)))
        torch.testing.assert_close(together.mean[index], alone.mean[0], rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(together.std[index], alone.std[0], rtol=1e-4, atol=1e-5)


def test_a_pull_from_the_prior_mean_held_as_the_prior_lands_on_the_posterior_mean(linear, whole):
    pixels, precision = linear.small(*whole, torch.zeros(1))
    errors = (pixels - linear.mean)[:, None]
    moved = linear.gauss_newton_step(precision, torch.ones(1, 1))(errors)
    torch.testing.assert_close(moved[:, 0], linear(*whole, torch.zeros(1)).mean)


def test_codes_that_are_held_tightly_or_fit_already_do_not_move(linear, whole):
    pixels, precision = linear.small(*whole, torch.zeros(1))
    errors = (pixels - linear.mean)[:, None]
    assert float(linear.gauss_newton_step(precision, torch.full((1, 1), 1e-4))(errors).abs().max()) < 1e-6
    assert float(linear.gauss_newton_step(precision, torch.ones(1, 1))(torch.zeros_like(errors)).abs().max()) == 0


def test_nuisance_directions_are_the_errors_own_directions(linear, generator):
    errors = torch.randn(4000, 12, generator=generator()) * 0.1
    errors[:, 3] *= 50
    linear.fit_nuisance(errors)
    assert int(linear.basis[:, 1].abs().argmax()) == 3
    torch.testing.assert_close(linear.basis[:, 1].norm(), torch.tensor(5.0), rtol=0.05, atol=0)
    # Eleven of twelve values keep their variance of 0.01.
    torch.testing.assert_close(linear.residual, torch.tensor(ERRORS_GO_TOGETHER * 0.01 * 11 / 12), rtol=0.05, atol=0)
    assert float(linear.basis[0, 0]) == 2.0


def test_deviations_are_spread_as_the_posterior_is(linear, whole, generator):
    noise = torch.randn(1, 40_000, 2, generator=generator())
    drawn = linear.deviations(linear.small(*whole, torch.zeros(1))[1], noise)
    torch.testing.assert_close(drawn.std(1), linear(*whole, torch.zeros(1)).std, rtol=0.02, atol=0)
    nothing_known = linear.deviations(torch.zeros(1, 12), noise)
    assert torch.equal(nothing_known, noise[..., :1])


def test_what_goes_together_in_the_posterior_goes_together_in_deviations(linear, whole, generator):
    linear.basis[0, 1] = 2.0  # code and leftover explain the same pixel, so that one is low where the other is high
    linear.codes = 2
    _, precision = linear.small(*whole, torch.zeros(1))
    drawn = linear.deviations(precision, torch.randn(1, 40_000, 2, generator=generator()))[0]
    # Precision [[17, 16], [16, 17]]: correlation -16 / 17.
    assert float(drawn.T.corrcoef()[0, 1]) == pytest.approx(-16 / 17, abs=0.01)
