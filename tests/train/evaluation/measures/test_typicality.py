"""Measuring how likely faces are."""

from __future__ import annotations

import json
import math

import pytest
import torch

from facevae.latent import likelihood
from facevae.latent.out_of_distribution import NOT_FACES, PERTURBATIONS
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures import typicality


@pytest.fixture
def by_corner(monkeypatch):
    """Bounds that can be told by hand: as many bits a dimension as 10 times the red of the upper left pixel."""

    def bound(model, faces, generator):
        bits = 10 * faces[:, 0, 0, 0].double()
        return -(bits - math.log2(255)) * math.log(2) * 3 * 32 * 32

    monkeypatch.setattr(typicality, "importance_weighted", bound)


@pytest.fixture
def ramps() -> HeldoutFaces:
    """A hundred faces whose upper left corner is 0, 2, 4 ... of 255, and whose lower right one is white."""
    faces = torch.zeros(100, 3, 32, 32, dtype=torch.uint8)
    faces[:, :, 0, 0] = 2 * torch.arange(100, dtype=torch.uint8)[:, None]
    faces[:, :, -1, -1] = 255
    return HeldoutFaces(faces, None, 0, "made up")


@pytest.mark.usefixtures("by_corner")
def test_the_figures_by_hand(tiny_model, ramps):
    found = typicality.measure(tiny_model, ramps)
    assert found["bits_per_dim"]["median"] == pytest.approx(10 * 99 / 255, abs=1e-3)
    assert found["percentiles"] == pytest.approx([10 * 1.98 * step / 255 for step in range(101)], abs=1e-3)
    assert found["histogram"]["edges"] == pytest.approx([6.6 * step / 255 * 10 for step in range(31)], abs=1e-3)
    assert sum(found["histogram"]["counts"]) == 100
    assert set(found["histogram"]["counts"]) <= {3, 4}
    assert found["alone"]["grey"] == 5


@pytest.mark.usefixtures("by_corner")
def test_upside_down_all_of_them_are_unusual_and_on_their_side_none(tiny_model, ramps):
    spoilt = typicality.measure(tiny_model, ramps)["spoilt"]
    assert spoilt["upside-down"]["unusual"]["mean"] == 1
    assert spoilt["upside-down"]["bits_per_dim"]["median"] == 10
    assert spoilt["turned"]["unusual"]["mean"] == 0
    assert spoilt["turned"]["bits_per_dim"]["median"] == 0


def test_a_face_is_as_likely_as_the_app_finds_it(tiny_model, heldout, generator):
    found = typicality.measure(tiny_model, heldout)
    faces = heldout.faces.float() / 255
    bits = [likelihood.surprise(tiny_model, face[None]) for face in faces]
    assert found["bits_per_dim"]["mean"] == pytest.approx(sum(bits) / 3, abs=1e-3)
    assert found["percentiles"][0] == pytest.approx(min(bits), abs=1e-3)
    nats = likelihood.importance_weighted(tiny_model, faces, generator(likelihood.SEED))
    assert found["nats"]["mean"] == pytest.approx(nats.mean().item(), rel=1e-4)
    assert found["samples"] == likelihood.SAMPLES


def test_every_way_to_spoil_a_face_is_measured_on_the_same_first_faces(tiny_model, make_faces, monkeypatch):
    monkeypatch.setattr(typicality, "FACES", 2)
    faces = HeldoutFaces((make_faces(4) * 255).round().to(torch.uint8), None, 0, "")
    found = typicality.measure(tiny_model, faces)
    assert set(found["spoilt"]) == set(PERTURBATIONS)
    assert set(found["alone"]) == set(NOT_FACES)
    assert found["bits_per_dim"]["n"] == 2
    assert all(own[key]["n"] == 2 for own in found["spoilt"].values() for key in ("bits_per_dim", "unusual"))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert typicality.measure(tiny_model, faces) == found
