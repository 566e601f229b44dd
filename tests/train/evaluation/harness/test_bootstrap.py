"""Means and their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from train.evaluation.harness.bootstrap import interval, summarise, summarise_median


@pytest.fixture
def values():
    return np.random.default_rng(0).normal(20, 2, 400)


def test_equal_values_have_an_interval_without_width():
    assert interval([3.0] * 10) == (3.0, 3.0)


def test_one_value_is_its_own_interval():
    assert interval([3.0]) == (3.0, 3.0)


def test_the_interval_of_many_is_that_of_the_normal_distribution(values):
    low, high = interval(values)
    half = 1.96 * values.std() / len(values) ** 0.5
    assert low == pytest.approx(values.mean() - half, abs=0.1 * half)
    assert high == pytest.approx(values.mean() + half, abs=0.1 * half)


def test_the_same_values_have_the_same_interval(values):
    assert interval(values) == interval(values)


def test_a_summary_by_hand():
    found = summarise([1.0, 2.0, 6.0])
    assert (found["mean"], found["median"], found["n"]) == (3.0, 2.0, 3)
    assert 1 <= found["low"] < 3 < found["high"] <= 6


def test_faces_without_a_value_are_not_counted():
    assert summarise([1.0, float("nan"), 3.0]) | {"low": 0, "high": 0} == {
        "mean": 2.0,
        "low": 0,
        "high": 0,
        "median": 2.0,
        "n": 2,
    }


@pytest.mark.parametrize("values", [[], [float("nan")], [1.0, float("inf")]])
def test_what_has_no_mean_is_refused(values):
    with pytest.raises(ValueError, match="value"):
        summarise(values)


def test_a_median_by_hand():
    found = summarise_median([1.0, 2.0, 9.0])
    assert (found["median"], found["n"]) == (2.0, 3)
    assert 1 <= found["low"] <= 2 <= found["high"] <= 9


def test_a_ratio_of_medians_by_hand():
    found = summarise_median(np.array([1.0, 3.0, 9.0]), np.array([2.0, 2.0, 2.0]))
    assert (found["median"], found["low"], found["high"]) == (1.5, 0.5, 4.5)


def test_the_interval_of_a_median_is_wider_than_that_of_the_mean_of_normal_values(values):
    # Its variance is pi / 2 times as large.
    mean, median = summarise(values), summarise_median(values)
    widths = [figures["high"] - figures["low"] for figures in (mean, median)]
    assert widths[1] / widths[0] == pytest.approx((np.pi / 2) ** 0.5, rel=0.2)
