"""Table of what the ends of the named sliders do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facevae.latent import MEASUREMENTS
from facevae.latent.reach import ends_of
from train.evaluation.measures.entanglement import WAYS
from train.evaluation.measures.slider_ends import ENDS, SECOND
from train.report.markdown import table

_WAYS = dict(zip(WAYS, ("as found", "one thing at a time"), strict=True))

_COLUMNS = {
    "age": "Age (years)",
    SECOND[0]: "Age, second reader",
    "gender": "Labelled female (points)",
    SECOND[1]: "The same, second reader",
    "skin": "Skin (levels)",
    "picture": "A pixel (levels)",
}


def render(figures: dict[str, Any]) -> Iterator[str]:
    """Lay out the change at both ends.

    Args:
        figures: the section on the ends of sliders.
    Yields:
        A table whose cells have both ends, and a paragraph.
    """
    names = list(figures[WAYS[0]])
    rows = [
        [f"{MEASUREMENTS[name].label}, {words}", _steps(name), *_cells(figures[way][name], name)]
        for name in names
        for way, words in _WAYS.items()
    ]
    yield table(["Slider at its low / high end", "Steps", "Its own trait", *_COLUMNS.values()], rows)
    counts = figures[WAYS[0]][names[0]]["low"]["age"]["n"]
    yield (
        f"Change of {counts} decoded faces, the mean, when one slider goes from 0 to its end on the screen. Age and "
        "gender are read by the attributes network, with whose gradient these two sliders were found, and by a second "
        "network that saw neither the labels nor the faces here (HSE-FaceRes). Its own trait is in its own unit."
    )


def _steps(name: str) -> str:
    return "{:g} / {:+g}".format(*ends_of(name))


def _cells(ends: dict[str, Any], name: str) -> list[str]:
    return [" / ".join(f"{ends[end][key]['mean']:+.1f}" for end in ENDS) for key in (name, *_COLUMNS)]
