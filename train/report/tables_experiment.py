"""Tables of the suite "experiment": does it matter who is in the training data?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from facevae.models.attributes import ETHNICITIES
from train.evaluation.harness.results import Entry
from train.report.markdown import listed, measured_on, percent, share_with_interval, table

Figures = dict[str, Any]

_MODELS = {"vae": "networks", "linear": "linear models"}
"""Kind of model -> in words."""

_HOLES = {"eyes": "filled eyes", "half": "filled half"}

_DECIBELS = {"copy": "Copied", "eyes": "Eyes filled", "half": "Half filled"}

_EQUAL, _AS_FOUND = "equal", "as found"

_EVERYBODY = "all"


def render(found: dict[str, Entry]) -> Iterator[str]:
    """Lay out the experiment.

    Args:
        found: name -> entry; none where it was not made.
    Yields:
        Paragraphs and tables, what was found first.
    """
    for entry in found.values():
        yield "### Does it matter who is in the training data?"
        yield _design(entry["about"])
        yield f"**What was found.** {' '.join(_findings(entry))}"
        yield _arms(entry)
        yield _HOW_FAR
        yield _absent(entry)
        yield _WHAT_ABSENT_SAYS
        yield _balanced(entry)
        yield _readings(entry)
        yield _caution(entry)


_HOW_FAR = (
    "Everybody's PSNR in dB over the whole face (copied) or inside the hole, and in brackets how far the five labels "
    "are apart: the standard deviation between them, less what so few faces make of it by chance (Lum, Zhang and Bower "
    "2022). PSNR also depends on light and contrast, so that compared down a column it says more than across labels."
)

_WHAT_ABSENT_SAYS = (
    "How a PSNR in dB changes when a label is left out, against the arm with all labels alike, on the same faces: on "
    "the faces with that label, on all others, and the difference of the two. In brackets: 95 % intervals by a "
    "bootstrap over photographs. Bold: the interval leaves 0 out, and all seeds are on the same side of it."
)


def clear(row: Figures) -> bool:
    """Whether a difference is beyond doubt: its interval leaves 0 out, and several seeds are all on the same side."""
    low, high, seeds = row["difference"]["low"], row["difference"]["high"], row["seeds"]
    return len(seeds) > 1 and bool((low > 0 and min(seeds) > 0) or (high < 0 and max(seeds) < 0))


def _design(about: Figures) -> str:
    arms, recipe, judge = about["arms"], about["recipe"], about["judge"]
    return (
        f"{len(arms) * about['seeds']} small VAEs that differ in nothing but whose faces they learned from: "
        f"{sum(arms[_EQUAL].values()):,} photographs each, none of them twice, as they are found in UTKFace, with "
        f"every label equally often, or with one label left out and the others as even as the photographs allow; "
        f"{about['seeds']} seeds each, which decide the faces drawn, the weights at the start and the order; "
        f"{recipe['epochs']} passes. In {percent(recipe['objective']['hide'])} of the faces the encoder saw only a "
        f"part while the whole was asked for (Im et al. 2017), so that the networks fill holes. Beside each stands the "
        f"best linear model of the same faces (probabilistic PCA, {about['components']} components, in closed form): "
        f"it says what the data alone does. {measured_on(about)} Labels are those of UTKFace, a program's guess "
        f'checked by people; "Others" is no group of people. Read as: by the network `{judge["name"]}`, which agrees '
        f"with the labels in {percent(judge['agrees'])} of the untouched faces."
    )


def _findings(entry: Entry) -> Iterator[str]:
    rows = {
        f"{what} of the {whose}": entry[model][hole]["absent"][_EVERYBODY]
        for hole, what in _HOLES.items()
        for model, whose in _MODELS.items()
    }
    said = "; ".join(f"{_interval(row['difference'])} dB in {where}" for where, row in rows.items())
    yield (
        f"{_verdict(rows)} By so much more leaving a label out changes the PSNR of the faces with that label than that "
        f"of the others, averaged over the five: {said}."
    )
    for hole, what in _HOLES.items():
        yield f"With every label equally often instead of as found, {what} change so: {_evened_out(entry, hole)}."
        yield from _read_as_majority(entry, hole)


def _verdict(rows: dict[str, Figures]) -> str:
    """Whether being absent matters, in a sentence."""
    lower = [where for where, row in rows.items() if clear(row) and row["difference"]["high"] < 0]
    open_ones = {where: row["difference"] for where, row in rows.items() if where not in lower}
    if not open_ones:
        return "On average over the labels, being absent costs something, in both holes and both kinds of model."
    limits = listed(f"{where}, within {max(-row['low'], row['high']):.2f} dB" for where, row in open_ones.items())
    costs = (
        f"Being absent costs something in {listed(lower)}." if lower else "Being absent is not seen to cost anything."
    )
    return f"{costs} No cost is certain, but for limits to it, here: {limits}."


def _evened_out(entry: Entry, hole: str) -> str:
    """How far apart labels are before and after, and what that does to everybody, for each kind of model."""
    said = []
    for model, whose in _MODELS.items():
        measure = entry[model][hole]
        before, after = (measure["levels"][arm]["spread"]["between"] for arm in (_AS_FOUND, _EQUAL))
        level = f"everybody's level by {measure['balanced'][_EVERYBODY]['mean']:+.2f} dB"
        seeds = _each_seed(measure["balanced"])
        said.append(f"in the {whose} the labels are {after:.2f} dB apart instead of {before:.2f}, {level} ({seeds})")
    return "; ".join(said)


def _read_as_majority(entry: Entry, hole: str) -> Iterator[str]:
    measure = entry["vae"][f"{hole}_became"]
    change = measure["balanced"]
    if change:
        before, after = (percent(measure["levels"][arm][_EVERYBODY]["mean"]) for arm in (_AS_FOUND, _EQUAL))
        points, low, high = (f"{100 * change[_EVERYBODY][key]:+.1f}" for key in ("mean", "low", "high"))
        seeds = listed(f"{100 * value:+.1f}" for value in change["seeds"])
        yield (
            f'Of the faces that were not read as "White" when untouched, {after} are then read so instead of {before}: '
            f"{points} points ({low} to {high}; seeds {seeds})."
        )


def _each_seed(row: Figures) -> str:
    return f"seeds {listed(f'{value:+.2f}' for value in row['seeds'])}"


def _arms(entry: Entry) -> str:
    arms = entry["about"]["arms"]
    head = ["Learned from", listed(ETHNICITIES).replace(", ", " / ")]
    head += [f"{what}, {whose}" for what in _DECIBELS.values() for whose in _MODELS.values()]
    rows = []
    for arm, counts in arms.items():
        cells = [_level(entry[model][name]["levels"][arm]) for name in _DECIBELS for model in _MODELS]
        rows.append([_arm(arm), " / ".join(f"{count:,}" for count in counts.values()), *cells])
    return table(head, rows)


def _arm(arm: str) -> str:
    return arm[0].upper() + arm[1:]


def _level(figures: Figures) -> str:
    return f"{figures[_EVERYBODY]['mean']:.2f} ({figures['spread']['between']:.2f})"


def _absent(entry: Entry) -> str:
    head = ["Hole", "Left out"]
    for whose in _MODELS.values():
        head += [f"On these faces, {whose}", "On the others", "Difference"]
    labels = (*ETHNICITIES, _EVERYBODY)
    return table(head, [_absent_row(entry, hole, label) for hole in _HOLES for label in labels])


def _absent_row(entry: Entry, hole: str, label: str) -> list[str]:
    cells = [hole.capitalize(), "Mean of the five" if label == _EVERYBODY else f"Labelled {label}"]
    for model in _MODELS:
        row = entry[model][hole]["absent"][label]
        difference = f"{_interval(row['difference'])}; {_each_seed(row)}"
        own, others = (f"{row[what]['mean']:+.2f}" for what in ("own", "others"))
        cells += [own, others, f"**{difference}**" if clear(row) else difference]
    return cells


def _balanced(entry: Entry) -> str:
    columns = [(name, model) for name in _DECIBELS for model in _MODELS]
    head = ["Equal minus as found, dB", *(f"{_DECIBELS[name]}, {_MODELS[model]}" for name, model in columns)]
    return table(head, [_balanced_row(entry, label, columns) for label in (_EVERYBODY, *ETHNICITIES)])


def _balanced_row(entry: Entry, label: str, columns: list[tuple[str, str]]) -> list[str]:
    cells = [_interval(entry[model][name]["balanced"][label]) for name, model in columns]
    return ["Everybody" if label == _EVERYBODY else f"Labelled {label}", *cells]


def _readings(entry: Entry) -> str:
    shown: dict[str, Callable[[Figures], str]] = {
        "kept": share_with_interval,
        "became": share_with_interval,
        "left": share_with_interval,
        "odds": _interval,
    }
    head = ["Readings, networks", "Hole", "Kept", 'Became "White"', 'Left "White"', 'Log-odds of "White"']
    rows = []
    for arm in entry["about"]["arms"]:
        for hole in _HOLES:
            levels = [entry["vae"][f"{hole}_{what}"]["levels"][arm] for what in shown]
            cells = [show(one[_EVERYBODY]) if one else "" for show, one in zip(shown.values(), levels, strict=True)]
            rows.append([_arm(arm), hole.capitalize(), *cells])
    return table(head, rows)


def _interval(figures: Figures) -> str:
    """A change and its 95 % interval, to hundredths."""
    return f"{figures['mean']:+.2f} ({figures['low']:+.2f} to {figures['high']:+.2f})"


def _caution(entry: Entry) -> str:
    return (
        'Became "White": of the faces read as something else when untouched; left "White": of those read so. Log-odds: '
        "their change on the same face. A network this small and this briefly trained blurs what it fills, and blur "
        "alone moves readings; that arms can be compared does not make any of them fair. Intervals are over "
        f"photographs with the {entry['about']['seeds']} trained seeds as they are; other seeds would add to them."
    )
