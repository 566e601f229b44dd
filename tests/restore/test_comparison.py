"""Methods side by side on one noisy face, and along noise levels."""

import importlib.util
import math

import pytest
import torch

from facevae import damage, metrics, restore
from facevae.restore import comparison, refine
from facevae.restore.map_refinement import STEPS

RUNNABLE = [
    name for name, method in restore.DENOISERS.items() if not method.package or importlib.util.find_spec(method.package)
]


@pytest.fixture
def face(make_faces):
    return make_faces(1)


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
    assert comparison.crossings((0, 10), first, second) == pytest.approx(expected)


def test_touching_is_no_crossing_and_a_change_at_a_point_is_one():
    x = (0, 1, 2)
    assert comparison.crossings(x, (0, 1, 0), (1, 1, 1)) == []
    assert comparison.crossings(x, (0, 1, 2), (1, 1, 1)) == [pytest.approx(1.0)]


def test_every_crossing_is_found():
    assert comparison.crossings((0, 1, 2, 3), (0, 1, 0, 1), (0.5,) * 4) == pytest.approx([0.5, 1.5, 2.5])


def test_curves_of_different_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        comparison.crossings((0, 1), (1, 2), (1,))


def test_the_noisy_face_is_what_the_same_seed_gives_elsewhere(tiny_model, face):
    generator = torch.Generator().manual_seed(5)
    expected = damage.apply(face, "gaussian-noise", generator=generator, sigma=0.2).faces
    assert torch.equal(comparison.compare(tiny_model, face, 0.2, seed=5, methods=()).noisy.faces, expected)


def test_a_model_with_every_part_has_every_method_whose_package_is_there(tiny_model):
    assert [method.name for method in comparison.available(tiny_model)] == RUNNABLE


@pytest.mark.parametrize("part", sorted({method.requires for method in restore.DENOISERS.values()} - {""}))
def test_without_a_part_the_methods_that_need_it_are_missing(tiny_model, part):
    setattr(tiny_model, part, None)
    left = {method.name for method in comparison.available(tiny_model)}
    assert set(RUNNABLE) - left == {name for name in RUNNABLE if restore.DENOISERS[name].requires == part}


@pytest.mark.parametrize("package", [method.package for method in restore.DENOISERS.values() if method.package])
def test_without_its_package_an_optional_method_is_missing(tiny_model, package, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else object())
    assert package not in [method.package for method in comparison.available(tiny_model)]


@pytest.mark.parametrize("method", [name for name in RUNNABLE if name != "mean"])
def test_each_method_gets_the_noisy_face_and_the_level(tiny_model, face, method):
    result = comparison.compare(tiny_model, face, 0.2, seed=0, methods=[method])
    assert list(result.results) == [method]
    made = result.results[method]
    # Not bit by bit: BM3D's threads add up in any order.
    torch.testing.assert_close(made.faces, restore.denoise(tiny_model, result.noisy.faces, 0.2, method))
    assert made.psnr == metrics.psnr(made.faces, face).item()
    assert made.ssim == metrics.ssim(made.faces, face).item()


@pytest.mark.parametrize("method", RUNNABLE)
def test_the_dial_moves_the_adjustable_methods_and_no_other(tiny_model, face, method):
    tiny_model.eigenfaces.residual.shares.fill_(0.5)
    photo, best, model = (
        comparison.compare(tiny_model, face, 0.2, seed=0, methods=[method], strength=strength)
        for strength in (0, 0.5, 1)
    )
    if restore.DENOISERS[method].adjustable:
        assert torch.equal(photo.results[method].faces, photo.noisy.faces)
        assert not torch.equal(model.results[method].faces, best.results[method].faces)
    else:
        torch.testing.assert_close(photo.results[method].faces, best.results[method].faces)
        torch.testing.assert_close(model.results[method].faces, best.results[method].faces)


@pytest.mark.parametrize("method", [name for name in RUNNABLE if name != "mean"])
def test_who_is_not_told_goes_by_the_estimate(tiny_model, face, method):
    result = comparison.compare(tiny_model, face, 0.2, seed=0, methods=[method], sigma_known=False)
    assert result.sigma == 0.2
    assert result.sigma_used == restore.estimate_sigma(result.noisy.faces).item()
    assert result.sigma_used == pytest.approx(0.2, rel=0.2)
    expected = restore.denoise(tiny_model, result.noisy.faces, None, method)
    torch.testing.assert_close(result.results[method].faces, expected, rtol=0, atol=1e-5)


