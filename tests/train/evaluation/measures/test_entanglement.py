"""What else changes along a named direction."""

from __future__ import annotations

import pytest

from facevae import latent
from train.evaluation.harness import subject
from train.evaluation.measures import entanglement
from train.report import tables_entanglement as rendering


@pytest.fixture
def figures(tiny_model, tiny_attributes, heldout):
    tested = subject.Subject("tiny", "face", tiny_model, 32, {}, {})
    tested.__dict__["eyes"] = tiny_attributes
    return entanglement.measure(tested, heldout)


def test_every_direction_has_figures_for_every_trait_both_ways(figures):
    assert set(figures) == set(entanglement.WAYS)
    for way in figures.values():
        assert set(way) == {"age", "gender"}
        for own in way.values():
            assert list(own) == list(latent.MEASUREMENTS)
            assert all(item["low"] <= item["mean"] <= item["high"] and item["n"] == 3 for item in own.values())


def test_equal_directions_have_equal_effects(figures):
    assert figures["as_found"] == figures["independent"]  # the tiny atlas has the same twice


def test_the_table_has_both_ways_in_a_cell():
    one = {"mean": 1.26, "low": 1.0, "high": 1.5, "n": 7}
    other = {"mean": -2.0, "low": -2.5, "high": -1.5, "n": 7}
    table, words = rendering.render(
        {"as_found": {"age": {"age": one, "skin": other}}, "independent": {"age": {"age": one, "skin": one}}}
    )
    assert "| Age | +1.3 / +1.3 | -2.0 / +1.3 |" in table
    assert "on 7 faces" in words
    assert "at most 1.0 wide" in words
