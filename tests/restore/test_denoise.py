"""Every denoising method of the registry."""

from __future__ import annotations

import pytest
import torch

from facevae import metrics, restore
from facevae.restore.denoise import usual_window

METHODS = list(restore.DENOISERS)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sigma", [0.0, 0.1, 0.5])
def test_the_result_is_a_batch_of_faces_and_the_input_is_untouched(tiny_model, faces, method, sigma):
    before = faces.clone()
    result = restore.denoise(tiny_model, faces, sigma, method)
    assert result.shape == faces.shape
    assert float(result.min()) >= 0
    assert float(result.max()) <= 1
    assert torch.equal(faces, before)


@pytest.mark.parametrize("method", [name for name, item in restore.DENOISERS.items() if item.kind == "classical"])
def test_a_classical_method_keeps_a_grey_picture(tiny_model, method):
    grey = torch.full((1, 3, 32, 32), 0.5)
    torch.testing.assert_close(restore.denoise(tiny_model, grey, 0.2, method), grey, rtol=0, atol=1e-4)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_input_gives_the_same_picture(tiny_model, faces, method):
    first, second = (restore.denoise(tiny_model, faces, 0.2, method) for _ in range(2))
    assert torch.equal(first, second)


def test_without_noise_the_vae_returns_the_input(tiny_model, faces):
    torch.testing.assert_close(restore.denoise(tiny_model, faces, 0.0), faces, rtol=0, atol=1e-6)


def test_believing_everything_or_nothing_is_the_photo_or_the_model(tiny_model, generator):
    face = tiny_model.decode(torch.zeros(1, 4))
    noisy = (face + 0.2 * torch.randn(face.shape, generator=generator())).clamp(0, 1)
    generated = tiny_model.decode(tiny_model.restore_encode(noisy, torch.zeros(1, 1, 32, 32), 0.2).mean)
    tiny_model.restorer.residual.shares.zero_()
    torch.testing.assert_close(restore.denoise(tiny_model, noisy, 0.2), generated, rtol=0, atol=1e-5)


def test_the_model_beats_the_noise_on_its_own_faces(tiny_model, generator):
    faces = tiny_model.decode(torch.randn(8, 4, generator=generator()))
    noisy = (faces + 0.3 * torch.randn(faces.shape, generator=generator(1))).clamp(0, 1)
    tiny_model.restorer.residual.shares.zero_()
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
