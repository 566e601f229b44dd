"""What the learned prior learns from: straight lines from noise to the codes of faces and their mirror images."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from train.data.codes import Codes
from train.data.examples import to_float
from train.objectives.prior import PREVIEWED, PriorObjective


@pytest.fixture
def objective(tiny_recipe):
    torch.manual_seed(0)
    return PriorObjective(tiny_recipe("prior"))


@pytest.fixture
def codes(objective, make_examples):
    return objective.examples(make_examples(16), "train")


def test_there_are_codes_of_faces_and_then_of_their_mirror_images(tiny_vae, make_examples):
    faces = make_examples(4).faces[:3]
    codes = Codes(tiny_vae, faces)
    assert len(codes) == 6
    torch.testing.assert_close(codes.mean[4:5], tiny_vae.encoder(to_float(faces[1:2].flip(-1))).mean)
    assert torch.equal(codes.take(torch.tensor([1, 4])).faces, faces[[1, 1]])
    assert [len(part) for part in codes.split(4)] == [4, 2]


def test_the_error_is_that_of_the_velocity_from_noise_to_codes(objective, codes):
    batch = codes.take(slice(8)).on(torch.device("cpu"))
    generator = torch.Generator().manual_seed(3)
    drawn = batch.mean + batch.std * torch.randn(batch.mean.shape, generator=generator)
    times = torch.rand(8, generator=generator)
    noise = torch.randn(drawn.shape, generator=generator)
    objective.model.eval()
    velocity = objective.model(torch.lerp(noise, drawn, times[:, None]), times)
    torch.testing.assert_close(
        objective(batch, seed=3, progress=0.0)["loss"], (velocity - drawn + noise).square().mean()
    )


def test_it_begins_with_mean_and_covariance_of_the_codes(objective, codes):
    objective.prepare(codes)
    torch.testing.assert_close(objective.model.mean, codes.mean.mean(0))
    assert float(objective.model.variance.sum()) == pytest.approx(float(codes.mean.T.cov().trace()), rel=1e-4)


def test_a_velocity_that_is_right_errs_less(objective, codes):
    everything = codes.take(slice(None))
    far = dataclasses.replace(everything, mean=everything.mean + 10)
    before = objective.validate(far)["loss"]
    objective.model.head.bias.data += 10
    # Of (c + 10 - n) squared, with c and n of about 1, the 100 goes.
    assert objective.validate(far)["loss"] < before - 50


def test_only_the_prior_learns(objective, codes):
    objective(codes.take(slice(8)), seed=1, progress=0.0)["loss"].backward()
    assert objective.model.head.bias.grad.abs().sum() > 0
    assert all(weight.grad is None for weight in objective.vae.parameters())


def test_a_preview_shows_faces_and_drawn_ones(objective, codes, make_examples):
    shown = objective.preview(codes.take(slice(8)).faces)
    assert shown.shape == (8 + PREVIEWED, 3, 32, 32)
    torch.testing.assert_close(shown[:8], to_float(make_examples(16).faces[:8]))
