"""Where a picture stands among the test faces, in words."""

from __future__ import annotations

import pytest

from facevae.ui.tabs.code.reference import ReferenceSample

SECTION = {"histogram": {"counts": [30, 10]}, "percentiles": [5 + step / 50 for step in range(101)]}


@pytest.fixture
def reference() -> ReferenceSample:
    return ReferenceSample.read(SECTION)


def test_what_was_measured_is_read(reference):
    assert reference.faces == 40
    assert reference.percentiles[50] == 6


@pytest.mark.parametrize(
    "section",
    [
        None,
        {},
        [],
        "histogram",
        {**SECTION, "histogram": [1, 2]},
        {**SECTION, "histogram": {"counts": []}},
        {**SECTION, "histogram": {"counts": ["x"]}},
        {**SECTION, "percentiles": [1, 2, 3]},
        {**SECTION, "percentiles": [float("nan")] * 101},
        {**SECTION, "percentiles": ["x"] * 101},
    ],
)
def test_anything_else_is_none(section):
    assert ReferenceSample.read(section) is None


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (4.9, "likelier than every one of the 40 test faces"),
        (5.004, "of 100 test faces, 1 is likelier and 99 less likely"),
        (5.5, "of 100 test faces, 25 are likelier and 75 less likely"),
        (6.0, "of 100 test faces, 50 are likelier and 50 less likely"),
        (6.86, "of 100 test faces, 93 are likelier and 7 less likely"),
        (6.996, "of 100 test faces, 99 are likelier and 1 less likely"),
        (7.0, "less likely than every one of the 40 test faces"),
    ],
)
def test_the_verdict_counts_test_faces(reference, bits, words):
    assert reference.verdict(bits) == words
