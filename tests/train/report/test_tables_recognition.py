"""What is shown of a network that reads faces."""

from __future__ import annotations

import pytest

from train.report import tables_recognition


@pytest.fixture
def entry(about, figure):
    """A network for two genders and, to keep it short, three ethnicities, of which one has no face."""
    gender = {
        "accuracy": figure(0.931, 0.015),
        "balanced_accuracy": figure(0.9302, 0.016),
        "recall": {"male": figure(0.94, 0.02), "female": figure(0.92, 0.02)},
        "names": ["male", "female"],
        "confusion": [[1034, 66], [80, 920]],
        "calibration_error": 0.0123,
        "confidence": 0.93,
    }
    ethnicity = gender | {
        "accuracy": figure(0.82, 0.02),
        "balanced_accuracy": figure(0.75, 0.03),
        "recall": {"White": figure(0.9, 0.02), "Black": figure(0.5, 0.1)},
        "names": ["White", "Black", "Asian"],
        "confusion": [[900, 60, 40], [5, 10, 5], [0, 0, 0]],
        "calibration_error": 0.031,
    }
    age = {
        "absolute_error": figure(4.71, 0.2) | {"median": 3.25},
        "within_5": figure(0.68, 0.03),
        "bands": {"0-9": figure(2.0, 0.25, n=29), "60+": figure(8.5, 0.5, n=1203)},
        "correlation": 0.9345,
    }
    return {"about": about("attributes"), "recognition": {"gender": gender, "ethnicity": ethnicity, "age": age}}


@pytest.fixture
def text(entry):
    return "\n\n".join(tables_recognition.render({"attributes": entry}))


@pytest.fixture
def by_group(entry):
    return "\n\n".join(tables_recognition.by_group({"attributes": entry}))


def test_our_figures_with_their_intervals_stand_beside_the_published_ones(text, row):
    assert row(text, "Reading faces").startswith("This network | The notebook")
    assert row(text, "Gender, accuracy") == "93.1 % (91.6 to 94.6) | 89.9 % | 92.8 %"
    assert row(text, "Ethnicity (3 classes), accuracy") == "82.0 % (80.0 to 84.0) | 77.4 % | 82.6 %"
    assert row(text, "Age, mean absolute error in years") == "4.71 (4.51 to 4.91) | 6.3 | 4.7"
    assert "splits, not on ours" in text


def test_both_classifiers_have_balanced_accuracy_and_calibration(text, row):
    assert row(text, "Gender") == "93.0 % (91.4 to 94.6) | 1.2 %"
    assert row(text, "Ethnicity") == "75.0 % (72.0 to 78.0) | 3.1 %"


def test_group_by_group_it_says_what_a_label_is_and_how_often_the_network_agrees(by_group):
    assert by_group.startswith(
        "#### Read by `attributes`\n\nRead as labelled in UTKFace by this network, which agrees with"
    )
    assert "gender in 93.1 % (91.6 to 94.6) and with those of ethnicity in 82.0 % (80.0 to 84.0)" in by_group


def test_a_row_of_a_confusion_matrix_is_a_label(by_group, row):
    assert row(by_group, "Gender: a row is a label, a column an answer") == "male | female | Recall"
    assert row(by_group, "male") == "1,034 | 66 | 94.0 % (92.0 to 96.0)"
    assert row(by_group, "Ethnicity: a row is a label, a column an answer") == "White | Black | Asian | Recall"
    assert row(by_group, "Black") == "5 | 10 | 5 | 50.0 % (40.0 to 60.0)"


def test_a_class_without_faces_has_no_recall(by_group, row):
    assert row(by_group, "Asian") == "0 | 0 | 0 | "


def test_age_is_told_band_by_band_and_as_a_whole(by_group, text, row):
    assert row(by_group, "0-9") == "2.00 (1.75 to 2.25) | 29 (few)"
    assert row(by_group, "60+") == "8.50 (8.00 to 9.00) | 1,203"
    assert "68.0 % (65.0 to 71.0) of the ages are off by at most 5 years; the median error is 3.25 years" in text
    assert text.endswith("the correlation with the labels 0.93.")


def test_a_correlation_that_does_not_exist_is_left_out(entry):
    entry["recognition"]["age"]["correlation"] = None
    assert "\n\n".join(tables_recognition.render({"attributes": entry})).endswith("3.25 years.")
