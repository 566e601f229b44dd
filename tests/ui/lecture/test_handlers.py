from dataclasses import replace
from types import SimpleNamespace

import gradio as gr
import pytest

from facevae.checkpoints import CheckpointError
from facevae.lecture import QUESTIONS, Answer, Lecture, Question, Step
from facevae.ui.lecture import handlers as lecture_view
from facevae.ui.lecture.handlers import UNCLEAR, LectureHandlers

KEY = "test-question"
STEPS = (
    Step("damage", "invented:7", "damage-chosen", "Look.", 1, question=KEY),
    Step("damage", "invented:8", "damage-chosen", "Look.", 1),
)
FACE, STAGE = "the face", "the stage"


def event(step, turn=5):
    return SimpleNamespace(_data={"step": step, "turn": turn})


@pytest.fixture
def on(model) -> LectureHandlers:
    return LectureHandlers(model, FACE, Lecture("Own", STEPS), STAGE)


@pytest.fixture
def answered(monkeypatch):
    """Let the question be answered by what is put in here; returns for how many faces that was computed."""

    def answer(compute):
        asked = []

        def count(model, face):
            asked.append(face)
            return compute(model, face)

        monkeypatch.setitem(QUESTIONS, KEY, Question(KEY, "damage", "Which?", ("a", "b"), count, 1.0, "dB"))
        monkeypatch.setattr(lecture_view, "portraits", lambda _: [])
        return asked

    return answer


def test_a_step_takes_its_face_and_leaves_it_where_it_is_in_use(on, face):
    changed = on.take(face, event(1))
    assert changed[FACE].name == "Invented face 7"
    assert changed[STAGE]["taken"] == 5
    again = on.take(changed[FACE], event(1, 6))
    assert FACE not in again
    assert again[STAGE]["taken"] == 6
    assert on.take(changed[FACE], event(2))[FACE].name == "Invented face 8"


def test_a_link_to_a_step_may_name_another_face(on, face, monkeypatch):
    said = []
    monkeypatch.setattr(gr, "Warning", said.append)
    linked = {"step": 1, "turn": 5}
    assert on.take(face, SimpleNamespace(_data={**linked, "face": "invented:3"}))[FACE].name == "Invented face 3"
    assert said == []
    assert on.take(face, SimpleNamespace(_data={**linked, "face": "nobody"}))[FACE].name == "Invented face 7"
    assert said == [lecture_view.UNKNOWN]


@pytest.mark.parametrize("sent", [None, {}, {"step": 0, "turn": 1}, {"step": 3, "turn": 1}, {"step": "1", "turn": 1}])
def test_a_step_that_is_none_is_refused_in_a_sentence(on, face, sent):
    with pytest.raises(gr.Error, match="no such step"):
        on.take(face, SimpleNamespace(_data=sent))


def test_a_question_is_answered_of_the_face_in_use(on, face, answered):
    asked = answered(lambda *_: Answer(("a", "b"), "b", 2.0, "It is b."))
    told = on.ask(face, event(1))["answer"]
    assert told == {"turn": 5, "right": 1, "sentence": "It is b.", "note": ""}
    assert asked[0] is face.pixels


def test_of_a_visitors_face_nothing_is_kept_and_of_a_public_one_the_answer_is(on, face, answered):
    asked = answered(lambda *_: Answer(("a", "b"), "a", 2.0, "It is a."))
    for _ in range(2):
        on.ask(face, event(1))
    assert len(asked) == 2
    for _ in range(2):
        on.ask(replace(face, link="invented:1"), event(1))
    assert len(asked) == 3


def test_without_a_clear_answer_that_is_said(on, face, answered):
    answered(lambda *_: Answer(("a", "b"), "a", 0.5, "It is a."))
    assert on.ask(face, event(1))["answer"] == {"turn": 5, "right": -1, "sentence": UNCLEAR, "note": ""}


def test_a_network_that_is_not_there_is_said(on, face, answered):
    def missing(*_):
        raise CheckpointError("It is not there.")

    answered(missing)
    assert on.ask(face, event(1))["answer"]["sentence"] == "It is not there."


def test_a_step_without_a_question_is_asked_nothing(on, face):
    with pytest.raises(gr.Error, match="no question"):
        on.ask(face, event(2))
