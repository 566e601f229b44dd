"""Tables of the suite "attributes": accuracy and calibration as a whole, and label by label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from train.evaluation.harness.results import Entry
from train.evaluation.methods.classification import CLOSE
from train.report.markdown import counted, measured_on, number, percent, share_with_interval, table, with_interval

PUBLISHED = {
    "The notebook this project started from": ("89.9 %", "77.4 %", "6.3"),
    "A pretrained ResNet-34": ("92.8 %", "82.6 %", "4.7"),
}
"""Accuracy of gender and of ethnicity and the mean error of age in years, as published."""

_CLASSIFIERS = ("gender", "ethnicity")


def render(found: dict[str, Entry]) -> Iterator[str]:
    """Lay out the networks that read faces, one after the other, on all faces.

    Args:
        found: name -> entry; sections not measured yet are left out.
    Yields:
        Paragraphs and tables.
    """
    for name, entry in found.items():
        yield f"#### `{name}`"
        yield f"{measured_on(entry['about'])} In brackets: 95 % bootstrap intervals."
        if "recognition" in entry:
            yield from _recognition(entry["recognition"])


def by_group(found: dict[str, Entry]) -> Iterator[str]:
    """Lay out the same networks label by label and by age.

    Args:
        found: name -> entry; sections not measured yet are left out.
    Yields:
        Headings, paragraphs and tables.
    """
    for name, entry in found.items():
        if "recognition" not in entry:
            continue
        figures = entry["recognition"]
        yield f"#### Read by `{name}`"
        yield _agreement(figures)
        for kind in _CLASSIFIERS:
            yield _confusion(kind.capitalize(), figures[kind])
        yield _bands(figures["age"])


def _recognition(figures: dict[str, Any]) -> Iterator[str]:
    gender, ethnicity, age = (figures[name] for name in (*_CLASSIFIERS, "age"))
    rows = [
        ["Gender, accuracy", share_with_interval(gender["accuracy"])],
        [f"Ethnicity ({len(ethnicity['names'])} classes), accuracy", share_with_interval(ethnicity["accuracy"])],
        ["Age, mean absolute error in years", with_interval(age["absolute_error"])],
    ]
    others = zip(*PUBLISHED.values(), strict=True)
    yield table(
        ["Reading faces", "This network", *PUBLISHED], [[*row, *other] for row, other in zip(rows, others, strict=True)]
    )
    yield "The published figures are on their authors' own splits, not on ours."
    yield _trust(figures)
    yield "Expected calibration error: how far, on average, confidence is from accuracy (Guo et al. 2017)."
    yield _age(age)


def _agreement(figures: dict[str, Any]) -> str:
    gender, ethnicity = (share_with_interval(figures[name]["accuracy"]) for name in _CLASSIFIERS)
    return (
        f"Read as labelled in UTKFace by this network, which agrees with the labels of gender in {gender} and with "
        f"those of ethnicity in {ethnicity} of the test faces. A label is a program's guess that people checked; "
        '"Others" is not a group of people.'
    )


def _trust(figures: dict[str, Any]) -> str:
    rows = []
    for name in _CLASSIFIERS:
        own = figures[name]
        balanced, error = share_with_interval(own["balanced_accuracy"]), percent(own["calibration_error"])
        rows.append([name.capitalize(), balanced, error])
    return table(["Classifier", "Balanced accuracy", "Expected calibration error"], rows)


def _confusion(title: str, figures: dict[str, Any]) -> str:
    names, recall = figures["names"], figures["recall"]
    rows = []
    for name, counts in zip(names, figures["confusion"], strict=True):
        share = share_with_interval(recall[name]) if name in recall else ""
        rows.append([name, *(f"{count:,}" for count in counts), share])
    return table([f"{title}: a row is a label, a column an answer", *names, "Recall"], rows)


def _bands(figures: dict[str, Any]) -> str:
    rows = [[band, with_interval(found), counted(found["n"])] for band, found in figures["bands"].items()]
    return table(["Age on the label", "Mean absolute error in years", "Faces"], rows)


def _age(figures: dict[str, Any]) -> str:
    words = (
        f"{share_with_interval(figures[f'within_{CLOSE}'])} of the ages are off by at most {CLOSE} years; the median "
        f"error is {number(figures['absolute_error']['median'])} years"
    )
    if figures["correlation"] is not None:
        words += f", the correlation with the labels {figures['correlation']:.2f}"
    if "in_range" in figures:
        words += f". The range that is to hold 90 % of the ages holds {share_with_interval(figures['in_range'])}"
    return f"{words}."
