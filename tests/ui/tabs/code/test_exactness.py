"""What exact copies cost, told as three terms, and a sample beside the mean."""

from __future__ import annotations

import re

import gradio as gr
import pytest

from facevae.latent import exact_copy as library
from facevae.latent.exact_copy import ExactCopy
from facevae.latent.out_of_distribution import NOT_FACES, PERTURBATIONS
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.code import exactness
from facevae.ui.tabs.code.exactness import FACE, GREY, LABELS, SEED, ExactnessHandlers, ExactnessScreen, in_words, terms
from facevae.ui.tabs.code.reference import ReferenceSample

REFERENCE = ReferenceSample(200, tuple(5 + step / 50 for step in range(101)))


@pytest.fixture
def face(faces) -> CurrentFace:
    return current_face(faces[:1], "<Ann>")


@pytest.fixture
def screen() -> ExactnessScreen:
    with gr.Blocks():
        return ExactnessScreen(gr.Checkbox(), gr.HTML(), gr.HTML())


@pytest.fixture
def on(model, screen) -> ExactnessHandlers:
    return ExactnessHandlers(model, REFERENCE, screen)


def sources(html: str) -> list[str]:
    return re.findall(r'src="([^"]+)"', html)


def sums(html: str) -> list[list[float]]:
    return [list(map(float, re.findall(r"[\d.]+", line))) for line in re.findall(r'exact-sum">([^<]+)<', html)]


def test_terms_add_up_as_they_are_shown():
    cost = ExactCopy(values=1000, noise=4.8454, error=0.8994, code_bits=25.4)
    assert terms(cost) == (4.845, 0.899, 0.025, 5.769)
    assert in_words(*_split(terms(cost))) == "4.845 + 0.899 + 0.025 = 5.769 bits"


def _split(found):
    return found[:-1], found[-1]


def test_every_picture_has_a_row_whose_figures_are_those_of_the_library(on, screen, model, face):
    html = on.show_face(face, False)[screen.answers]
    found = sums(html)
    assert len(found) == len(LABELS)
    pictures = [face.pixels, *(way.apply(face.pixels) for way in PERTURBATIONS.values())]
    pictures += [make(32) for _, make in NOT_FACES.values()]
    for shown, picture in zip(found, pictures, strict=True):
        cost = library.exact_copy(model, picture)
        assert shown == pytest.approx([cost.noise, cost.error, cost.code, cost.bits_per_value], abs=0.002)
        assert round(1000 * sum(shown[:3])) == round(1000 * shown[3])
    assert html.count("<img") == len(LABELS)


def test_a_name_is_written_as_it_is(on, screen, face):
    html = on.show_face(face, False)[screen.answers]
    assert "&lt;Ann&gt; takes" in html
    assert "<Ann>" not in html


@pytest.mark.parametrize(("bits", "said"), [(5.02, True), (5.03, False)])
def test_the_grey_square_is_spoken_of_where_it_is_easier_than_a_face(on, screen, face, monkeypatch, bits, said):
    costs = {GREY: bits}
    monkeypatch.setattr(on, "_alone", lambda name: ExactCopy(100, costs.get(name, 6.0), 0, 0))
    assert ("A plain grey square is" in on.show_face(face, False)[screen.answers]) == said


def test_without_test_faces_the_terms_stand_alone(model, screen, face):
    html = ExactnessHandlers(model, None, screen).show_face(face, False)[screen.answers]
    assert len(sums(html)) == len(LABELS)
    assert "test faces" not in html
    assert "exact-band" not in html


def test_a_face_is_measured_once_and_forgotten_when_asked(model, screen, face, monkeypatch):
    asked = []
    measure = exactness.exact_copy
    monkeypatch.setattr(exactness, "exact_copy", lambda model, picture: asked.append(1) or measure(model, picture))
    on = ExactnessHandlers(model, REFERENCE, screen)
    on.show_face(face, False)
    on.show_face(face, True)
    assert len(asked) == len(LABELS)
    on.forget()
    on.show_face(face, False)
    assert len(asked) == 2 * len(LABELS) - len(NOT_FACES)
    assert FACE in LABELS


def test_the_sample_stands_beside_its_mean_when_it_is_asked_for(on, screen, model, face, generator):
    without, with_noise = (on.show(face, noise)[screen.pictures] for noise in (False, True))
    latents = model.encode(face.pixels).mean
    mean, sample = model.decode(latents), library.sample_pixels(model, latents, generator(SEED))
    assert sources(without) == [data_uri(face.pixels), data_uri(mean)]
    assert sources(with_noise) == [data_uri(face.pixels), data_uri(mean), data_uri(sample)]
    assert without.count("<figure") == with_noise.count("<figure") == 3
    assert f"Grain of {library.noise_levels(model):.1f} of 255" in with_noise
