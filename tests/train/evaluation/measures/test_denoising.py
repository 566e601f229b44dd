"""Measuring how well noise is removed."""

from __future__ import annotations

import importlib.util

import pytest
import torch

from facevae import damage, metrics, restore
from facevae.restore import classical
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.scores import Tally
from train.evaluation.measures import denoising, inpainting


def test_the_best_mean_filter_is_the_best_row_by_each_metric(tiny_model, heldout):
    found = denoising.measure(tiny_model, heldout, 100)["mean-best"]
    (_, clean), *_ = heldout.batches("")
    noisy = denoising.add_noise(clean, 0, 100)
    for metric, score in (("psnr", metrics.psnr), ("ssim", metrics.ssim)):
        rows = {}
        for window in denoising.WINDOWS:
            rows[window] = float(score(classical.undo_clipping(classical.mean(noisy, window), 100 / 255), clean).mean())
        assert found[metric]["mean"] == pytest.approx(max(rows.values()), abs=1e-4)
        assert rows[found[metric]["window"]] == max(rows.values())


def test_slow_methods_stop_after_the_first_faces(tiny_model, make_faces, monkeypatch):
    monkeypatch.setattr(denoising, "FEWER", {"median": 3, "vae-refined": 1})
    pixels = (make_faces(25) * 255).round().to(torch.uint8)
    found = denoising.measure(tiny_model, HeldoutFaces(pixels, None, 0, ""), 50)
    counts = {name: figures["psnr"]["n"] for name, figures in found.items()}
    assert counts == {name: {"median": 3, "vae-refined": 1}.get(name, 25) for name in found}
    pairs = {name: figures["psnr"]["n"] for name, figures in found["vae"]["above"].items()}
    assert pairs == {name: count for name, count in counts.items() if name in pairs}


def test_every_slow_method_is_one_that_there_is():
    assert set(denoising.FEWER) <= set(restore.DENOISERS)
    assert set(inpainting.FEWER) <= set(restore.INPAINTERS)


def test_without_its_package_or_part_a_method_is_left_out(tiny_model, monkeypatch):
    tiny_model.dncnn = tiny_model.eigenfaces = None
    optional = {name for name, method in restore.DENOISERS.items() if method.package}
    assert set(denoising.methods(tiny_model)) == set(restore.DENOISERS) - optional - {"supervised", "eigenfaces"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: name)
    assert optional <= set(denoising.methods(tiny_model))
    assert inpainting.methods(tiny_model) == [name for name in restore.INPAINTERS if name != "eigenfaces"]


def test_more_noise_never_raises_a_mean_psnr(tiny_model, heldout):
    rising = [denoising.measure(tiny_model, heldout, level) for level in (25, 75, 150)]
    for name in rising[0]:
        means = [found[name]["psnr"]["mean"] for found in rising]
        assert means == sorted(means, reverse=True), name


def test_windows_are_dropped_only_when_no_metric_has_them_among_the_two_best():
    windows = {}
    for window, psnr, ssim in ((3, 20, 0.1), (5, 25, 0.2), (7, 24, 0.5), (9, 23, 0.6), (11, 22, 0.4)):
        windows[window] = Tally()
        windows[window].values = {"psnr": [psnr, psnr + 1], "ssim": [ssim, ssim]}
    assert set(denoising.leading(windows)) == {5, 7, 9}
    assert denoising.best_windows(windows) == {"psnr": 5, "ssim": 9}


def test_the_noise_of_a_face_does_not_depend_on_its_batch(make_faces):
    clean = make_faces(4)
    together = denoising.add_noise(clean, 0, 75)
    assert torch.equal(together[2:], denoising.add_noise(clean[2:], 2, 75))
    grey = denoising.add_noise(torch.full((4, 3, 32, 32), 0.5), 0, 25)
    assert not torch.equal(grey[0], grey[1])
    assert grey.std().item() == pytest.approx(25 / 255, rel=0.03)


def test_noise_is_that_of_the_library(make_faces):
    face = make_faces(1)
    generator = torch.Generator().manual_seed(3025)
    expected = damage.apply(face, "gaussian-noise", generator=generator, sigma=25 / 255).faces
    assert torch.equal(denoising.add_noise(face, 3, 25), expected)
