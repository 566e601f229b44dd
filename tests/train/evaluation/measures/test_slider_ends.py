"""What the ends of sliders do to faces of a tiny untrained model."""

from __future__ import annotations

import pytest
import torch

from facevae import latent
from train.evaluation.harness.subject import Subject
from train.evaluation.measures import slider_ends
from train.evaluation.measures.entanglement import WAYS
from train.evaluation.methods.age_reader import Reading
from train.report import tables_slider_ends as rendering


class _Reader:
    """Reads an age of 100 in white faces and 0 in black ones, and half female in all."""

    def read(self, faces):
        return Reading(100 * faces.mean((1, 2, 3)), torch.full((len(faces),), 0.5))


@pytest.fixture
def figures(tiny_model, tiny_attributes, heldout, monkeypatch):
    monkeypatch.setattr(Subject, "attribute_net", tiny_attributes)
    monkeypatch.setattr(Subject, "reader", _Reader())
    with torch.inference_mode():
        return slider_ends.measure(Subject("tiny", "face", tiny_model, 32, {}, {}), heldout)


def test_every_slider_has_both_ends_both_ways(figures):
    for way in WAYS:
        assert list(figures[way]) == ["age", "gender"]
        for ends in figures[way].values():
            assert list(ends) == ["low", "high"]
            assert set(ends["low"]) == {"age", "gender", "skin", "second_age", "second_gender", "picture"}


def test_the_change_is_from_the_decoded_face_to_that_three_steps_away(figures, tiny_model, tiny_attributes, heldout):
    faces = heldout.faces.float() / 255
    codes = tiny_model.encode(faces).mean
    before, after = tiny_model.decode(codes), tiny_model.decode(codes + 3 * tiny_model.atlas.directions[0, 0])
    high = figures["as_found"]["age"]["high"]
    brighter = (after - before).mean((1, 2, 3)).mean()
    assert high["second_age"]["mean"] == pytest.approx(100 * float(brighter), abs=1e-2)
    assert high["second_gender"]["mean"] == 0
    assert high["picture"]["mean"] == pytest.approx(255 * float((after - before).abs().mean()), rel=1e-3)
    ages = [latent.measure(some, tiny_attributes)[:, 0].mean() for some in (before, after)]
    assert high["age"]["mean"] == pytest.approx(float(ages[1] - ages[0]), abs=1e-3)


def test_the_table_has_both_ends_in_a_cell():
    def end(sign):
        keys = ("age", "gender", "skin", "second_age", "second_gender", "picture")
        return {key: {"mean": sign * (number + 1.0), "n": 7} for number, key in enumerate(keys)}

    ends = {"low": end(-1), "high": end(1)}
    table, words = rendering.render({way: {"age": ends} for way in WAYS})
    cells = "-1.0 / +1.0 | -1.0 / +1.0 | -4.0 / +4.0 | -2.0 / +2.0 | -5.0 / +5.0 | -3.0 / +3.0 | -6.0 / +6.0"
    assert f"| Age, as found | -3 / +3 | {cells} |" in table
    assert f"| Age, one thing at a time | -3 / +3 | {cells} |" in table
    assert "7 decoded faces" in words
