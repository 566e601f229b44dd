"""Whether an invented face is a copy, in words."""

from __future__ import annotations

import gradio as gr
import pytest

import facevae
from facevae.latent import memorization
from facevae.latent.memorization import MemorizationTest
from facevae.ui.tabs.fair.memorization import MemorizationHandlers, MemorizationScreen, words


@pytest.fixture
def screen() -> MemorizationScreen:
    with gr.Blocks():
        return MemorizationScreen(gr.Slider(), gr.HTML(), gr.HTML())


@pytest.fixture
def on(tiny_model, tiny_attributes, screen, monkeypatch) -> MemorizationHandlers:
    monkeypatch.setattr(facevae, "load_attributes", lambda: tiny_attributes)
    return MemorizationHandlers(tiny_model, screen)


def test_the_same_seed_shows_the_same_face_and_says_so(on, screen, tiny_model, tiny_attributes, generator):
    shown = on.show(3)
    assert shown == on.show(3)
    assert shown[screen.picture] != on.show(4)[screen.picture]
    assert "Seed 3" in shown[screen.picture]
    found = memorization.check_memorization(tiny_model, tiny_attributes, generator(3))
    assert f"{found.distance:.2f} away from the nearest of the 6 faces" in shown[screen.words]


def test_a_new_face_tells_its_seed(on, screen):
    shown = on.invent()
    assert on.show(shown.pop(screen.seed)) == shown


def test_the_network_that_compares_is_loaded_once_and_only_when_it_is_needed(
    tiny_model, tiny_attributes, screen, monkeypatch
):
    loads = []
    monkeypatch.setattr(facevae, "load_attributes", lambda: loads.append(1) or tiny_attributes)
    on = MemorizationHandlers(tiny_model, screen)
    assert loads == []
    on.show(1)
    on.show(2)
    assert loads == [1]


def test_without_that_network_it_is_one_sentence(tiny_model, screen, monkeypatch):
    def missing():
        raise facevae.CheckpointError("There is no folder attributes.")

    monkeypatch.setattr(facevae, "load_attributes", missing)
    with pytest.raises(gr.Error, match="There is no folder attributes"):
        MemorizationHandlers(tiny_model, screen).show(1)


@pytest.mark.parametrize("seed", [None, "x", float("nan")])
def test_a_seed_that_is_none_is_one_sentence(on, seed):
    with pytest.raises(gr.Error):
        on.show(seed)


@pytest.mark.parametrize(
    ("nearer", "verdict", "strangers"),
    [
        (0, "may be a copy", "None of the real people"),
        (0.4, "may be a copy", "about 1 come nearer"),
        (1, "No copy", "about 1 come nearer"),
        (37.4, "No copy", "about 37 come nearer"),
        (100, "No copy", "All real people"),
    ],
)
def test_a_distance_in_words(face, nearer, verdict, strangers):
    text = words(MemorizationTest(face.pixels, 1.5, nearer, 20000))
    assert verdict in text
    assert strangers in text
    assert "20,000 faces" in text
    assert "never shown" in text


def test_no_training_face_is_shown(on, screen):
    shown = on.show(1)
    assert shown[screen.picture].count("<img") == 1
    assert "<img" not in shown[screen.words]
