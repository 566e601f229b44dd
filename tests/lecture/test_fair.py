"""How often a label is read otherwise, from an audit that was made by hand."""

from __future__ import annotations

import json

import pytest

from facevae.lecture import QUESTIONS, ask
from facevae.lecture.questions import fair

QUESTION = QUESTIONS["labels-after-filling"]


@pytest.fixture
def audit(tmp_path, monkeypatch):
    """Write an audit where the figures lie."""

    def write(filled, bar=(35, 30, 40)):
        changed = [dict(zip(("mean", "low", "high"), map(float, one), strict=True), n=1105) for one in (filled, bar)]
        eyes = {"faithful": {"changed": changed[0]}, "grey bar": {"changed": changed[1]}}
        (tmp_path / "results.json").write_text(json.dumps({"face": {"audit": {"controls": {"eyes": eyes}}}}))

    monkeypatch.setattr(fair, "CHECKPOINTS", tmp_path)
    return write


@pytest.mark.parametrize(
    ("filled", "answer", "margin"),
    [
        ((4, 3, 5), "5", 7.5),
        ((24, 19, 29), "20", 6),
        ((30, 25, 34), "20", 1),
        ((24, 12, 29), "20", -0.5),
        ((45, 40, 50), "50", 5),
    ],
)
def test_the_choice_is_the_nearest_and_the_margin_that_of_the_interval(audit, faces, filled, answer, margin):
    audit(filled)
    found = fair.labels_after_filling(None, faces[:1])
    assert (found.answer, found.margin) == (answer, pytest.approx(margin))
    mean, low, high = filled
    assert f"{mean} ({low} to {high}) of 100 are read with another label, of 1,105 faces" in found.sentence
    assert "with only a grey bar there 35 (30 to 40)." in found.sentence


def test_where_no_audit_was_made_nobody_is_asked(tmp_path, faces, monkeypatch):
    monkeypatch.setattr(fair, "CHECKPOINTS", tmp_path)
    assert fair.labels_after_filling(None, faces[:1]) is None
    for found in ({"face": {}}, {"face": {"audit": {"controls": {"eyes": {"faithful": {}}}}}}):
        (tmp_path / "results.json").write_text(json.dumps(found))
        assert fair.labels_after_filling(None, faces[:1]) is None


def test_it_is_about_nobody_in_the_room_and_left_out_where_the_interval_is_too_wide(audit, face_in_the_room):
    audit((24, 19, 29))
    assert ask(QUESTION, None, face_in_the_room, []).face is None
    audit((24, 12, 29))
    assert ask(QUESTION, None, face_in_the_room, []) is None


@pytest.fixture
def face_in_the_room(faces):
    """A face whose pixels nobody may look at."""

    class Face:
        name, public = "Your photo", False

        @property
        def pixels(self):
            return faces[:1] * float("nan")

    return Face()