def test_no_window_given_takes_the_best(tiny_model, face):
    best = comparison.compare(tiny_model, face, 0.3, seed=0, methods=["mean"])
    assert best.window == best.best_window
    for window in comparison.WINDOWS:
        other = comparison.compare(tiny_model, face, 0.3, seed=0, methods=["mean"], window=window)
        assert (other.window, other.best_window) == (window, best.window)
        assert other.results["mean"].psnr <= best.results["mean"].psnr


def test_an_unknown_method_is_refused(tiny_model, face):
    with pytest.raises(ValueError, match="did you mean 'median'"):
        comparison.compare(tiny_model, face, 0.3, seed=0, methods=["medain"])


def test_refining_is_the_methods_search_scored_at_every_step(tiny_model, face):
    start = comparison.compare(tiny_model, face, 0.3, seed=0, methods=["vae", "vae-refined"])
    found = list(comparison.refining(tiny_model, face, start))
    assert len(found) == STEPS + 1
    torch.testing.assert_close(found[0].faces, start.results["vae"].faces)
    torch.testing.assert_close(found[-1].faces, start.results["vae-refined"].faces)
    assert found[-1].psnr == metrics.psnr(found[-1].faces, face).item()


def test_refining_goes_by_the_level_that_the_methods_went_by(tiny_model, face):
    start = comparison.compare(tiny_model, face, 0.3, seed=0, methods=[], sigma_known=False)
    nothing_missing = torch.zeros(1, 1, 32, 32)
    expected = next(refine(tiny_model, start.noisy.faces, nothing_missing, start.sigma_used))
    assert torch.equal(next(comparison.refining(tiny_model, face, start)).faces, expected.faces)


@pytest.mark.parametrize(("strength", "of_the_model"), [(0, False), (1, True)])
def test_refining_leans_on_the_photo_or_on_the_model(tiny_model, face, strength, of_the_model):
    start = comparison.compare(tiny_model, face, 0.3, seed=0, methods=[])
    state = next(refine(tiny_model, start.noisy.faces, torch.zeros(1, 1, 32, 32), 0.3))
    leaned = next(comparison.refining(tiny_model, face, start, strength=strength))
    assert torch.equal(leaned.faces, state.generated if of_the_model else start.noisy.faces)


def test_curves_are_the_comparisons_at_each_level(tiny_model, face):
    result = comparison.against_noise(tiny_model, face, seed=3, sigmas=(0.1, 0.4))
    single = comparison.compare(tiny_model, face, 0.4, seed=3, methods=comparison.METHODS)
    assert result.sigmas == (0.1, 0.4)
    for method in comparison.METHODS:
        made = single.results[method]
        assert (result.psnr[method][1], result.ssim[method][1]) == (made.psnr, made.ssim)


def test_a_curve_that_the_model_cannot_have_is_left_out(tiny_model, face):
    tiny_model.eigenfaces = None
    result = comparison.against_noise(tiny_model, face, seed=3, sigmas=(0.4,))
    assert set(result.psnr) == set(result.ssim) == set(comparison.METHODS) - {"eigenfaces"}


def test_more_noise_is_worse_for_the_mean_filter(tiny_model, face):
    result = comparison.against_noise(tiny_model, face, seed=0, sigmas=(0.05, 0.2, 0.5), methods=["mean"])
    assert list(result.psnr) == ["mean"]
    assert list(result.psnr["mean"]) == sorted(result.psnr["mean"], reverse=True)


def test_the_face_is_not_changed_and_several_are_refused(tiny_model, face):
    before = face.clone()
    comparison.compare(tiny_model, face, 0.2, seed=0, methods=["mean", "vae"])
    assert torch.equal(face, before)
    with pytest.raises(ValueError, match="2 faces"):
        comparison.compare(tiny_model, face.repeat(2, 1, 1, 1), 0.2, seed=0, methods=["mean"])
