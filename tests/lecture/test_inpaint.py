"""One of nine answers, or their mean."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from facevae import restore
from facevae.lecture.questions import inpaint
from facevae.restore import Restoration


def decibels(picture, face):
    """PSNR within the left half."""
    error = (picture - face)[..., : face.shape[-1] // 2].double().numpy()
    return -10 * np.log10((error**2).mean())


@pytest.mark.parametrize("index", range(5))
def test_nine_and_their_mean_are_compared_within_the_hole(tiny_model, make_faces, index):
    face = make_faces(5)[index : index + 1]
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., :16] = 1
    nine = restore.complete(tiny_model, face, mask, 9, torch.Generator().manual_seed(inpaint.SEED))
    mean = (nine.faces * nine.weights[..., None, None, None]).sum(1)
    typical = np.median([decibels(one[None], face) for one in nine.faces[0]])
    found = inpaint.one_or_the_mean(tiny_model, face)
    gain = decibels(mean, face) - typical
    assert found.margin == pytest.approx(abs(gain), abs=1e-3)
    assert found.answer == inpaint.CHOICES[2 if abs(gain) < 0.2 else 1 if gain > 0 else 0]
    assert found == inpaint.one_or_the_mean(tiny_model, face)


@pytest.mark.parametrize(
    ("errors", "answer", "margin"),
    [
        # Opposite errors leave nothing of 8 of the nine: the mean errs by a ninth as much, 20 log10(9) = 19.08 dB.
        ([0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1], "the mean of nine", 19.085),
        # A typical one errs by 0.01, the mean by (5 * 0.01 + 4 * 0.2) / 9.
        ([0.01] * 5 + [0.2] * 4, "a typical answer", 19.506),
        ([0.1] * 9, "equal", 0.0),
    ],
)
def test_the_nearer_one_is_told_by_hand(tiny_model, monkeypatch, errors, answer, margin):
    face = torch.full((1, 3, 32, 32), 0.5)
    nine = torch.stack([face[0] + error for error in errors])[None]
    monkeypatch.setattr(restore, "complete", lambda *_: Restoration(nine, torch.full((1, 9), 1 / 9)))
    found = inpaint.one_or_the_mean(tiny_model, face)
    assert (found.answer, found.margin) == (answer, pytest.approx(margin, abs=0.01))
