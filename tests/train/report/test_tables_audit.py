"""What is shown of the audit, as a whole and group by group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from train.evaluation.audit.exploratory import GROUPED
from train.evaluation.audit.outcomes import FIGURES
from train.evaluation.audit.people import FACTORS
from train.report import tables_audit, tables_audit_groups

Figure = Callable[..., dict[str, Any]]


@pytest.fixture
def audit(figure):
    """Made-up figures of one use; of five labels, to keep it short, two."""
    pair = {"one": figure(80, 2), "nine": figure(75, 2), "difference": figure(-5, 1.5, n=1105)}
    share = {"before": 40.0, "one": 45.0, "nine": 42.0}
    return {
        "headlines": [
            _headline(figure, "identity", 4.3, 0.0002, "%"),
            _headline(figure, "drift", 1.5, 0.02, "points"),
            _headline(figure, "lightness", -0.5, 0.6, "L*"),
        ],
        "controls": {"eyes": {method: _every(figure, n) for method, n in (("faithful", 1105), ("grey bar", 28))}},
        "groups": {"eyes": {style: _by_group(figure) for style in ("faithful", "real")}},
        "gaps": {"eyes": {style: {"psnr": _apart(0.01 * place)} for place, style in ((1, "faithful"), (6, "real"))}},
        "regression": {"eyes": {"psnr": {"Black": figure(-1, 0.2), "60+": figure(1, 1), "light": figure(0.2, 0.1)}}},
        "equivalence": {
            "eyes": {
                "psnr": {
                    "margin": 0.3,
                    "labels": {
                        "White": {**figure(0.1, 0.1), "alike": True},
                        "Others": {**figure(-0.4, 0.2), "alike": False},
                    },
                }
            }
        },
        "one_or_nine": {
            "eyes": {
                "kept": pair,
                "to_majority": pair,
                "kept_by": {"Others": pair},
                "shares": {"White": share},
                "distance": {"one": 5.0, "nine": 2.0},
            }
        },
        "frechet": {
            "faces": 94,
            "labels": {"White": {"faithful": 11.04, "real": 8.06}},
            "chance": {style: {"low": 9.0, "high": 13.0} for style in ("faithful", "real")},
        },
        "corrected": figure(3.5, 1),
        "synthetic": {"runs": 1000, "false_alarms": 0.045, "found": 0.865, "planted": 10.0},
    }


def _headline(figure: Figure, key: str, estimate: float, p: float, unit: str) -> dict[str, Any]:
    by = {"White": figure(estimate, 0.01, n=468), "Others": figure(-estimate, 0.2, n=29)}
    methods = {"faithful": figure(estimate, 0.01)} | ({"nine": figure(1.25, 0.5)} if key == "drift" else {})
    told = {"key": key, "question": f"How much {key}?", "unit": unit, "p": p, "p_adjusted": min(1, 3 * p)}
    ends = {"estimate": estimate, "low": estimate - 0.01, "high": estimate + 0.01, "n": 1105}
    return {**told, **ends, "by": by, "methods": methods}


def _every(figure: Figure, n: int) -> dict[str, Any]:
    return {name: figure(place, 0.5, n=n) for place, name in enumerate(FIGURES, start=20)}


def _by_group(figure: Figure) -> dict[str, Any]:
    levels = {factor: {f"{factor}s": figure(21, 0.5, n=29 + place)} for place, factor in enumerate(FACTORS)}
    return dict.fromkeys(GROUPED, levels)


def _apart(p: float) -> dict[str, Any]:
    return {factor: {"between": 0.4, "band": 0.31, "found": 0.5, "p": p, "p_adjusted": p, "n": 9} for factor in FACTORS}


@pytest.fixture
def text(audit):
    return "\n\n".join(tables_audit.render(audit))


@pytest.fixture
def by_group(audit):
    return "\n\n".join(tables_audit_groups.render(audit))


def test_an_answer_comes_with_interval_faces_and_both_chances(text, row):
    assert row(text, "How much identity?") == "+4.3 (+4.3 to +4.3) % | 1,105 | < 0.001 | < 0.001"
    assert row(text, "How much lightness?") == "-0.50 (-0.51 to -0.49) L* | 1,105 | 0.600 | 1.000"
    assert "These 3 were fixed before" in text


def test_what_else_could_stand_in_the_hole_stands_beside(text, row):
    assert row(text, "The same, had it been ...") == "Identity, % | Drift, points | Lightness, L*"
    assert row(text, "VAE, faithful") == "+4.3 (+4.3 to +4.3) | +1.5 (+1.5 to +1.5) | -0.50 (-0.51 to -0.49)"
    assert row(text, "VAE, each of nine") == " | +1.2 (+0.8 to +1.8) | "


def test_controls_have_signs_where_they_are_changes_and_few_faces_are_marked(text, row):
    controls = text[text.index("| Eyes hidden and filled |") :]
    assert row(controls, "Eyes hidden and filled").startswith("PSNR in dB | Person kept, % |")
    cells = row(controls, "Grey bar").split(" | ")
    assert cells[0] == "20.0 (19.5 to 20.5)"
    assert cells[5] == "+26.0 (+25.5 to +26.5)"
    assert cells[-1] == "28 (few)"
    assert len(cells) == 9


def test_the_audit_says_how_often_such_audits_are_wrong(text):
    assert "of 1,000 made-up ones without a difference, 4.5 % say" in text
    assert "a drift of 10 points planted, 86.5 % find it" in text
    assert "is +3.5 (+2.5 to +4.5) points" in text


def test_one_answer_stands_beside_nine(text, row):
    told = "80.0 (78.0 to 82.0) | 75.0 (73.0 to 77.0) | -5.0 (-6.5 to -3.5) | 1,105"
    assert row(text, "Eyes hidden and filled: it stays, labelled Others") == told
    assert "eyes hidden and filled, 5.00 points after one answer and 2.00 after nine" in text


def test_group_by_group_few_faces_are_marked(by_group, row):
    assert row(by_group, "Labelled in UTKFace") == "Identity, % | Drift, points | Lightness, L*"
    assert row(by_group, "Others").startswith("-4.3 (-4.5 to -4.1), 29 (few) | -1.5")
    cells = row(by_group, "Labels").split(" | ")
    assert (cells[0], cells[3], cells[-1]) == ("21.0 (20.5 to 21.5)", "+21.00 (+20.50 to +21.50)", "29 (few)")
    assert row(by_group, "Genders").endswith(" | 30")


def test_groups_farther_apart_than_chance_are_bold(by_group, row):
    first, second = (f"Eyes hidden and filled, {style}: PSNR in dB" for style in ("faithful", "real"))
    assert row(by_group, first) == " | ".join(["**0.40 (0.31)**"] * 4)
    assert row(by_group, second) == " | ".join(["0.40 (0.31)"] * 4)


def test_alike_is_said_where_the_interval_says_so(by_group, row):
    told = "+0.1 (+0.0 to +0.2), alike | -0.4 (-0.6 to -0.2)"
    assert row(by_group, "Eyes hidden and filled: PSNR in dB (alike within 0.3)") == told


def test_what_explains_a_figure_and_sets_of_faces_come_last(by_group, row):
    assert row(by_group, "Light") == "+0.2 (+0.1 to +0.3)"
    assert row(by_group, "Labelled Black") == "-1.0 (-1.2 to -0.8)"
    assert row(by_group, "Aged 60+") == "+1.0 (+0.0 to +2.0)"
    distances = by_group[by_group.index("| Frechet") :]
    assert row(distances, "White") == "11.0 | 8.1"
    assert row(distances, "Any label, 95 of 100 sets") == "9.0 to 13.0 | 9.0 to 13.0"
    assert "the same 94 faces untouched" in distances


def test_too_few_faces_for_sets_leave_them_out(audit):
    audit["frechet"] = {}
    assert "Frechet" not in "\n".join(tables_audit_groups.render(audit))


def test_where_there_was_no_audit_nothing_is_told():
    assert list(tables_audit.render({})) == list(tables_audit_groups.render({})) == []
