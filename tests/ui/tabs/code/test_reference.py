"""The histogram of the test faces, and where another picture stands on it."""

from __future__ import annotations

import re

import pytest

from facevae.ui.tabs.inside.histogram import Mark, ReferenceSample

SECTION = {
    "histogram": {"edges": [5.0, 6.0, 7.0], "counts": [30, 10]},
    "percentiles": [5 + step / 50 for step in range(101)],
    "alone": {"cat": 9.0, "grey": 4.0},
}


@pytest.fixture
def reference() -> ReferenceSample:
    return ReferenceSample.read(SECTION)


def flags(svg: str) -> list[tuple[float, int]]:
    """Place and height of each letter."""
    return [(float(x), int(y)) for x, y in re.findall(r'<circle cx="([\d.]+)%" cy="(\d+)"', svg)]


def test_what_was_measured_is_read(reference):
    assert (reference.edges, reference.counts) == ((5, 6, 7), (30, 10))
    assert reference.alone == {"cat": 9, "grey": 4}
    assert reference.faces == 40


@pytest.mark.parametrize(
    "section",
    [
        None,
        {},
        [],
        "histogram",
        {**SECTION, "histogram": [1, 2]},
        {**SECTION, "histogram": {"edges": [5, 6], "counts": [1, 2]}},
        {**SECTION, "histogram": {"edges": [5], "counts": []}},
        {**SECTION, "histogram": {"edges": [5, 5], "counts": [1]}},
        {**SECTION, "percentiles": [1, 2, 3]},
        {**SECTION, "percentiles": [float("nan")] * 101},
        {**SECTION, "percentiles": ["x"] * 101},
        {**SECTION, "alone": [1]},
        {key: value for key, value in SECTION.items() if key != "alone"},
    ],
)
def test_anything_else_is_no_crowd(section):
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


def test_bars_are_as_high_as_their_counts_and_side_by_side(reference):
    bars = re.findall(r'<rect x="([\d.]+)%" width="([\d.]+)%" y="[\d.]+" height="([\d.]+)"', reference.draw([]))
    (x, width, high), (next_x, _, low) = [tuple(map(float, bar)) for bar in bars]
    assert high == pytest.approx(3 * low, rel=0.01)
    assert x + width == pytest.approx(next_x, abs=0.02)


def test_marks_stand_at_their_bits_within_the_axis(reference):
    places = [
        place for place, _ in flags(reference.draw([Mark("A", 4.0), Mark("B", 6.5), Mark("C", 9.0), Mark("D", 99.0)]))
    ]
    assert places == sorted(places)
    assert places[1] == pytest.approx(50, abs=0.1)
    assert 0 < places[0] < 10
    assert 90 < places[2] <= places[3] < 100


def test_letters_do_not_touch_and_stay_where_they_are(reference):
    marks = [Mark(letter, bits) for letter, bits in zip("ABCD", (6.0, 6.05, 6.1, 8.0), strict=True)]
    found = flags(reference.draw(marks))
    assert len({height for _, height in found[:3]}) == 3
    assert found[3][1] == found[0][1]
    assert flags(reference.draw(marks[:2])) == found[:2]


def test_who_cannot_see_it_is_told(reference):
    svg = reference.draw([Mark("A", 6.54)])
    assert 'role="img"' in svg
    assert "40 test faces: half of them need fewer than 6.0 bits. A: 6.5 bits." in svg


def test_the_axis_has_a_few_round_numbers(reference):
    ticks = re.findall(r">(\d+\.?\d*)</text>", reference.draw([]))
    assert ticks == ["4", "5", "6", "7", "8", "9"]
