"""Figures of a handful of people, made up so that every answer is known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from train.evaluation.audit import exploratory, frechet_by_label, headlines, one_or_nine, synthetic
from train.evaluation.audit.drawing import BLUR, FAITHFUL, LINEAR, NINE, NINE_WAYS, REAL, USES
from train.evaluation.audit.outcomes import FIGURES, Outcomes
from train.evaluation.audit.people import FACTORS, People
from train.evaluation.audit.records import CLEAN
from train.evaluation.audit.statistics import Bootstrap, Shuffles
from train.evaluation.measures import audit

COUNT = 200


def _reading(labels: np.ndarray) -> np.ndarray:
    """Chances that say the labels, (...,) -> (..., 5)."""
    return 0.05 + 0.75 * np.eye(5)[labels]


@pytest.fixture
def made_up(make_people) -> Outcomes:
    """Faces that are read as labelled, until an even tenth of them, with filled eyes, are read as White."""
    people, rng = make_people(COUNT), np.random.default_rng(0)
    described, features = rng.normal(size=(COUNT, 4)), rng.normal(size=(COUNT, 6))
    base = {
        "ethnicity": _reading(people.ethnicity),
        "first_ethnicity": _reading(people.ethnicity),
        "gender": people.gender.astype(float),
        "age": people.years,
        "identity": described,
        "features": features,
    }
    values = {f"{CLEAN}/{CLEAN}/{name}": value for name, value in base.items()}
    values[f"{CLEAN}/{CLEAN}/light"], values[f"{CLEAN}/{CLEAN}/contrast"] = rng.normal(60, 9, (2, COUNT))
    lab = np.column_stack([rng.normal(60, 9, COUNT), np.full(COUNT, 10.0), np.full(COUNT, 15.0)])
    taken = np.arange(COUNT) % 10 == 1  # all of them labelled Black
    for use in USES:
        values[f"{CLEAN}/{CLEAN}/lab {use}"] = lab
        for method in (FAITHFUL, REAL, LINEAR, BLUR):
            filled = base | {"lab": lab + np.array([2.0, 0, 0]), "psnr": np.full(COUNT, 25.0)}
            if use == "eyes" and method == FAITHFUL:
                filled |= {"ethnicity": _reading(np.where(taken, 0, people.ethnicity))}
            values |= {f"{use}/{method}/{name}": value for name, value in filled.items()}
    for use in one_or_nine.USED:
        nine = np.repeat(people.ethnicity[:, None], NINE, 1)
        nine[taken, :3] = 0
        values[f"{use}/{NINE_WAYS}/ethnicity"] = _reading(nine)
    return Outcomes(people, values)


def test_every_figure_of_a_face_that_nothing_happened_to_is_nothing(made_up):
    for name in set(FIGURES) - {"psnr", "identity", "lightness", "tone", "delta_e"}:
        figure = made_up.figure(name, "eyes", BLUR)
        assert figure[np.isfinite(figure)] == pytest.approx(0), name
    assert made_up.figure("identity", "eyes", BLUR) == pytest.approx(100)
    assert made_up.figure("lightness", "eyes", BLUR) == pytest.approx(2)


def test_a_stranger_is_nobody_of_ones_own_photograph():
    people = People(np.zeros(3, int), np.zeros(3, int), np.full(3, 30.0), np.array([0, 0, 1]))
    described = {f"{CLEAN}/{CLEAN}/identity": np.array([[0.0], [1.0], [5.0]])}
    assert Outcomes(people, described).stranger.tolist() == [5, 4, 4.5]


def test_the_headlines_find_the_drift_that_is_there_and_no_other(made_up):
    identity, drift, lightness = headlines.describe(made_up, Bootstrap(made_up.people.copies))
    # A tenth of all faces, of whom four fifths are not White: an eighth of those.
    assert drift["estimate"] == pytest.approx(12.5)
    assert drift["low"] > 5
    assert drift["p_adjusted"] < headlines.ALARM
    assert drift["by"]["Black"]["mean"] == pytest.approx(50)
    assert drift["by"]["Asian"]["mean"] == 0
    assert "White" not in drift["by"]
    assert drift["methods"][BLUR]["mean"] == 0
    assert drift["methods"][NINE_WAYS]["mean"] == pytest.approx(12.5 / 3, abs=1e-3)
    for other in (identity, lightness):
        assert other["estimate"] == pytest.approx(0, abs=1e-4)
        assert other["p_adjusted"] > headlines.ALARM
        assert sum(own["n"] for own in other["by"].values()) == other["n"] == COUNT


def test_nine_answers_keep_what_one_does_not(made_up):
    found = one_or_nine.describe(made_up, Bootstrap(made_up.people.copies))["eyes"]
    assert found["kept"]["one"]["mean"] == pytest.approx(90)
    assert found["kept"]["nine"]["mean"] == pytest.approx(100 - 10 / 3, abs=1e-3)
    assert found["kept"]["difference"]["low"] > 0
    assert found["shares"]["White"] == {"before": 20, "one": 30, "nine": pytest.approx(20 + 10 / 3, abs=1e-3)}
    assert found["distance"] == {"one": 10, "nine": pytest.approx(10 / 3, abs=1e-3)}


def test_every_group_is_given_with_its_number_and_only_what_differs_has_a_gap(made_up):
    bootstrap = Bootstrap(made_up.people.copies)
    groups = exploratory.groups(made_up, bootstrap)["eyes"][FAITHFUL]["changed"]
    assert set(groups) == set(FACTORS)
    assert groups["label"]["Black"] == {
        "mean": 50.0,
        "low": pytest.approx(35, abs=4),
        "high": pytest.approx(65, abs=4),
        "n": 40,
    }
    gaps = exploratory.gaps(made_up, Shuffles(made_up.people.copies, 200))["eyes"][FAITHFUL]
    assert gaps["changed"]["label"]["p"] == pytest.approx(1 / 201, abs=1e-4)
    assert gaps["psnr"]["label"]["between"] == 0
    alike = exploratory.equivalence(made_up, bootstrap)["eyes"]["psnr"]["labels"]
    assert all(label["alike"] for label in alike.values())


def test_what_a_perfect_reader_corrects_stays_as_it_was(made_up):
    corrected = exploratory.corrected(made_up, Bootstrap(made_up.people.copies))
    assert corrected["mean"] == pytest.approx(12.5, abs=1e-3)


def test_distances_of_labels_are_of_equally_many_faces_and_small_groups_have_none(made_up, make_people):
    found = frechet_by_label.describe(made_up)
    assert found["faces"] == COUNT // 5
    assert all(own[FAITHFUL] == pytest.approx(0, abs=1e-3) for own in found["labels"].values())
    few = make_people(COUNT)
    few.ethnicity[:] = np.where(np.arange(COUNT) < COUNT - 20, few.ethnicity % 2, 2)
    assert set(frechet_by_label.describe(Outcomes(few, made_up.values))["labels"]) == {"White", "Black"}
    few.ethnicity[:] = np.where(np.arange(COUNT) < COUNT - 20, 0, 2)
    assert frechet_by_label.describe(Outcomes(few, made_up.values)) == {}


def test_made_up_audits_seldom_raise_an_alarm_and_find_what_was_planted(make_people):
    people = make_people(500)
    found = synthetic.rates(people, Bootstrap(people.copies, 500), runs=200)
    assert found.false_alarms <= 0.05
    assert found.found >= 0.8


def test_all_figures_together_can_be_written_as_json(made_up):
    found = audit.describe(made_up, resamples=50, runs=4)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["counts"]["label"] == dict.fromkeys(("White", "Black", "Asian", "Indian", "Others"), 40)
