import math

import pytest
import torch

from facevae import damage, metrics
from facevae.restore import curves
from tests.ui.fakes import FakeModel


@pytest.fixture(scope="module")
def model():
    return FakeModel()


@pytest.fixture(scope="module")
def face(model):
    return model.decode(torch.linspace(-1, 1, model.latent_dim)[None])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0, 2), (2, 0), [5.0]),
        ((0, 3), (1, 0), [2.5]),
        ((0, 1), (2, 3), []),
        ((1, 1), (1, 1), []),
        ((math.inf, 0), (1, 1), [10.0]),
        ((1, math.inf), (2, 2), [0.0]),
    ],
)
def test_crossings_of_two_straight_lines(first, second, expected):
    assert curves.crossings((0, 10), first, second) == pytest.approx(expected)


def test_touching_is_no_crossing_and_a_change_at_a_point_is_one():
    x = (0, 1, 2)
    assert curves.crossings(x, (0, 1, 0), (1, 1, 1)) == []
    assert curves.crossings(x, (0, 1, 2), (1, 1, 1)) == [pytest.approx(1.0)]


def test_every_crossing_is_found():
    assert curves.crossings((0, 1, 2, 3), (0, 1, 0, 1), (0.5,) * 4) == pytest.approx([0.5, 1.5, 2.5])


def test_curves_of_different_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        curves.crossings((0, 1), (1, 2), (1,))


def test_the_noisy_face_is_what_the_same_seed_gives_elsewhere(model, face):
    generator = torch.Generator().manual_seed(5)
    expected = damage.apply(face, "gaussian-noise", generator=generator, sigma=0.2).faces
    assert torch.equal(curves.compare(model, face, 0.2, seed=5).noisy.faces, expected)


def test_no_window_given_takes_the_best(model, face):
    best = curves.compare(model, face, 0.3, seed=0)
    assert best.window == best.best_window
    for window in curves.WINDOWS:
        other = curves.compare(model, face, 0.3, seed=0, window=window)
        assert (other.window, other.best_window) == (window, best.window)
        assert other.mean.psnr <= best.mean.psnr


def test_curves_are_the_comparisons_at_each_level(model, face):
    result = curves.against_noise(model, face, seed=3, sigmas=(0.1, 0.4))
    single = curves.compare(model, face, 0.4, seed=3)
    assert result.sigmas == (0.1, 0.4)
    assert (result.psnr["mean"][1], result.ssim["mean"][1]) == (single.mean.psnr, single.mean.ssim)
    assert (result.psnr["vae"][1], result.ssim["vae"][1]) == (single.vae.psnr, single.vae.ssim)


def test_the_plain_curve_is_encode_and_decode(model, face):
    result = curves.against_noise(model, face, seed=3, sigmas=(0.4,))
    noisy = curves.compare(model, face, 0.4, seed=3).noisy.faces
    assert result.psnr["vae-plain"][0] == metrics.psnr(model.decode(model.encode(noisy).mean), face).item()


def test_more_noise_is_worse_for_the_mean_filter(model, face):
    result = curves.against_noise(model, face, seed=0, sigmas=(0.05, 0.2, 0.5))
    assert list(result.psnr["mean"]) == sorted(result.psnr["mean"], reverse=True)


def test_the_face_is_not_changed_and_several_are_refused(model, face):
    before = face.clone()
    curves.compare(model, face, 0.2, seed=0)
    assert torch.equal(face, before)
    with pytest.raises(ValueError, match="2 faces"):
        curves.compare(model, face.repeat(2, 1, 1, 1), 0.2, seed=0)
