"""Figures in words."""

from __future__ import annotations

import pytest

from train.report import markdown


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (0.00012, "0.0001"),
        (0.0456, "0.0456"),
        (0.5, "0.500"),
        (5.584, "5.58"),
        (-12.34, "-12.3"),
        (833.6, "834"),
        (12345.6, "12,346"),
    ],
)
def test_a_figure_has_three_digits_and_never_more_decimals_than_are_stored(value, written):
    assert markdown.number(value) == written


def test_an_interval_is_written_as_finely_as_its_mean(figure):
    assert markdown.with_interval(figure(5.5, 4.5)) == "5.50 (1.00 to 10.00)"
    assert markdown.with_interval(figure(1203.0, 11.0)) == "1,203 (1,192 to 1,214)"


def test_a_change_has_its_sign_and_as_many_decimals_as_are_asked_for(figure):
    assert markdown.signed_with_interval(figure(0.0512, 0.1), 2) == "+0.05 (-0.05 to +0.15)"
    assert markdown.with_interval(figure(0.0512, 0.1), 1) == "0.1 (-0.0 to 0.2)"


def test_fewer_than_thirty_faces_are_few():
    assert (markdown.counted(29), markdown.counted(30), markdown.counted(1105)) == ("29 (few)", "30", "1,105")


def test_shares_are_per_cent(figure):
    assert markdown.share_with_interval(figure(0.931, 0.015)) == "93.1 % (91.6 to 94.6)"
    assert markdown.percent(1.0) == "100.0 %"


def test_the_first_column_is_on_the_left():
    assert markdown.table(["a", "b", "c"], [["d", "e", "f"]]) == "| a | b | c |\n| --- | ---: | ---: |\n| d | e | f |"
