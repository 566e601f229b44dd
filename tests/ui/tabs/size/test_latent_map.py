"""The map: what is sent to the page, and what is taken from it."""

from __future__ import annotations

import json
from types import SimpleNamespace

import gradio as gr
import pytest
import torch

from facevae.ui.photo.current import current_face
from facevae.ui.tabs.size import latent_map


def test_a_face_is_on_the_map():
    face = current_face(torch.rand(1, 3, 128, 128, generator=torch.Generator().manual_seed(1)), "Noise")
    shown = latent_map.show(face)
    json.dumps(shown)
    assert (shown["drawn"]["x"], shown["drawn"]["y"]) == shown["center"]
    assert all(radius > 0 for radius in shown["radii"])


def test_ages_lie_within_what_the_legend_says():
    ages = latent_map.ages()
    known = [mean for row in ages["means"] for mean in row if mean is not None]
    assert len(known) > 100
    assert ages["low"] <= min(known) < max(known) <= ages["high"]
    assert ages["faces"] > 15_000


def test_without_the_file_there_are_no_ages(monkeypatch):
    monkeypatch.setattr(latent_map, "AGES", "nothing.json")
    assert latent_map.ages() is None


@pytest.mark.parametrize("sent", [None, {}, {"x": 1}, {"x": "1", "y": 0}, {"x": True, "y": 0}, {"x": 3.1, "y": 0},
                                  {"x": float("nan"), "y": 0}, [1, 2]])  # fmt: skip
def test_what_is_no_place_is_refused_in_one_sentence(sent):
    with pytest.raises(gr.Error, match="no such place on the map"):
        latent_map.read_place(SimpleNamespace(_data=sent))


def test_a_place_is_drawn_exactly_there():
    assert latent_map.read_place(SimpleNamespace(_data={"x": 1, "y": -0.25})) == (1.0, -0.25)
    drawn = latent_map.drawn(1.0, -0.25)
    assert (drawn["x"], drawn["y"]) == (1.0, -0.25)
    assert drawn["picture"].startswith("data:image/jpeg;base64,")
