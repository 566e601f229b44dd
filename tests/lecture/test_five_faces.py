"""What the shipped models answer about five faces that anybody can take: three portraits and two invented ones."""

from __future__ import annotations

import functools

import pytest

import facevae
from facevae import lecture
from facevae.lecture import QUESTIONS
from facevae.ui.photo.examples import PORTRAITS, invented, portrait
from tests.benchmarks.questions import SEEDS

ONE_OUTCOME = {
    "one-or-the-mean": ("the mean of nine", "a posterior's mean errs least, whoever it is"),
    "age-besides": ("smile", "a direction is one step for all faces"),
    "half-way-code": ("0.7 as long", "in 256 dimensions two codes are nearly at right angles, whoever they are of"),
    "order-of-kernels": ("not at all", "linear filters commute, on every picture"),
    "stronger-blur": (
        "5x5 once",
        "its variance is larger, and the finest detail of faces is weak",
    ),
    "bits-of-the-code": ("about 1,200", "what is stored does not tell what is said"),
    "share-of-the-code": ("0.4 %", "an exact copy is nearly all noise, whoever is copied"),
    "costly-or-cheap": ("the 16 costliest", "bits count doublings of precision, so that few of them are well told"),
    "code-or-jpeg": ("the code", "a model of faces says in few bits what a model of any picture has to spell out"),
    "cheapest-picture": ("plain grey", "bits tell how closely a picture can be copied, and grey can be exactly"),
    "widest-wobble": ("256 numbers, price 1", "the price has widened its codes, not the face"),
    "copying-and-inventing": ("no", "reconstruction is not generation"),
    "labels-after-filling": ("20", "it is of test faces, all together"),
}
"""Key of a question -> the answer for all five faces, and why it is worth asking nevertheless."""

TOO_CLOSE = {("plain-copy-in-noise", "Eileen Collins"), ("bits-of-the-code", "Grace Hopper")}
"""Questions, and faces of the five that they cannot be asked of."""


@pytest.fixture(scope="module")
def faces():
    model = facevae.load("face")
    return model, [*(portrait(model, one) for one in PORTRAITS[:3]), *(invented(model, seed) for seed in SEEDS)]


@functools.cache
def _asked(key, model, faces):
    return [lecture.ask(QUESTIONS[key], model, face, faces[:3]) for face in faces]


@pytest.mark.slow
@pytest.mark.parametrize("key", QUESTIONS)
def test_five_faces_do_not_all_answer_alike_unless_that_is_the_lesson(faces, key):
    model, five = faces
    answers = {asked.answer.answer for asked in _asked(key, model, tuple(five)) if not asked.fell_back}
    if key in ONE_OUTCOME:
        assert answers == {ONE_OUTCOME[key][0]}
    else:
        assert len(answers) > 1


@pytest.mark.slow
@pytest.mark.parametrize("key", QUESTIONS)
def test_each_answer_is_clear_and_one_that_is_not_falls_back_and_says_so(faces, key):
    model, five = faces
    for face, asked in zip(five, _asked(key, model, tuple(five)), strict=True):
        assert asked.answer.margin >= QUESTIONS[key].least
        assert asked.fell_back == ((key, face.name) in TOO_CLOSE)
        if asked.fell_back:
            assert asked.face is next(one for one in five if one is not face)
            assert asked.note == f"With {face.name} it is too close to call, so this is about {asked.face.name}."
