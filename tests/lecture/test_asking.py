"""Which face a question is asked of, and what is said where it is another than the one in use."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import torch
from torch import Tensor

from facevae.lecture import Answer, Question, ask


@dataclass(frozen=True)
class Named:
    """A face that holds the margin of its answer in every value."""

    name: str
    margin: float
    public: bool = False

    @property
    def pixels(self) -> Tensor:
        return torch.full((1, 3, 4, 4), self.margin)


def question(**changed):
    """A question that is clear from a margin of 0.5 on."""

    def compute(model, face):
        return Answer(("yes", "no"), "yes", float(face[0, 0, 0, 0]), "It is. So it is.")

    options = {"compute": compute, "least": 0.5, "unit": "dB", **changed}
    return Question("bright", "kernels", "Is it?", ("yes", "no"), **options)


OWN, DARK = Named("Your photo", 0.75), Named("Your dark photo", 0.25)
SHIPPED = [Named("Eileen Collins", 0.5, public=True), Named("Grace Hopper", 1.0, public=True)]
DULL = Named("A dull portrait", 0.25, public=True)


def test_a_clear_answer_is_about_the_face_in_use():
    asked = ask(question(), None, OWN, SHIPPED)
    assert (asked.face, asked.fell_back, asked.note) == (OWN, False, "")
    assert asked.answer.margin == 0.75


def test_a_close_answer_falls_back_on_the_first_portrait_and_says_so():
    asked = ask(question(), None, DARK, SHIPPED)
    assert (asked.face, asked.fell_back) == (SHIPPED[0], True)
    assert asked.note == "With Your dark photo it is too close to call, so this is about Eileen Collins."
    assert asked.answer.margin == 0.5


def test_a_portrait_that_is_close_itself_is_passed_over():
    assert ask(question(), None, DARK, [DULL, *SHIPPED]).face is SHIPPED[0]


def test_without_a_clear_face_nothing_is_asked():
    assert ask(question(), None, DARK, [DULL]) is None
    assert ask(question(), None, DARK, []) is None


def test_nobodys_age_is_read_unasked():
    read = []

    def compute(model, face):
        read.append(float(face[0, 0, 0, 0]))
        return Answer(("yes", "no"), "no", read[-1], "It is not. So it is not.")

    ages = question(compute=compute, reads_age=True)
    asked = ask(ages, None, OWN, SHIPPED)
    assert (asked.face, asked.fell_back) == (SHIPPED[0], True)
    assert asked.note == "Nobody's age is read unasked, so this is about Eileen Collins."
    assert read == [0.5]
    assert ask(ages, None, OWN, SHIPPED, ages_wanted=True).face is OWN
    assert ask(ages, None, SHIPPED[1], SHIPPED).face is SHIPPED[1]


def test_where_nothing_was_measured_nothing_is_asked():
    assert ask(question(compute=lambda model, face: None), None, OWN, SHIPPED) is None
    assert ask(question(compute=lambda model, face: None, about_face=False), None, OWN, SHIPPED) is None


def test_a_question_about_no_face_names_none():
    asked = ask(question(about_face=False), None, OWN, SHIPPED)
    assert (asked.face, asked.fell_back, asked.note) == (None, False, "")
    assert ask(question(about_face=False), None, DARK, SHIPPED) is None


def test_an_answer_is_one_of_its_choices():
    with pytest.raises(ValueError, match="'maybe' is none of the choices: yes, no"):
        Answer(("yes", "no"), "maybe", 1.0, "")
