"""How well classes and ages are read."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from train.evaluation.harness.bootstrap import share
from train.evaluation.methods.classification import describe, describe_age

NAMES = ("cat", "dog")
NAN = float("nan")

# Three cats, of which one is taken for a dog; a dog; and one unknown.
CHANCES = [[0.9, 0.1], [0.9, 0.1], [0.35, 0.65], [0.15, 0.85], [1.0, 0.0]]
TRUTH = [0, 0, 0, 1, -1]


def one_hot(predicted, classes):
    return np.eye(classes)[predicted]


def test_a_share_by_hand():
    found = share(np.array([True, False, False, False]))
    assert (found["mean"], found["n"]) == (0.25, 4)
    assert 0 <= found["low"] < 0.25 < found["high"] <= 1
    assert "median" not in found


@pytest.mark.parametrize("of", [np.array, torch.tensor])
def test_classes_by_hand(of):
    found = describe(of(CHANCES), of(TRUTH), NAMES)
    assert (found["accuracy"]["mean"], found["accuracy"]["n"]) == (0.75, 4)
    assert found["recall"]["cat"]["mean"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["recall"]["dog"] == {"mean": 1.0, "low": 1.0, "high": 1.0, "n": 1}
    assert found["balanced_accuracy"]["mean"] == pytest.approx((2 / 3 + 1) / 2, abs=1e-4)
    assert found["names"] == ["cat", "dog"]
    assert found["confusion"] == [[2, 1], [0, 1]]
    assert found["confidence"] == pytest.approx((0.9 + 0.9 + 0.65 + 0.85) / 4)
    # Three bins have faces: two right of confidence 0.9, one wrong of 0.65, one right of 0.85.
    assert found["calibration_error"] == pytest.approx((2 * 0.1 + 0.65 + 0.15) / 4)


def test_confidence_that_is_right_as_often_as_it_says_has_no_calibration_error():
    truth = np.array([0] * 7 + [1] * 3)
    assert describe(np.tile([0.7, 0.3], (10, 1)), truth, NAMES)["calibration_error"] == pytest.approx(0, abs=1e-4)


def test_within_a_fifteenth_too_sure_and_too_unsure_cancel_but_not_beyond():
    together = describe([[0.61, 0.39], [0.66, 0.34]], np.array([0, 1]), NAMES)["calibration_error"]
    apart = describe([[0.61, 0.39], [0.69, 0.31]], np.array([0, 1]), NAMES)["calibration_error"]
    assert together == pytest.approx((0.66 - 0.39) / 2)
    assert apart == pytest.approx((0.69 + 0.39) / 2)


def test_a_class_without_faces_is_left_out():
    found = describe(one_hot([0, 0, 2, 1], 3), np.array([0, 0, 1, 1]), ("a", "b", "c"))
    assert set(found["recall"]) == {"a", "b"}
    assert found["balanced_accuracy"]["mean"] == 0.75
    assert found["confusion"] == [[2, 0, 0], [0, 1, 1], [0, 0, 0]]


def test_saying_always_the_common_class_does_not_help_balanced_accuracy():
    found = describe(one_hot([0] * 100, 2), np.array([0] * 99 + [1]), NAMES)
    assert found["accuracy"]["mean"] == 0.99
    assert found["balanced_accuracy"] | {"low": 0, "high": 0} == {"mean": 0.5, "low": 0, "high": 0, "n": 100}
    # More than a third of the resamples lack the one rare face, and then the other class counts alone.
    assert (found["balanced_accuracy"]["low"], found["balanced_accuracy"]["high"]) == (0.5, 1.0)


def test_the_interval_of_balanced_accuracy_is_that_of_independent_recalls():
    truth = np.repeat([0, 1], [800, 200])
    right = np.concatenate([np.arange(800) % 10 < 9, np.arange(200) % 10 < 6])
    found = describe(one_hot(np.where(right, truth, 1 - truth), 2), truth, NAMES)["balanced_accuracy"]
    half = 1.96 * (0.9 * 0.1 / 800 + 0.6 * 0.4 / 200) ** 0.5 / 2
    assert found["mean"] == 0.75
    assert found["low"] == pytest.approx(0.75 - half, abs=0.15 * half)
    assert found["high"] == pytest.approx(0.75 + half, abs=0.15 * half)


def test_one_face_is_its_own_interval():
    found = describe([[0.8, 0.2]], np.array([0]), NAMES)
    assert found["balanced_accuracy"] == found["accuracy"] == {"mean": 1.0, "low": 1.0, "high": 1.0, "n": 1}


def test_what_is_given_is_not_modified_and_the_figures_can_be_written_as_json():
    chances, truth = np.array(CHANCES), np.array(TRUTH)
    found = describe(chances, truth, NAMES)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert (chances.tolist(), truth.tolist()) == (CHANCES, TRUTH)


@pytest.mark.parametrize(
    ("chances", "truth", "sentence"),
    [
        ([[1.0, 0.0, 0.0]], [0], "2 names"),
        ([[1.0, 0.0]], [0, 1], "2 names"),
        ([[1.0, 0.0]], [0.0], "give integers"),
        ([[1.0, 0.0]], [2], "range from 2 to 2"),
        ([[1.0, 0.0]], [-2], "range from -2 to -2"),
        ([[1.0, 0.0]], [-1], "no face whose class is known"),
        ([[0.9, 0.9]], [0], "sum is not 1"),
        ([[1.5, -0.5]], [0], "negative"),
        ([[NAN, 1.0]], [0], "give a distribution"),
    ],
)
def test_classes_that_make_no_sense_are_refused(chances, truth, sentence):
    with pytest.raises(ValueError, match=sentence):
        describe(np.array(chances), np.array(truth), NAMES)


@pytest.mark.parametrize("of", [np.array, torch.tensor])
def test_ages_by_hand(of):
    # Off by 1, 5, 6 and 20 years; one age is unknown.
    found = describe_age(of([2.0, 24.0, 23.0, 60.0, 40.0]), of([1.0, 29.0, 29.0, 80.0, NAN]))
    assert found["absolute_error"] | {"low": 0, "high": 0} == {"mean": 8.0, "low": 0, "high": 0, "median": 5.5, "n": 4}
    assert (found["within_5"]["mean"], found["within_5"]["n"]) == (0.5, 4)
    assert {band: (errors["mean"], errors["n"]) for band, errors in found["bands"].items()} == {
        "0-9": (1.0, 1),
        "20-29": (5.5, 2),
        "60+": (20.0, 1),
    }


@pytest.mark.parametrize(
    ("age", "band"), [(0, "0-9"), (9, "0-9"), (10, "10-19"), (59, "50-59"), (60, "60+"), (116, "60+")]
)
def test_every_age_falls_into_its_band(age, band):
    assert list(describe_age([30.0], [age])["bands"]) == [band]


@pytest.mark.parametrize(
    ("said", "correlation"), [([21.0, 22.0, 23.0], 1.0), ([30.0, 20.0, 10.0], -1.0), ([7.0] * 3, None)]
)
def test_correlation_by_hand(said, correlation):
    assert describe_age(said, [10.0, 20.0, 30.0])["correlation"] == correlation


def test_ages_can_be_written_as_json():
    found = describe_age([30.0, 31.0], [NAN, 30.0])
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    ("said", "truth", "sentence"),
    [
        ([1.0], [1.0, 2.0], "expected"),
        ([[1.0]], [[1.0]], "expected"),
        ([1.0], [NAN], "no face whose age is known"),
        ([NAN], [1.0], "not finite"),
        ([1.0], [-1.0], "negative"),
        ([1.0], [float("inf")], "not finite"),
    ],
)
def test_ages_that_make_no_sense_are_refused(said, truth, sentence):
    with pytest.raises(ValueError, match=sentence):
        describe_age(said, truth)
