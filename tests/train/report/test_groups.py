"""The groups of the test faces, and what was measured of each."""

from __future__ import annotations

from train.report import groups


def test_without_an_audit_the_rows_of_a_confusion_matrix_are_counted(figure):
    read = {
        "gender": {"names": ["male", "female"], "confusion": [[20, 5], [10, 65]]},
        "ethnicity": {"names": ["White", "Others"], "confusion": [[90, 0], [5, 5]]},
        "age": {"bands": {"0-9": figure(1, n=100)}},
    }
    lines = groups.factors({"face_reader": {"recognition": read}}).splitlines()
    assert lines[:3] == [
        "- **Label of ethnicity.** White: 90 (90.0 %); Others: 10 (10.0 %, few).",
        "- **Label of gender.** male: 25 (25.0 %, few); female: 75 (75.0 %).",
        "- **Age on the label.** 0-9: 100 (100.0 %).",
    ]


def test_the_audit_counts_come_first():
    found = {"face": {"audit": {"counts": {"label x gender": {"White, male": 30, "White, female": 10}}}}}
    told = groups.factors(found)
    assert told.startswith(
        "- **Both labels.** White, male: 30 (75.0 %); White, female: 10 (25.0 %, few).\n\nTest faces"
    )


def test_where_nothing_was_measured_nothing_is_told():
    assert groups.factors({}) == groups.render({}) == groups.audit({}) == ""
