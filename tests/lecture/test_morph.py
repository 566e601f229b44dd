"""The length of a code half-way between two."""

from __future__ import annotations

import math

import pytest
import torch

from facevae.lecture.questions import morph
from facevae.models.vae import Posterior


# Two codes of length 2, at an angle: half-way the code is as long as the cosine of half of it.
@pytest.mark.parametrize(
    ("degrees", "answer"),
    [(0, "as long"), (60, "as long"), (75, "0.7 as long"), (90, "0.7 as long"), (110, "half as long")],
)
def test_the_angle_between_two_people_tells_the_length(tiny_model, faces, monkeypatch, degrees, answer):
    angle = math.radians(degrees)
    own, other = torch.tensor([[2.0, 0, 0, 0]]), torch.tensor([[2 * math.cos(angle), 2 * math.sin(angle), 0, 0]])
    monkeypatch.setattr(tiny_model.vae.encoder, "forward", lambda faces: Posterior(own, torch.ones(1, 4)))
    monkeypatch.setattr(morph, "sample", lambda *_: other)
    found = morph.half_way_code(tiny_model, faces[:1])
    length = math.cos(angle / 2)
    assert found.answer == answer
    assert f"half-way between them {2 * length:.1f}: {length:.2f} of that." in found.sentence
    assert found.margin == pytest.approx(min(abs(length - bound) for bound in (0.85, 0.6)), abs=1e-5)


@pytest.mark.parametrize("index", range(5))
def test_half_way_is_as_long_as_a_mean_of_two_arrows(tiny_model, make_faces, index):
    face = make_faces(5)[index : index + 1]
    own = tiny_model.encode(face).mean[0].double()
    other = morph.sample(tiny_model, 1, torch.Generator().manual_seed(morph.SEED))[0].double()
    # The parallelogram: four times the square of half the sum is the two squares and twice the product.
    half = math.sqrt(float(own @ own + other @ other + 2 * own @ other)) / 2
    length = 2 * half / (math.sqrt(float(own @ own)) + math.sqrt(float(other @ other)))
    found = morph.half_way_code(tiny_model, face)
    choices = {"as long": 1, "0.7 as long": 0.7, "half as long": 0.5}
    assert found.answer == min(choices, key=lambda name: abs(length - choices[name]))
    assert f"{half:.1f}: {length:.2f} of that." in found.sentence


def test_the_other_person_is_always_the_same(tiny_model, faces):
    assert morph.half_way_code(tiny_model, faces[:1]) == morph.half_way_code(tiny_model, faces[:1])
