"""Asking the model whether a picture is a face."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

    def show_face(self, face: CurrentFace) -> str:
        return self.questions.show_face(face)[self.answers]

    def ask(self, face: CurrentFace) -> Iterator[str]:
        return (shown[self.answers] for shown in self.questions.ask(face))


def answers(html: str) -> list[float]:
    return [float(bits) for bits in re.findall(r'class="fv-note">([\d.]+) bits', html)]


def test_before_it_is_asked_every_picture_is_there_and_no_answer(tiny_model, face):
    html = Asked(tiny_model, CROWD).show_face(face)
    assert html.count("<img") == len(LABELS) == 6
    assert answers(html) == []
    assert "inside-histogram" in html
    assert "&lt;Ann&gt;" in html
    assert "<Ann>" not in html


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
    assert "6.50 bits, 0.50 more than upright: less likely than 75 of 100 test faces" in html
    assert "5.75 bits, 0.25 fewer than upright: more likely than 62 of 100 test faces" in html
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
        (4.0, "easier than a face, as smooth pictures are: more"),
        (5.5, "an ordinary face: more"),
        (6.9, "an unusual face: less"),
        (6.99, "hardly a face: less"),
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
