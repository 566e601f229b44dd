import math
import re
import xml.etree.ElementTree as ElementTree

import pytest

from facevae.plots import curves as figures

SVG = "{http://www.w3.org/2000/svg}"
BLUE, ORANGE = "var(--blue)", "var(--orange)"


def draw(first=(0.0, 10.0), second=(10.0, 0.0), **options) -> figures.Plot:
    lines = [figures.Line("First", BLUE, first), figures.Line("Second", ORANGE, second)]
    return figures.curves("Title", (0, 100), lines, x_label="x", alt='a < b & "c"', **options)


def circles(svg: str) -> list[tuple[float, float, str]]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}circle")
    return [(float(c.get("cx")), float(c.get("cy")), c.get("style")) for c in found]


def test_the_figure_is_svg_that_scales_and_says_what_it_shows():
    root = ElementTree.fromstring(draw().marked(50, (5, 5)))
    assert root.get("aria-label") == 'a < b & "c"'
    assert root.get("viewBox") is not None
    assert root.get("width") is None


def test_curves_and_dots_take_the_colours_of_the_page():
    svg = draw().marked(50, (5, 5))
    assert f"stroke: {BLUE}" in svg
    assert f"stroke: {ORANGE}" in svg
    assert "currentColor" in svg
    assert "#0a0b0c" not in svg
    assert [style for _, _, style in circles(svg)] == [f"fill: {BLUE}", f"fill: {ORANGE}"]


def test_the_mark_in_the_middle_is_halfway_between_the_marks_at_the_ends():
    plot = draw()
    left, middle, right = (circles(plot.marked(now, (5, 5)))[0] for now in (0, 50, 100))
    assert middle[0] == pytest.approx((left[0] + right[0]) / 2, abs=0.1)
    assert left[0] < right[0]
    assert left[1] == middle[1] == right[1]


def test_a_dot_lies_on_the_end_of_its_curve():
    plot = draw()
    x, y, _ = circles(plot.marked(100, (10, 0)))[0]
    path = next(
        p.get("d") for p in ElementTree.fromstring(plot.svg).iter(f"{SVG}path") if BLUE in (p.get("style") or "")
    )
    end = [float(number) for number in path.split()[-2:]]
    assert (x, y) == pytest.approx(end, abs=0.1)


def test_values_above_the_top_are_drawn_at_it():
    plot = draw(first=(math.inf, 10.0), second=(20.0, 0.0), top=15)
    assert plot.y_range[1] == pytest.approx(15, abs=1)
    high, highest = (circles(plot.marked(0, (value, 0)))[0] for value in (99, math.inf))
    assert high == highest


def test_lines_of_one_colour_are_told_apart_by_dashes():
    lines = [figures.Line("One", BLUE, (0, 1)), figures.Line("Two", BLUE, (1, 0), dashed=True)]
    svg = figures.curves("Title", (0, 100), lines, x_label="x", alt="").svg
    styles = [path.get("style") or "" for path in ElementTree.fromstring(svg).iter(f"{SVG}path")]
    drawn = [style for style in styles if BLUE in style]
    assert sum("dasharray" in style for style in drawn) == sum("dasharray" not in style for style in drawn) > 0


def test_each_line_is_named_at_its_right_end_in_its_colour():
    root = ElementTree.fromstring(draw((0.0, 10.0), (10.0, 0.0)).svg)
    names = {text.text: text for text in root.iter(f"{SVG}text") if text.text in ("First", "Second")}
    assert BLUE in names["First"].get("style")
    assert ORANGE in names["Second"].get("style")
    high, low = (at(names[name].get("transform")) for name in ("First", "Second"))
    x, y, _ = circles(draw((0.0, 10.0), (10.0, 0.0)).marked(100, (10, 0)))[0]
    assert high[0] == low[0] > x
    assert high[1] < low[1]
    assert high[1] == pytest.approx(y, abs=6)


def at(transform: str) -> tuple[float, float]:
    """Where a text stands."""
    x, y = re.findall(r"[\d.]+", transform)[-2:]
    return float(x), float(y)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([0.2, 0.8], [0.2, 0.8]),
        ([0.5, 0.45], [0.55, 0.45]),
        ([0.5, 0.5, 0.5], [0.5, 0.6, 0.7]),
        ([1.0, 1.0], [0.9, 1.0]),
        ([-0.5, 0.0], [0.0, 0.1]),
    ],
)
def test_names_that_would_touch_are_moved_apart(places, expected):
    assert figures.spread(places, 0.1) == pytest.approx(expected)


def test_a_line_without_a_value_gets_no_dot():
    assert len(circles(draw().marked(50, (5,)))) == 1


def test_a_crossing_is_written_down():
    assert ">37<" in draw(crossings=[37.2]).svg
    assert ">37<" not in draw().svg
