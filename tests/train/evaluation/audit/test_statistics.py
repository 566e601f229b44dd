from __future__ import annotations

import numpy as np
import pytest

from train.evaluation.audit.statistics import Bootstrap, Shuffles, benjamini_hochberg, holm, log_odds, regression


def test_the_p_of_three_tests_are_raised_as_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])


def test_faces_of_one_photograph_are_drawn_together_and_all_draws_are_as_large():
    weights = Bootstrap(np.array([7, 3, 7, 9]), resamples=50).weights
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, [0, 1, 3]].sum(1) == 3).all()


def test_a_mean_has_the_textbook_interval_and_leaves_out_what_is_unknown():
    values = np.concatenate([np.random.default_rng(1).normal(2, 1, 400), [np.nan]])
    found = Bootstrap(np.arange(401)).mean(values)
    half = 1.96 * np.nanstd(values) / 20
    assert found.n == 400
    assert found.mean == pytest.approx(np.nanmean(values), abs=1e-5)
    assert (found.low, found.high) == pytest.approx((found.mean - half, found.mean + half), abs=0.03)
    assert found.p == 1 / 2000
    assert found.within(2.5)
    assert not found.within(2.0)


def test_copies_of_a_photograph_do_not_make_a_figure_surer():
    values = np.random.default_rng(2).normal(size=100)
    alone = Bootstrap(np.arange(100)).mean(values)
    copied = Bootstrap(np.tile(np.arange(100), 4)).mean(np.tile(values, 4))
    assert (copied.low, copied.high) == pytest.approx((alone.low, alone.high), abs=1e-5)


def test_a_difference_is_that_of_the_means():
    values, first = np.array([1.0, 3.0, 10.0, 20.0]), np.array([True, True, False, False])
    found = Bootstrap(np.arange(4)).difference(values, first, ~first)
    assert (found.mean, found.n) == (pytest.approx(-13), 4)


def test_groups_that_differ_by_chance_alone_are_within_the_band_and_others_are_not():
    rng = np.random.default_rng(3)
    labels, shuffles = rng.integers(0, 5, 500), Shuffles(np.arange(500), 400)
    noise = rng.normal(size=500)
    by_chance = shuffles.spread(noise, labels)
    assert by_chance.p > 0.05
    assert by_chance.between < by_chance.found < by_chance.band
    planted = shuffles.spread(noise + np.array([-1.0, -0.5, 0, 0.5, 1.0])[labels], labels)
    assert planted.p == pytest.approx(1 / 401)
    assert planted.between == pytest.approx(np.std([-1, -0.5, 0, 0.5, 1], ddof=1), abs=0.15)


def test_groups_without_two_faces_have_no_part_in_a_spread():
    values, labels = np.array([0.0, 2.0, 4.0, 6.0, 99.0, 5.0]), np.array([0, 0, 1, 1, 2, -1])
    found = Shuffles(np.arange(6), 20).spread(values, labels)
    assert (found.found, found.n) == (pytest.approx(np.std([1, 5], ddof=1)), 4)


def test_a_regression_tells_two_causes_apart_that_go_together():
    rng = np.random.default_rng(4)
    light = rng.normal(size=600)
    label = (light + rng.normal(size=600) > 0).astype(float)
    found = regression(3 * light + rng.normal(size=600), {"label": label, "light": light}, Bootstrap(np.arange(600)))
    assert found["light"].mean == pytest.approx(3, abs=0.15)
    assert found["label"].low < 0 < found["label"].high


def test_the_log_odds_of_even_chances_of_three_to_one_and_of_certainty():
    assert log_odds(np.array([0.5, 0.75, 1.0]), 0.01) == pytest.approx([0, np.log(3), np.log(99)])
