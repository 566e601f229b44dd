"""The nine models: what is said of them."""

from __future__ import annotations

import json

import pytest
import torch

from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.latent import study
from facevae.ui.photo.current import current_face
from facevae.ui.tabs.size import nine


@pytest.fixture(scope="module")
def face():
    return current_face(torch.rand(1, 3, 128, 128, generator=torch.Generator().manual_seed(1)), "Noise")


def test_what_was_measured_is_found_by_name():
    found = {"study/latent32-beta0.1": {"likelihood": {"rate_nats": {"mean": 7.0}}}}
    read = nine.averages(found)
    assert read[4] == nine.Average(7.0, None, None)
    assert read.count(nine.Average(None, None, None)) == 8


def test_the_best_copier_need_not_be_the_best_inventor():
    psnr, frechet = [10.0] * 8 + [20.0], [5.0, 3.0] + [5.0] * 6 + [9.0]
    said = nine.best_in_words(psnr, frechet)
    assert said.startswith("The model of 256 numbers at beta 1 copies this face best: 20.0 dB.")
    assert "its new faces are 9.00 from real ones" in said
    assert said.endswith("the best ones 3.00, by the model of 4 numbers at beta 0.1.")


def test_one_that_does_both_is_said_in_one_sentence_more():
    said = nine.best_in_words([20.0] + [10.0] * 8, [3.0] + [5.0] * 8)
    assert said.endswith("Its new faces are the best, too: 3.00 from real ones (Fréchet distance).")


def test_ties_and_what_was_not_measured_are_not_made_up():
    said = nine.best_in_words([20.0, 19.97] + [10.0] * 7, [None] * 9)
    assert said == "The model of 4 numbers at beta 0.01 copies this face best: 20.0 dB (2 models are within 0.05 dB)."


def test_one_beta_is_two_prices():
    found = {
        "face": {"likelihood": {"rate_nats": {"mean": 835.5}}},
        "study/latent256-beta1": {"likelihood": {"rate_nats": {"mean": 85.1}}},
    }
    said = nine.two_betas_in_words(found)
    assert "spends 836 nats" in said
    assert "here they spend 85." in said
    assert nine.two_betas_in_words({}) == ""


def test_the_shipped_models_are_all_measured():
    assert all(None not in (one.nats, one.psnr, one.frechet) for one in nine.averages(results.read(CHECKPOINTS)))
    assert nine.two_betas_in_words(results.read(CHECKPOINTS))


def test_a_face_by_all_nine(face):
    shown = nine.show(face)
    json.dumps(shown)
    assert shown["key"] == face.key
    assert len(shown["cells"]) == 9
    # A code of 4 numbers cannot use more than four, and a higher price never buys more nats of the same size.
    assert all(cell["telling"] <= dim for cell, (dim, _) in zip(shown["cells"], study.SETTINGS, strict=True))
    assert shown["cells"][8]["nats"] < shown["cells"][6]["nats"]
    assert shown["cells"][8]["wobble"] > shown["cells"][6]["wobble"]
    assert nine.show(face) == shown
