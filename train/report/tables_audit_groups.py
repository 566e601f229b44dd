"""Tables of the audit group by group, and what tells whether groups differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from facevae.models.attributes import ETHNICITIES, GENDERS
from train.evaluation.audit.drawing import FAITHFUL, REAL, USES
from train.evaluation.audit.people import BANDS, FEW, MAJORITY
from train.report.markdown import counted, table
from train.report.tables_audit import MEASURES, Figures, beside, cell, change

FACTORS = {
    "label": "Label of ethnicity",
    "gender": "Label of gender",
    "age": "Age on the label",
    "label x gender": "Both labels",
}
"""Factor -> in words."""

_BEYOND = 0.05
"""Adjusted p below which groups are farther apart than chance puts them."""


def render(figures: Figures) -> Iterator[str]:
    """Lay out what was measured of each group.

    Args:
        figures: the section "audit"; empty where there was none.
    Yields:
        A heading, and tables, each with a paragraph; nothing where there was no audit.
    """
    if not figures:
        return
    yield "#### Restored by `face`"
    yield from _asked(figures["headlines"])
    for use, styles in figures["groups"].items():
        yield _groups(use, styles[FAITHFUL])
    yield (
        f"Faithful answers; results.json has the style real, too. As labelled in UTKFace; groups of fewer than {FEW} "
        "faces are marked as few. Each interval is of its group alone."
    )
    yield from _gaps(figures["gaps"])
    yield from _alike(figures["equivalence"])
    yield from _explained(figures["regression"])
    if figures["frechet"]:
        yield from _frechet(figures["frechet"])


def _asked(headlines: list[dict[str, Any]]) -> Iterator[str]:
    head, rows = beside(headlines, "by", _with_faces)
    yield table(["Labelled in UTKFace", *head], rows)
    yield (
        "What lies behind the three questions, label by label: the figure, its 95 % interval and the number of faces."
    )


def _with_faces(name: str, figures: Figures) -> str:
    return f"{cell(name, figures)}, {counted(figures['n'])}"


def _groups(use: str, figures: Mapping[str, Figures]) -> str:
    rows = []
    for factor in FACTORS:
        for level in next(iter(figures.values()))[factor]:
            own = {name: found[factor][level] for name, found in figures.items()}
            cells = [cell(name, found) for name, found in own.items()]
            rows.append([_level(level), *cells, counted(max(found["n"] for found in own.values()))])
    return table([USES[use].label, *(MEASURES[name].label for name in figures), "Faces"], rows)


def _level(name: str) -> str:
    """A level of a factor, or another term of an explanation, in words."""
    if name in BANDS:
        return f"Aged {name}"
    if name.partition(",")[0] in (*ETHNICITIES, *GENDERS):
        return f"Labelled {name}"
    return name.capitalize()


def _gaps(figures: Figures) -> Iterator[str]:
    rows = []
    for use, styles in figures.items():
        for style in (FAITHFUL, REAL):
            for name, by_factor in styles[style].items():
                cells = [_apart(by_factor[factor]) for factor in FACTORS]
                rows.append([f"{USES[use].label}, {style}: {MEASURES[name].label}", *cells])
    yield table(["How far groups are apart", *FACTORS.values()], rows)
    yield (
        "Standard deviation between the means of the groups, less what chance makes of it (Lum, Zhang and Bower 2022), "
        "and in brackets what chance alone keeps 95 of 100 uncorrected ones below. Bold: farther apart than chance, "
        f"p below {_BEYOND:g}, adjusted for all of this table (Benjamini and Hochberg 1995). Light, contrast and age "
        "differ between labels, too."
    )


def _apart(figures: Figures) -> str:
    found = f"{figures['between']:.2f} ({figures['band']:.2f})"
    return f"**{found}**" if figures["p_adjusted"] < _BEYOND else found


def _alike(figures: Figures) -> Iterator[str]:
    rows = []
    for use, measures in figures.items():
        for name, own in measures.items():
            head = f"{USES[use].label}: {MEASURES[name].label} (alike within {own['margin']:g})"
            rows.append([head, *(_with_verdict(name, apart) for apart in own["labels"].values())])
    labels = next(iter(next(iter(figures.values())).values()))["labels"]
    yield table(["Labelled in UTKFace", *labels], rows)
    yield (
        "How much higher a label's mean is than that of all others. Alike: the interval lies within a margin that was "
        "fixed beforehand (Schuirmann 1987); where it does not, that is no proof of a difference."
    )


def _with_verdict(name: str, figures: Figures) -> str:
    return change(name, figures) + (", alike" if figures["alike"] else "")


def _explained(figures: Figures) -> Iterator[str]:
    uses = list(figures)
    for name in figures[uses[0]]:
        terms = figures[uses[0]][name]
        rows = [[_level(term), *(change(name, figures[use][name][term]) for use in uses)] for term in terms]
        yield table([f"{MEASURES[name].label}: what changes it", *(USES[use].label for use in uses)], rows)
    yield (
        "Least squares on all of these at once, of the faithful answers: what each does with the others held equal, "
        f"beside a face labelled {MAJORITY}, male and 18 to 34; light and contrast for ten of L*."
    )


def _frechet(figures: Figures) -> Iterator[str]:
    styles = list(figures["chance"])
    rows = [[label, *(f"{own[style]:.1f}" for style in styles)] for label, own in figures["labels"].items()]
    chance = [f"{figures['chance'][style]['low']:.1f} to {figures['chance'][style]['high']:.1f}" for style in styles]
    rows.append(["Any label, 95 of 100 sets", *chance])
    yield table(["Frechet distance of filled eyes (no FID)", *styles], rows)
    yield (
        f"To the same {figures['faces']:,} faces untouched, as many of each label, in a MobileNetV2 that learned from "
        "ImageNet; smaller is better (the group perceptual index of Ohayon et al. 2024)."
    )
