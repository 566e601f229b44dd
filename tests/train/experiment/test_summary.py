"""What the experiment shows of made-up values."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from facevae.models.attributes import ETHNICITIES
from train.evaluation.audit.statistics import Bootstrap, Shuffles
from train.experiment import summary
from train.experiment.arms import ARMS, AS_FOUND, EQUAL, WITHOUT

FACES, SEEDS = 250, 3


@pytest.fixture
def found():
    """Return a function that makes values in which being absent costs so much, and being rare as found as well."""

    def make(absent=0.0, rare=0.0, everybody=0.0):
        rng = np.random.default_rng(0)
        labels = np.arange(FACES) % 5
        face = rng.normal(20, 2, FACES)  # faces differ far more than networks do
        values = {arm: face + rng.normal(0, 0.3, (SEEDS, FACES)) for arm in ARMS}
        for index, label in enumerate(ETHNICITIES):
            values[WITHOUT[label]] += everybody
            values[WITHOUT[label]][:, labels == index] -= absent
        values[AS_FOUND][:, labels == 4] -= rare
        return summary.Found(values, labels, Bootstrap(np.arange(FACES)), Shuffles(np.arange(FACES), 200))

    return make


def test_a_planted_cost_of_being_absent_is_found_for_each_label(found):
    rows = summary.describe(found(absent=0.4))["absent"]
    for name in (*ETHNICITIES, "all"):
        difference = rows[name]["difference"]
        assert difference["mean"] == pytest.approx(-0.4, abs=0.15)
        assert difference["high"] < -0.2
        assert max(rows[name]["seeds"]) < -0.2
    assert all(rows[label]["difference"]["p_holm"] < 0.05 for label in ETHNICITIES)


def test_without_one_the_interval_is_around_zero(found):
    difference = summary.describe(found())["absent"]["all"]["difference"]
    assert difference["low"] < 0 < difference["high"]
    assert difference["high"] - difference["low"] < 0.25


def test_what_happens_to_everybody_alike_is_no_cost_of_being_absent(found):
    row = summary.describe(found(everybody=-1.0))["absent"]["all"]
    assert row["own"]["high"] < -0.9
    assert row["others"]["high"] < -0.9
    assert row["difference"]["low"] < 0 < row["difference"]["high"]


def test_the_mean_of_the_five_is_their_mean(found):
    rows = summary.describe(found(absent=0.3))["absent"]
    for what in ("own", "others", "difference"):
        assert rows["all"][what]["mean"] == pytest.approx(
            np.mean([rows[label][what]["mean"] for label in ETHNICITIES]), abs=2e-4
        )
    assert rows["all"]["difference"]["mean"] == pytest.approx(np.mean(rows["all"]["seeds"]), abs=2e-4)


def test_evening_out_lifts_whom_it_was_planted_to_lift(found):
    figures = summary.describe(found(rare=1.0))
    assert figures["balanced"]["Others"]["low"] > 0.8
    assert figures["balanced"]["White"]["high"] < 0.2
    levels = figures["levels"]
    assert levels[AS_FOUND]["Others"]["mean"] < levels[EQUAL]["Others"]["mean"] - 0.8
    assert len(levels[EQUAL]["seeds"]) == SEEDS


def test_the_spread_between_labels_is_what_was_planted_and_not_what_chance_makes(found):
    levels = summary.describe(found(rare=5.0))["levels"]
    assert levels[AS_FOUND]["spread"]["between"] == pytest.approx(5 / np.sqrt(5), abs=0.4)
    assert levels[EQUAL]["spread"]["found"] < levels[EQUAL]["spread"]["band"] * 1.5


def test_readings_that_change_are_counted():
    untouched = np.array([[0.9, 0.1, 0, 0, 0], [0.2, 0.8, 0, 0, 0], [0.1, 0.9, 0, 0, 0], [0.8, 0.2, 0, 0, 0]])
    after = np.array([[0.5, 0.5, 0, 0, 0], [0.7, 0.3, 0, 0, 0], [0.2, 0.8, 0, 0, 0], [0.3, 0.7, 0, 0, 0]])
    measured = {f"vae/{name}": np.full(4, 20.0) for name in ("copy", "eyes", "half")}
    measured |= {f"vae/{name}/read": after for name in ("eyes", "half")}
    found = summary.values_of(measured, untouched, "vae")
    assert found["eyes_kept"].tolist() == [1, 0, 1, 0]
    assert np.array_equal(found["eyes_became"], [np.nan, 1, 0, np.nan], equal_nan=True)
    assert np.array_equal(found["eyes_left"], [0, np.nan, np.nan, 1], equal_nan=True)
    assert found["eyes_odds"][0] == pytest.approx(np.log(1) - np.log(9))
    assert found["eyes_odds"][1] == pytest.approx(np.log(7 / 3) - np.log(0.25))


def test_a_share_that_no_face_of_a_label_has_is_left_out_and_json_can_hold_it_all(found):
    whole = found()
    partial = {arm: np.where(whole.labels == 0, values, np.nan) for arm, values in whole.values.items()}
    figures = summary.describe(dataclasses.replace(whole, values=partial), partial=True)
    assert set(figures["levels"][EQUAL]) == {"all", "White", "seeds"}
    nothing = {arm: np.full_like(values, np.nan) for arm, values in whole.values.items()}
    nobody = summary.describe(dataclasses.replace(whole, values=nothing), partial=True)
    assert nobody["levels"][EQUAL] == {}
    json.dumps([figures, nobody, summary.describe(whole)], allow_nan=False)
