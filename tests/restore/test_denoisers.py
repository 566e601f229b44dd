"""Every denoising method of the registry."""

from __future__ import annotations

import importlib.util

import pytest
import torch

from facevae import FaceVae, metrics, restore
from facevae.restore.classical import usual_window


def is_missing(package: str) -> bool:
    return bool(package) and importlib.util.find_spec(package) is None


METHODS = [
    pytest.param(name, marks=pytest.mark.skipif(is_missing(item.package), reason="its package is optional"))
    for name, item in restore.DENOISERS.items()
]
CLASSICAL = [param for param in METHODS if restore.DENOISERS[param.values[0]].kind == "classical"]
ADJUSTABLE = [name for name, item in restore.DENOISERS.items() if item.adjustable]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sigma", [0.0, 0.1, 0.5])
def test_the_result_is_a_batch_of_faces_and_the_input_is_untouched(tiny_model, faces, method, sigma):
    before = faces.clone()
    result = restore.denoise(tiny_model, faces, sigma, method)
    assert result.shape == faces.shape
    assert float(result.min()) >= 0
    assert float(result.max()) <= 1
    assert torch.equal(faces, before)


@pytest.mark.parametrize("method", CLASSICAL)
def test_a_classical_method_keeps_a_grey_picture(tiny_model, method):
    grey = torch.full((1, 3, 32, 32), 0.5)
    torch.testing.assert_close(restore.denoise(tiny_model, grey, 0.2, method), grey, rtol=0, atol=1e-3)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_input_gives_the_same_picture(tiny_model, faces, method):
    first, second = (restore.denoise(tiny_model, faces, 0.2, method) for _ in range(2))
    # BM3D's package adds up in an order that threads decide.
    torch.testing.assert_close(first, second, rtol=0, atol=1e-5 if restore.DENOISERS[method].package else 0)


@pytest.mark.parametrize("method", ADJUSTABLE)
def test_without_noise_the_input_comes_back(tiny_model, faces, method):
    torch.testing.assert_close(restore.denoise(tiny_model, faces, 0.0, method), faces, rtol=0, atol=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_more_noise_never_raises_the_mean_psnr(tiny_model, generator, method):
    truth = tiny_model.decode(torch.randn(6, 4, generator=generator()))
    noise = torch.randn(truth.shape, generator=generator(1))
    levels = [level / 255 for level in (10, 25, 50, 100, 150)]
    found = [
        float(
            metrics.psnr(restore.denoise(tiny_model, (truth + sigma * noise).clamp(0, 1), sigma, method), truth).mean()
        )
        for sigma in levels
    ]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("method", ADJUSTABLE)
def test_the_strength_goes_from_the_photo_to_the_model(tiny_model, faces, method):
    ends = [restore.denoise(tiny_model, faces, 0.2, method, strength) for strength in (0.0, 0.5, 1.0)]
    assert torch.equal(ends[0], faces)
    middle = restore.denoise(tiny_model, faces, 0.2, method, 0.75)
    torch.testing.assert_close(middle, (ends[1] + ends[2]) / 2)


@pytest.mark.parametrize(("method", "strength"), [("mean", 0.6), ("vae", 1.1), ("vae", -0.1), ("vae", float("nan"))])
def test_a_strength_that_cannot_be_set_is_refused(tiny_model, faces, method, strength):
    with pytest.raises(ValueError, match="strength"):
        restore.denoise(tiny_model, faces, 0.2, method, strength)


@pytest.mark.parametrize("method", METHODS)
def test_a_level_that_is_not_given_is_estimated(tiny_model, make_faces, generator, method):
    noisy = make_faces(2) + torch.tensor([0.05, 0.2])[:, None, None, None] * torch.randn(
        2, 3, 32, 32, generator=generator()
    )
    noisy = noisy.clamp(0, 1)
    levels = restore.estimate_sigma(noisy).tolist()
    each = [
        restore.denoise(tiny_model, face, level, method) for face, level in zip(noisy.split(1), levels, strict=True)
    ]
    torch.testing.assert_close(restore.denoise(tiny_model, noisy, None, method), torch.cat(each), rtol=0, atol=1e-5)


@pytest.mark.parametrize("method", [name for name, item in restore.DENOISERS.items() if item.requires])
def test_a_method_without_its_weights_says_which(tiny_vae, faces, method):
    with pytest.raises(ValueError, match=f"has no {restore.DENOISERS[method].requires}"):
        restore.denoise(FaceVae(tiny_vae), faces, 0.1, method)


def test_believing_everything_or_nothing_is_the_photo_or_the_model(tiny_model, generator):
    face = tiny_model.decode(torch.zeros(1, 4))
    noisy = (face + 0.2 * torch.randn(face.shape, generator=generator())).clamp(0, 1)
    generated = tiny_model.decode(tiny_model.restore_encode(noisy, torch.zeros(1, 1, 32, 32), 0.2).mean)
    tiny_model.restorer.residual.shares.zero_()
    tiny_model.local_wiener = None
    torch.testing.assert_close(restore.denoise(tiny_model, noisy, 0.2), generated, rtol=0, atol=1e-5)


def test_the_model_beats_the_noise_on_its_own_faces(tiny_model, generator):
    faces = tiny_model.decode(torch.randn(8, 4, generator=generator()))
    noisy = (faces + 0.3 * torch.randn(faces.shape, generator=generator(1))).clamp(0, 1)
    tiny_model.restorer.residual.shares.zero_()
    tiny_model.local_wiener = None
    restored = restore.denoise(tiny_model, noisy, 0.3)
    assert metrics.psnr(restored, faces).mean() > metrics.psnr(noisy, faces).mean() + 3


def test_an_unknown_method_names_the_nearest(tiny_model, faces):
    with pytest.raises(ValueError, match="did you mean 'median'"):
        restore.denoise(tiny_model, faces, 0.1, "medain")


def test_the_usual_window_is_odd_and_grows_with_the_noise():
    windows = [usual_window(128, sigma / 255) for sigma in (0, 25, 50, 75, 100, 150)]
    assert windows == sorted(windows)
    assert all(window % 2 for window in windows)
    assert windows[0] == 3
