"""What is shown of the audit."""

from __future__ import annotations

import pytest

from train.report import tables_audit


@pytest.fixture
def audit(figure):
    """Made-up figures of an audit of three questions; of five labels, to keep it short, two."""

    def headline(key, estimate, p, unit):
        by = {"White": figure(estimate, 0.01, n=468), "Others": figure(-estimate, 0.05, n=29)}
        methods = {"faithful": figure(estimate, 0.01), "blur": figure(0.0, 0.02)}
        interval = {"low": estimate - 0.01, "high": estimate + 0.01}
        return {"key": key, "estimate": estimate, **interval, "n": 1105, "p": p, "p_adjusted": min(1, 3 * p),
                "unit": unit, "by": by, "methods": methods}  # fmt: skip

    return {
        "headlines": [
            headline("identity", 0.043, 0.0002, "of a cosine"),
            headline("drift", 1.5, 0.02, "points"),
            headline("lightness", -0.5, 0.6, "L*"),
        ],
        "controls": {
            "eyes": {"blur": {"drift": figure(2.5, 0.5, n=28)}, "grey bar": {"identity": figure(0.1, n=1105)}}
        },
        "synthetic": {"runs": 200, "false_alarms": 0.045, "found": 0.865, "planted": 10},
    }


@pytest.fixture
def text(audit):
    return "\n\n".join(tables_audit.render(audit))


def test_a_headline_figure_comes_with_interval_faces_and_both_chances(text, row):
    first = row(text, "Identity kept after filling the eyes")
    assert first == "+0.043 (+0.033 to +0.053) of a cosine | 1,105 | < 0.001 | < 0.001"
    assert row(text, "Change of skin lightness") == "-0.500 (-0.510 to -0.490) L* | 1,105 | 0.600 | 1.000"
    assert "3 figures were fixed before" in text


def test_what_other_methods_do_stands_beside(text, row):
    assert row(text, "blur") == "+0.000 (-0.020 to +0.020) | +0.000 (-0.020 to +0.020) | +0.000 (-0.020 to +0.020)"
    assert "identity" not in text.partition("| Controls")[0]


def test_a_control_is_told_with_its_faces_and_an_empty_cell_where_it_has_no_figure(text, row):
    controls = text[text.index("| Controls: eyes") :]
    assert row(controls, "Controls: eyes") == "drift | identity | Faces"
    assert row(controls, "blur") == "+2.50 (+2.00 to +3.00) |  | 28 (few)"
    assert row(controls, "grey bar") == " | +0.100 (+0.100 to +0.100) | 1,105"


def test_the_audit_says_how_often_such_audits_are_wrong(text):
    assert "of 200 made-up ones without a difference 4.5 % raise an alarm" in text
    assert "planted difference of 10 points 86.5 % find it" in text


def test_group_by_group_few_faces_are_marked(audit, row):
    text = "\n\n".join(tables_audit.by_group(audit))
    assert text.startswith("#### Restored by `face`")
    drift = text[text.index("| Drift") :]
    assert row(drift, "White") == "+1.50 (+1.49 to +1.51) | 468"
    assert row(drift, "Others") == "-1.50 (-1.55 to -1.45) | 29 (few)"


def test_where_there_was_no_audit_nothing_is_told():
    assert list(tables_audit.render({})) == list(tables_audit.by_group({})) == []
