"""Measuring how holes are filled: how well, how differently, and beside noise."""

from __future__ import annotations

import math

import pytest
import torch

from facevae import restore
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures import combined, denoising, diversity, inpainting

HALF_OFF = -10 * math.log10(0.25)
"""PSNR of a picture that is 0.5 off everywhere."""


def test_filling_with_the_mean_face_by_hand(tiny_model, flat):
    found = inpainting.measure(tiny_model, flat(255, 0.5), "left-half")["mean-face"]
    assert found["inside"]["psnr"]["mean"] == pytest.approx(HALF_OFF, abs=1e-4)
    assert found["whole"]["psnr"]["mean"] == pytest.approx(HALF_OFF + 10 * math.log10(2), abs=1e-4)


@pytest.mark.parametrize(("name", "share"), [("centre-box", 0.25), ("left-half", 0.5), ("strokes", 0.25)])
def test_holes_cover_what_they_say_and_repeat(name, share):
    make = inpainting.HOLES[name].make
    assert make(32, 5).mean().item() == share
    assert torch.equal(make(32, 5), make(32, 5))


def test_the_model_does_not_see_what_is_in_the_hole(tiny_model, heldout, monkeypatch):
    seen = []

    def spied(real):
        return lambda model, known, mask, *more, **options: (
            seen.append(known * mask) or real(model, known, mask, *more, **options)
        )

    monkeypatch.setattr(restore, "inpaint", spied(restore.inpaint))
    monkeypatch.setattr(restore, "complete", spied(restore.complete))
    inpainting.measure(tiny_model, heldout, "centre-box")
    combined.measure(tiny_model, heldout)
    diversity.measure(tiny_model, heldout)
    ways = len(restore.INPAINTERS) - 1  # the mean face needs no model
    assert len(seen) == ways + 3 + 2 + 3 * len(diversity.SIDES)
    assert all(not inside.any() for inside in seen)


def test_the_best_of_nine_is_above_one_of_them_on_every_face(tiny_model, heldout):
    found = inpainting.measure(tiny_model, heldout, "left-half")["vae-best-of-9"]
    assert found["inside"]["above"]["vae-one-of-9"]["psnr"]["low"] > 0
    assert found["whole"]["above"]["vae-one-of-9"]["ssim"]["low"] > 0


def test_completions_that_are_all_alike_have_no_best_one(tiny_model, heldout, monkeypatch):
    def same(model, known, mask, samples, generator):
        faces = torch.full((1, samples, 3, 32, 32), 0.5)
        return restore.Restoration(faces, torch.full((1, samples), 1 / samples))

    monkeypatch.setattr(restore, "complete", same)
    found = inpainting.measure(tiny_model, heldout, "left-half")
    for other in ("vae-one-of-9", "vae-mean-of-9"):
        assert found["vae-best-of-9"]["inside"]["above"][other]["psnr"]["mean"] == pytest.approx(0, abs=1e-3)
    assert diversity.measure(tiny_model, heldout)["0.4"]["mean"] == pytest.approx(0, abs=1e-3)


def test_the_completions_of_a_face_do_not_depend_on_its_batch(tiny_model, make_faces, monkeypatch):
    faces = HeldoutFaces((make_faces(3) * 255).round().to(torch.uint8), None, 0, "")
    together = inpainting.measure(tiny_model, faces, "centre-box")["vae-mean-of-9"]["inside"]["psnr"]
    monkeypatch.setattr("train.evaluation.harness.heldout_faces.BATCH", 1)
    assert inpainting.measure(tiny_model, faces, "centre-box")["vae-mean-of-9"]["inside"]["psnr"] == together


def test_diversity_is_the_spread_between_completions_by_hand(tiny_model, heldout, monkeypatch):
    def two_kinds(model, known, mask, samples, generator):
        faces = torch.full((1, samples, 3, 32, 32), 0.5)
        faces[:, 0] = 0.7
        weights = torch.full((1, samples), 0.5 / (samples - 1))
        weights[:, 0] = 0.5
        return restore.Restoration(faces, weights)

    monkeypatch.setattr(restore, "complete", two_kinds)
    found = diversity.measure(tiny_model, heldout)
    assert list(found) == ["0.2", "0.4", "0.6", "0.8", "1"]
    assert found["0.6"]["mean"] == pytest.approx(255 * 0.1, abs=1e-2)  # half of the weight 0.1 above, half below
    assert found["1"]["n"] == 3


def test_noise_beside_a_hole_filled_with_the_truth_by_hand(tiny_model, flat):
    """The mean face is the truth here, so that what is left is the noise of three quarters of the face."""
    found = combined.measure(tiny_model, flat(51, 0.2))
    clean = torch.full((3, 3, 32, 32), 0.2)
    error = (denoising.add_noise(clean, 0, 50) - clean).square() * (1 - inpainting.cut(clean, "centre-box", 0)[1])
    expected = -10 * torch.log10(error.mean((1, 2, 3))).mean().item()
    assert found["mean-face"]["psnr"]["mean"] == pytest.approx(expected, abs=1e-3)
