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
    "bootstrap over photographs; after the semicolon the difference with each seed."
)


def clear(row: Figures) -> bool:
    """Whether a difference is beyond doubt: its interval leaves 0 out, and every seed is on the same side of it."""
    low, high, seeds = row["difference"]["low"], row["difference"]["high"], row["seeds"]
    return bool((low > 0 and min(seeds) > 0) or (high < 0 and max(seeds) < 0))


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
    for hole, what in _HOLES.items():
        for model, whose in _MODELS.items():
            row = entry[model][hole]["absent"][_EVERYBODY]
            yield _absence(row, f"In {what} of the {whose}")
    for hole, what in _HOLES.items():
        levels = entry["vae"][hole]["levels"]
        before, after = (levels[arm]["spread"]["between"] for arm in (_AS_FOUND, _EQUAL))
        everybody = entry["vae"][hole]["balanced"][_EVERYBODY]
        yield (
            f"With every label equally often instead of as found, the labels are {after:.2f} dB apart in {what} rather "
            f"than {before:.2f}, and everybody's level changes by {_interval(everybody)} dB."
        )


def _absence(row: Figures, where: str) -> str:
    difference = row["difference"]
    low, high = difference["low"], difference["high"]
    if clear(row):
        cost = "costs" if high < 0 else "gains"
        return (
            f"{where}, being absent {cost}: averaged over the five, leaving a label out changes the PSNR of faces "
            f"with that label by {_interval(difference)} dB more than that of the others."
        )
    return (
        f"{where}, no effect of being absent is certain: {_interval(difference)} dB; we cannot say more than that it "
        f"lies within {max(-low, high):.2f} dB."
    )


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
    rows = []
    for hole, what in _HOLES.items():
        for model, whose in _MODELS.items():
            for label in (*ETHNICITIES, _EVERYBODY):
                row = entry[model][hole]["absent"][label]
                name = "Mean of the five" if label == _EVERYBODY else f"Labelled {label}"
                seeds = listed(f"{value:+.2f}" for value in row["seeds"])
                difference = f"{_interval(row['difference'])}; {seeds}"
                cells = [
                    _interval(row["own"]),
                    _interval(row["others"]),
                    f"**{difference}**" if clear(row) else difference,
                ]
                rows.append([f"{what.capitalize()}, {whose}", name, *cells])
    return table(["Where", "Left out", "On these faces", "On the others", "Difference"], rows)


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
