"""Figures of the audit on the page: places, words and tables."""

from __future__ import annotations

import copy
import re

import pytest

from facevae.ui.tabs.fair import tables
from facevae.ui.tabs.fair.headlines import ALARM, KINDS, NOT_MEASURED, headlines
from facevae.ui.tabs.fair.interval_chart import HEAD, LEFT, RIGHT, ROW, interval_chart, ticks_between
from facevae.ui.tabs.fair.intervals import Interval, interval, number
from facevae.ui.tabs.fair.people import counts
from train.evaluation.audit import headlines as audit_headlines


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (-1.5, 9.5, [0, 5]),
        (42, 57, [45, 50, 55]),
        (0.3, 0.4, [0.3, 0.32, 0.34, 0.36, 0.38, 0.4]),
    ],
)
def test_ticks_are_round(low, high, ticks):
    assert ticks_between(low, high) == pytest.approx(ticks)


def test_ticks_of_one_value_do_not_fail():
    assert len(ticks_between(0, 0)) >= 2


def test_places_are_to_scale():
    drawn = interval_chart({"a": Interval(5, 0, 10, 40), "b": Interval(2, 1, 4, 12)}, "dB", signed=True)
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)
    assert [(float(x), float(y)) for x, y in circles] == [
        ((LEFT + RIGHT) / 2, HEAD + ROW / 2),
        pytest.approx((LEFT + 0.2 * (RIGHT - LEFT), HEAD + 1.5 * ROW)),
    ]
    assert f'x1="{LEFT}.0" x2="{RIGHT}.0"' in drawn
    assert 'aria-label="Mean and 95 % interval, in dB. a: +5.0 (0.0 to +10.0), 40 faces. b: +2.0' in drawn


def test_a_group_of_fewer_than_30_is_there_in_grey():
    drawn = interval_chart({"a": Interval(1, 0, 2, 30), "b": Interval(2, 1, 3, 29)}, "dB", signed=True)
    assert drawn.count("fair-few") == 1
    assert drawn.index("fair-few") > drawn.index(">a<")
    assert ">b<" in drawn


def test_zero_is_on_the_axis_of_changes_alone():
    rows = {"a": Interval(50, 45, 55, 100)}
    assert "fair-zero" in interval_chart(rows, "%", signed=True)
    assert "fair-zero" not in interval_chart(rows, "%", signed=False)


@pytest.mark.parametrize(("value", "told"), [(1.25, "+1.2"), (-0.04, "0.0"), (-2, "\N{MINUS SIGN}2.0")])
def test_numbers(value, told):
    assert number(value) == told


@pytest.mark.parametrize(
    "found", [None, 3, {}, {"mean": 1, "low": 0, "high": 2}, {"mean": float("nan"), "low": 0, "high": 2, "n": 3}]
)
def test_what_is_no_interval_is_none(found):
    assert interval(found) is None


def test_the_three_questions_are_answered_as_measured(audit):
    page = headlines(audit)
    assert page.count("<svg") == 3
    assert "What 1,105 test faces say" in page
    assert "\N{MINUS SIGN}1.2 (\N{MINUS SIGN}3.8 to +1.2) points." in page
    assert "+3.2 (+0.8 to +5.8) points." in page
    assert "More than chance would bring (p = 0.012, corrected for three questions; 637 faces)." in page
    assert "at most 3.0 either way" in page
    assert "Of 1,000 made-up ones in which no label was treated otherwise 4 % gave an alarm" in page
    assert "with a drift of 10 points 97 % found it" in page


def test_labels_keep_the_order_of_the_data_and_methods_stand_beside(audit):
    identity, drift, _ = re.findall(r"<svg.*?</svg>", headlines(audit), re.DOTALL)
    rows = r'<text x="0"[^>]*>([^<]*)<'
    assert re.findall(rows, identity) == ["White", "Black", "Asian", "Indian", "Others"]
    assert re.findall(rows, drift) == [
        "VAE, faithful",
        "VAE, real",
        "VAE, nine",
        "Linear model",
        "Mean face",
        "Equal blur",
        "Grey bar",
        "JPEG, no hole",
    ]
    assert "\N{MINUS SIGN}0.5" in drift


@pytest.mark.parametrize("broken", [None, 3, {}, {"headlines": 3}, {"headlines": [{"key": "drift"}]}])
def test_without_an_audit_it_says_so(broken):
    assert NOT_MEASURED in headlines(broken)
    assert tables.controls(broken) == ""
    assert "not counted" in counts(broken)


def test_what_was_measured_is_shown_without_the_rest(audit):
    less = copy.deepcopy(audit)
    del less["headlines"][0]["by"], less["controls"]
    page = headlines(less)
    del less["synthetic"]
    assert headlines(less).count("<svg") == page.count("<svg") == 2
    assert "made-up" not in headlines(less)
    assert "JPEG" not in page


def test_test_faces_are_counted(audit):
    page = counts(audit)
    assert '<th scope="row">Black</th><td style="--share: 46%">217</td>' in flat(page)
    assert "29 (few)" in page
    assert page.count("<table") == 2


def flat(page: str) -> str:
    return re.sub(r"\s*\n\s*", "", page)


def test_all_controls_are_there(audit):
    page = tables.controls(audit)
    assert page.count("<caption>") == 4
    assert page.count("<td>637</td>") == 9
    assert '<th scope="row">Others</th><td>43.2 <small>(42.2 to 44.2)</small></td><td>29</td>' in flat(page)
    assert page.count("12.3 <small>(11.3 to 13.3)</small>") == 9
    assert "<td>\N{MINUS SIGN}1.5 <small>(\N{MINUS SIGN}2.5 to \N{MINUS SIGN}0.5)</small></td>" in page


def test_the_experiment_is_shown_where_there_is_one(experiment):
    page = tables.experiment(experiment)
    assert page.count("<caption>") == 3
    assert "80.5 <small>(79.5 to 81.5)</small>" in page
    assert '<th scope="row">Black</th><td>\N{MINUS SIGN}0.4' in flat(page)


@pytest.mark.parametrize("found", [None, 3, {}, {"vae": 3}])
def test_without_an_experiment_nothing_is_said(found):
    assert tables.experiment(found) == ""


def test_an_alarm_on_the_screen_is_one_of_the_audit():
    assert ALARM == audit_headlines.ALARM
    assert {headline.key for headline in audit_headlines.HEADLINES} == set(KINDS)
