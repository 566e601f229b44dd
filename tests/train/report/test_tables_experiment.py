"""The tables of the experiment, and what they say was found."""

from __future__ import annotations

import pytest

from facevae.models.attributes import ETHNICITIES
from train.commands import tables
from train.experiment.arms import ARMS
from train.experiment.summary import MEASURES, PARTIAL


@pytest.fixture
def entry(figure):
    """Return a function that makes an entry whose absent labels lose as much as asked, with every seed."""

    def make(lost=0.3, reach=0.1, seeds=(-0.2, -0.3, -0.4)):
        about = {
            "suite": "experiment",
            "image_size": 64,
            "data": "test split of faces-64.parquet",
            "faces": 1105,
            "seeds": 3,
            "recipe": {"model": {}, "objective": {"hide": 0.7, "beta": 0.1}, "epochs": 2, "batch": 32},
            "components": 256,
            "arms": {arm: dict.fromkeys(ETHNICITIES, 1318) for arm in ARMS},
            "judge": {"name": "second_reader", "weights": "0", "agrees": 0.8},
        }
        row = {"own": figure(-1.0, reach), "others": figure(lost - 1.0, reach), "difference": figure(-lost, reach)}
        absent = {name: row | {"seeds": list(seeds)} for name in (*ETHNICITIES, "all")}
        by_label = {name: figure(0.5, 0.1) for name in (*ETHNICITIES, "all")}
        levels = {arm: by_label | {"spread": {"between": 0.25}} for arm in ARMS}
        whole = {"levels": levels, "balanced": by_label, "absent": absent}
        measures = {name: {"levels": levels} if name in PARTIAL else whole for name in MEASURES}
        return {"about": about, "vae": measures, "linear": measures}

    return make


def render(entry):
    return tables.render({"experiment": entry})


def test_everything_is_laid_out(entry):
    page = render(entry())
    assert "6,590 photographs each" in page
    assert "21 small VAEs" in page
    assert "| Without Indian | 1,318 / 1,318 / 1,318 / 1,318 / 1,318 | 0.50 (0.25) |" in page
    assert "| Filled eyes, networks | Labelled Black | -1.00 (-1.10 to -0.90) | -0.70 (-0.80 to -0.60) |" in page
    assert "| Everybody | +0.50 (+0.40 to +0.60) |" in page
    assert "| Equal | Eyes | 50.0 % (40.0 to 60.0) |" in page


def test_a_certain_cost_is_named_and_bold(entry):
    page = render(entry())
    assert "In filled eyes of the networks, being absent costs" in page
    assert "**-0.30 (-0.40 to -0.20); -0.20, -0.30, -0.40**" in page
    assert "no effect of being absent is certain" not in page


@pytest.mark.parametrize("doubt", [{"reach": 0.5}, {"seeds": (-0.4, -0.5, 0.1)}])
def test_what_is_not_certain_is_not_claimed(entry, doubt):
    page = render(entry(**doubt))
    assert "being absent costs" not in page
    assert "no effect of being absent is certain" in page
    assert "**-0.30" not in page


def test_how_much_can_be_ruled_out_is_the_far_end_of_the_interval(entry):
    assert "we cannot say more than that it lies within 0.80 dB" in render(entry(reach=0.5))


def test_it_speaks_of_labels_and_claims_no_fairness(entry):
    page = render(entry()).lower()
    assert "labelled white" in page
    assert not any(word in page for word in ("bias-free", "unbiased", "white people", "black people", "asian people"))
    assert tables.render({}) == ""
