"""Measuring how much of a face a code keeps."""

from __future__ import annotations

import math

import pytest

from train.evaluation.measures import reconstruction


def test_reconstruction_by_hand(tiny_model, flat):
    found = reconstruction.measure(tiny_model, flat(0, 0.5))
    assert found["mean-face"]["psnr"]["mean"] == pytest.approx(-10 * math.log10(0.5**2), abs=1e-4)
    assert found["mean-face"]["psnr"]["low"] == found["mean-face"]["psnr"]["high"]
