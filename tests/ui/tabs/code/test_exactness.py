"""Asking the model whether a picture is a face."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import gradio as gr
import pytest

from facevae.latent.likelihood import surprise
from facevae.latent.out_of_distribution import NOT_FACES, PERTURBATIONS
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.inside import typicality
from facevae.ui.tabs.inside.histogram import ReferenceSample
from facevae.ui.tabs.inside.typicality import LABELS, LETTERS, TypicalityQuestions

CROWD = ReferenceSample((5.0, 6.0, 7.0), (1, 1), tuple(5 + step / 50 for step in range(101)))


@pytest.fixture
def face(faces) -> CurrentFace:
    return current_face(faces[:1], "<Ann>")


class Asked:
    """Questions whose updates are unpacked."""

    def __init__(self, model, reference) -> None:
        with gr.Blocks():
            self.answers = gr.HTML()
        self.questions = TypicalityQuestions(model, reference, self.answers)

    def clear(self) -> str:
        return self.questions.clear()[self.answers]

    def ask(self, face: CurrentFace) -> Iterator[str]:
        return (shown[self.answers] for shown in self.questions.ask(face))


def answers(html: str) -> list[float]:
    return [float(bits) for bits in re.findall(r'class="fv-note">([\d.]+) bits', html)]


def test_before_it_is_asked_there_are_the_answers_that_are_known_already(tiny_model):
    crowd = replace(CROWD, alone={"cat": 6.25, "grey": 4.0, "other": 1.0})
    html = Asked(tiny_model, crowd).clear()
    assert html.count("<img") == 2
    assert answers(html) == [6.25, 4.0]
    assert "A plain grey square is likelier than every one of the 2 test faces" in html
    assert Asked(tiny_model, CROWD).clear().count("<img") == 0


@pytest.mark.parametrize(("bits", "said"), [(5.02, True), (5.03, False)])
def test_the_grey_square_is_spoken_of_where_it_is_easier_than_a_face(tiny_model, bits, said):
    html = Asked(tiny_model, replace(CROWD, alone={"grey": bits})).clear()
    assert ("inside-easiest" in html) == said


def test_what_is_known_is_not_asked_again(tiny_model, face, monkeypatch):
    monkeypatch.setattr(typicality, "surprise", lambda model, picture: 6.0)
    *steps, last = Asked(tiny_model, replace(CROWD, alone={"cat": 6.25, "grey": 4.0})).ask(face)
    assert "Asking: 4 of 4" in steps[-1]
    assert answers(last) == [6.0] * 4 + [6.25, 4.0]
    assert "&lt;Ann&gt;" in last
    assert "<Ann>" not in last


def test_answers_come_one_after_the_other_and_are_those_of_the_library(tiny_model, face):
    steps = list(Asked(tiny_model, CROWD).ask(face))
    assert [len(answers(html)) for html in steps] == [0, 1, 2, 3, 4, 5, 6]
    assert "Asking: 3 of 6" in steps[2]
    pictures = [face.pixels, *(perturbation.apply(face.pixels) for perturbation in PERTURBATIONS.values())]
    pictures += [make(32) for _, make in NOT_FACES.values()]
    expected = [surprise(tiny_model, picture) for picture in pictures]
    assert answers(steps[-1]) == pytest.approx(expected, abs=0.006)
    assert steps[-1].count("<circle") == 6
    assert all(f">{LETTERS[name]}</text>" in steps[-1] for name in LABELS)


def test_an_altered_face_is_compared_with_the_upright_one(tiny_model, face, monkeypatch):
    costs = iter([6.0, 6.5, 5.75, 6.0, 8.0, 4.0])
    monkeypatch.setattr(typicality, "surprise", lambda model, picture: next(costs))
    *_, html = Asked(tiny_model, CROWD).ask(face)
    assert "6.50 bits, 0.50 more than upright: of 100 test faces, 75 are likelier and 25 less likely" in html
    assert "5.75 bits, 0.25 fewer than upright: of 100 test faces, 38 are likelier and 62 less likely" in html
    assert "8.00 bits: less likely than every one of the 2 test faces" in html


def test_what_was_asked_once_is_known(tiny_model, face, monkeypatch):
    on, asked = Asked(tiny_model, CROWD), []
    monkeypatch.setattr(typicality, "surprise", lambda model, picture: asked.append(picture) or 6.0)
    for person in (face, face, current_face(face.pixels.flip(-1), "Bob")):
        *_, _ = on.ask(person)
    assert len(asked) == 2 * (len(LABELS) - len(NOT_FACES)) + len(NOT_FACES)


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (4.0, "easier than a face, as smooth pictures are: likelier"),
        (5.5, "an ordinary face: of 100"),
        (6.9, "an unusual face: of 100"),
        (6.99, "hardly a face: of 100"),
        (20, "hardly a face: less"),
    ],
)
def test_the_conclusion_in_words(tiny_model, bits, words):
    assert words in Asked(tiny_model, CROWD).questions.conclusion(bits)


def test_without_test_faces_the_numbers_are_shown_alone(tiny_model, face):
    on = Asked(tiny_model, None)
    *_, html = on.ask(face)
    assert "inside-histogram" not in html
    assert "test faces to compare" in html
    assert len(answers(html)) == 6
    assert "of 100" not in html
