"""Measuring how well noise is estimated."""

from __future__ import annotations

import pytest
import torch

from facevae import restore
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures import diversity, noise_level


def test_the_error_of_the_noise_level_by_hand(heldout, monkeypatch):
    guesses = torch.tensor([1.1, 0.8, 1.0])
    monkeypatch.setattr(restore, "estimate_sigma", lambda noisy: guesses * 50 / 255)
    found = noise_level.measure(heldout)["50"]
    assert found["error"]["mean"] == pytest.approx(10, abs=1e-3)  # 10, 20 and 0 %
    assert found["error_p90"]["mean"] == pytest.approx(18, abs=1e-3)  # four fifths of the way from 10 to 20
    assert found["error_p90"]["low"] == 0
    assert found["error_p90"]["high"] == pytest.approx(20, abs=1e-3)


def test_sections_measured_on_few_faces_take_the_first(tiny_model, make_faces, monkeypatch):
    for module in (noise_level, diversity):
        monkeypatch.setattr(module, "FEW", 2)
    faces = HeldoutFaces((make_faces(4) * 255).round().to(torch.uint8), None, 0, "")
    assert noise_level.measure(faces)["10"]["error"]["n"] == 2
    assert diversity.measure(tiny_model, faces)["0.2"]["n"] == 2
