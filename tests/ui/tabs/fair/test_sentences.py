"""What became of a label, in words, and how often the network agrees with the labels."""

from __future__ import annotations

import pytest

from facevae.models.attributes import ETHNICITIES
from facevae.reading import LabelReading, Readings
from facevae.ui.tabs.fair.reader_error import read_error
from facevae.ui.tabs.fair.sentences import step, verdict

GENDER = LabelReading(("male", "female"), (0.5, 0.5), (1, 0))

RECOGNITION = {
    "gender": {"recall": {"male": {"mean": 0.934}}},
    "ethnicity": {"recall": {"Others": {"mean": 0.2128}}, "accuracy": {"mean": 0.8489, "n": 1105}},
    "age": {"absolute_error": {"mean": 4.6696}},
}


def read(*shares: float, counts: tuple[int, ...] | None = None) -> Readings:
    found = (*shares, *[0.0] * (5 - len(shares)))
    one = tuple(int(share == max(found)) for share in found)
    return Readings(GENDER, LabelReading(ETHNICITIES, found, counts or one), 30.0)


def test_a_label_that_stays():
    said = verdict(read(0.1, 0.9), read(0.6, 0.4), read(0.25, 0.75))
    assert said == (
        "Read as Black (90 %) before, as White (60 %) with only a bar there, and still as Black (75 %) when filled. "
        "Log-odds of Black: +2.2 → +1.1."
    )


def test_a_label_that_goes_and_was_close_to_even():
    said = verdict(read(0.1, 0.9), read(0.1, 0.9), read(0.51, 0.49))
    assert "and as White (51 %) when filled" in said
    assert "Log-odds of Black: +2.2 → \N{MINUS SIGN}0.0." in said
    assert said.endswith("close to even: little is needed to turn it over.")


def test_a_label_of_gender_that_turns_is_told():
    other = Readings(LabelReading(("male", "female"), (0.2, 0.8), (0, 1)), read(1.0).ethnicity, 30.0)
    assert "gender" not in verdict(read(1.0), read(1.0), read(1.0))
    told = "The label of gender turns: male (50 %), female (80 %) with the bar, male (50 %) when filled."
    assert verdict(read(1.0), other, read(1.0)).endswith(told)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((2, 7, 0, 0, 0), "of the 9 fillings are read 7 as Black, 2 as White."),
        ((0, 9, 0, 0, 0), "all are read as Black."),
    ],
)
def test_nine_are_counted(counts, told):
    assert told in verdict(read(0.1, 0.9), read(0.1, 0.9), read(0.3, 0.7, counts=counts))


def test_nobody_is_said_to_be_anything():
    assert " is " not in verdict(read(0.1, 0.9), read(0.1, 0.9), read(0.3, 0.7, counts=(2, 7, 0, 0, 0)))


@pytest.mark.parametrize(
    ("key", "style", "told"),
    [("bar", "faithful", "1 of 3"), ("reading", "faithful", "3 of 3"), ("details", "real", "3 of 4")],
)
def test_steps_are_counted(key, style, told):
    assert told in step(key, style)


def test_the_networks_own_error_is_that_of_the_results():
    error = read_error(RECOGNITION)
    assert error.of_label("male") == "93\N{NO-BREAK SPACE}%"
    assert error.of_label("female") == ""
    assert error.of_age() == "\N{PLUS-MINUS SIGN}4.7"
    assert "1,105 test faces 85 % are read as labelled" in error.told()
    assert "2 in 10" in error.told()


@pytest.mark.parametrize("found", [None, 3, {}, {"gender": {}}, {**RECOGNITION, "age": None}])
def test_where_it_was_not_measured_there_is_none(found):
    assert read_error(found) is None
