"""Scores of many faces, and of two methods on the same ones."""

from __future__ import annotations

import math

from train.evaluation.harness.scores import MAX_PSNR, Tally, compare


def test_pairs_are_compared_face_by_face():
    high, low = Tally(), Tally()
    high.values = {"psnr": [30.0, 20.0, 10.0], "ssim": [0.9, 0.5, math.nan]}
    low.values = {"psnr": [29.0, 18.0], "ssim": [0.8, 0.6]}
    found = compare({"high": high, "low": low}, {"high": ["low", "absent"], "absent": ["low"]})
    assert set(found) == {"high", "low"}
    assert set(found["high"]["above"]) == {"low"}
    above = found["high"]["above"]["low"]
    assert above["psnr"] == {"mean": 1.5, "low": 1.0, "high": 2.0, "median": 1.5, "n": 2}
    assert above["ssim"]["mean"] == 0
    assert "above" not in found["low"]


def test_a_perfect_picture_counts_a_finite_psnr(make_faces):
    tally = Tally()
    tally.add(make_faces(2), make_faces(2))
    assert tally.summary()["psnr"]["mean"] == MAX_PSNR
    assert tally.summary()["ssim"]["mean"] == 1
