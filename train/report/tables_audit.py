"""Tables of the audit as a whole: what restoring does to faces, what anything else does, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from train.evaluation.audit.drawing import USES
from train.evaluation.audit.headlines import ALARM
from train.evaluation.audit.people import MAJORITY
from train.report.markdown import counted, number, percent, signed_with_interval, table, with_interval

Figures = Mapping[str, Any]


class Measure(NamedTuple):
    """How a figure is told.

    Attributes:
        label: over its column.
        decimals: shown.
        change: whether it has a sign.
    """

    label: str
    decimals: int
    change: bool = False


MEASURES = {
    "psnr": Measure("PSNR in dB", 1),
    "identity": Measure("Person kept, %", 1),
    "changed": Measure("Label read anew, %", 1),
    "to_majority": Measure(f"To {MAJORITY}, %", 1),
    "from_majority": Measure(f"From {MAJORITY}, %", 1),
    "drift": Measure(f"Drift to {MAJORITY}, points", 1, change=True),
    "lightness": Measure("Lighter by, L*", 2, change=True),
    "delta_e": Measure("Colour of skin off, CIEDE2000", 2),
    "years": Measure("Read older by, years", 1, change=True),
    "log_odds": Measure(f"Odds of {MAJORITY}, nats", 2, change=True),
}
"""Figures that are shown, of all that the audit has."""

_CONTROLLED = ("psnr", "identity", "changed", "to_majority", "from_majority", "drift", "lightness", "delta_e")

_METHODS = {
    "faithful": "VAE, faithful",
    "real": "VAE, real",
    "nine": "VAE, each of nine",
    "eigenfaces": "Eigenfaces (best linear)",
    "blur": "Blur of the same PSNR",
}
"""Method -> in words, where its name says too little."""

_SURE = 0.001
"""p below which none is told apart."""

_PAIRS = {
    "kept": "the reading of the label stays, %",
    "to_majority": f"read otherwise before, now as {MAJORITY}, %",
}
"""What one answer and nine are compared in -> in words."""


def render(figures: Figures) -> Iterator[str]:
    """Lay out the audit as a whole.

    Args:
        figures: the section of that name; empty where there was none.
    Yields:
        Tables, each with a paragraph; nothing where there was no audit.
    """
    if not figures:
        return
    yield from _headlines(figures["headlines"])
    yield _trust(figures)
    yield from (_controls(use, methods) for use, methods in figures["controls"].items())
    yield _measures()
    yield from _one_or_nine(figures["one_or_nine"])


def beside(
    headlines: list[dict[str, Any]], part: str, show: Callable[[str, Figures], str]
) -> tuple[list[str], list[list[str]]]:
    """Put one part of all headline figures side by side.

    Args:
        headlines: as results.json has them.
        part: "by" or "methods": name -> figures.
        show: writes those, given the key of the headline.
    Returns:
        The headings of the columns after the first one, and the rows; a cell is empty where a headline lacks the name.
    """
    names = dict.fromkeys(name for own in headlines for name in own[part])
    rows = [
        [name, *(show(own["key"], own[part][name]) if name in own[part] else "" for own in headlines)] for name in names
    ]
    return [f"{own['key'].capitalize()}, {own['unit']}" for own in headlines], rows


def cell(name: str, figures: Figures) -> str:
    """Write a figure with its interval, and with its sign if it is a change."""
    return change(name, figures) if MEASURES[name].change else with_interval(figures, MEASURES[name].decimals)


def change(name: str, figures: Figures) -> str:
    """Write a difference in a figure, with its sign and interval."""
    return signed_with_interval(figures, MEASURES[name].decimals)


def chance(p: float) -> str:
    """Write a p-value: 0.043, or that it is smaller than is told apart."""
    return f"< {_SURE:g}" if p < _SURE else f"{p:.3f}"


def _headlines(headlines: list[dict[str, Any]]) -> Iterator[str]:
    rows = [
        [
            own["question"],
            f"{change(own['key'], {**own, 'mean': own['estimate']})} {own['unit']}",
            f"{own['n']:,}",
            chance(own["p"]),
            chance(own["p_adjusted"]),
        ]
        for own in headlines
    ]
    yield table(["Asked before looking", "Answer (95 % interval)", "Faces", "p", "p, adjusted"], rows)
    yield (
        f"These {len(rows)} were fixed before anything was measured; all else is exploratory. Intervals are of a "
        f"bootstrap over near-copy groups; p is adjusted for there being {len(rows)} (Holm 1979), and where that is "
        f"below {ALARM:g} the audit says that there is something."
    )
    head, rows = beside(headlines, "methods", change)
    yield table(["The same, had it been ...", *head], [[_method(name), *cells] for name, *cells in rows])
    yield (
        "What else could have stood in the hole, against the same faces. Under drift it is the drift from the "
        "untouched face, so that the blur, which costs as much PSNR face by face, stands among the others."
    )


def _trust(figures: Figures) -> str:
    made_up, corrected = figures["synthetic"], figures["corrected"]
    return (
        f"How often such an audit is wrong: of {made_up['runs']:,} made-up ones without a difference, "
        f"{percent(made_up['false_alarms'])} say in any of these questions that there is something; of as many with a "
        f"drift of {made_up['planted']:g} points planted, {percent(made_up['found'])} find it. Corrected by the "
        f"reader's errors on untouched faces (Rogan and Gladen 1978), which need not be its errors on restored ones, "
        f"the drift of filled eyes is {change('drift', corrected)} points."
    )


def _controls(use: str, methods: Mapping[str, Figures]) -> str:
    rows = [
        [_method(method), *(cell(name, own[name]) for name in _CONTROLLED), counted(own["psnr"]["n"])]
        for method, own in methods.items()
    ]
    return table([_use(use), *(MEASURES[name].label for name in _CONTROLLED), "Faces"], rows)


def _measures() -> str:
    return (
        "Of the person 100 % is the very photo, 0 % as far from it as a stranger with the same label, in dlib's face "
        "descriptor. Labels are read by `second_reader`, which no loss saw. "
        f"To {MAJORITY}: of the faces read otherwise before, those now read so; from {MAJORITY}: the reverse. "
        f"Drift: of the faces labelled otherwise in UTKFace, those only now read as {MAJORITY} less those only before. "
        "Colour is that of the skin. "
        "results.json has more figures, and the first reader's."
    )


def _one_or_nine(figures: Figures) -> Iterator[str]:
    rows = []
    for use, own in figures.items():
        rows += [[f"{_use(use)}: {words}", *_pair(own[key])] for key, words in _PAIRS.items()]
        rows += [
            [f"{_use(use)}: it stays, labelled {label}", *_pair(of_label)] for label, of_label in own["kept_by"].items()
        ]
    yield table(["One answer or nine?", "The most plausible", "Each of nine", "Nine less one", "Faces"], rows)
    distances = "; ".join(
        f"{_use(use).lower()}, {number(own['distance']['one'])} points after one answer and "
        f"{number(own['distance']['nine'])} after nine"
        for use, own in figures.items()
    )
    yield (
        "Answers that are the most plausible can favour the frequent where drawn ones keep the shares (Jalal et al. "
        f"2021). The shares of readings are off from those of the untouched faces by: {distances}."
    )


def _pair(figures: Figures) -> list[str]:
    one, nine, difference = (figures[name] for name in ("one", "nine", "difference"))
    return [cell("changed", one), cell("changed", nine), change("changed", difference), counted(difference["n"])]


def _method(name: str) -> str:
    return _METHODS.get(name, name[:1].upper() + name[1:])


def _use(name: str) -> str:
    return USES[name].label
