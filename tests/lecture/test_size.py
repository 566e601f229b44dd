"""The dice of small models, and the best copier against the best inventor."""

from __future__ import annotations

import json
import math

import pytest
import torch

from facevae import networks
from facevae.latent import study
from facevae.lecture.questions import size
from facevae.model import FaceVae
from facevae.models.small_vae import SmallVae
from facevae.models.vae import Posterior
from tests.support import tiny

FACES = range(5)
SETTINGS = study.SETTINGS


@pytest.fixture
def models(monkeypatch):
    """Nine untrained models in place of the study's, by dimension and price."""
    made = {}
    for seed, setting in enumerate(SETTINGS):
        torch.manual_seed(seed)
        made[setting] = FaceVae(SmallVae(tiny.SMALL_VAE).eval().requires_grad_(False))
    monkeypatch.setattr(networks, "study_model", {study.name_of(*setting): made[setting] for setting in made}.get)
    return made


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """Write Frechet distances of invented faces where the figures lie; the first model's are the best."""

    def write(best):
        order = [best, *(one for one in SETTINGS if one != best)]
        found = {
            f"study/latent{dim}-beta{beta:g}": {"distances": {"faithful": {"samples": 5.0 + number}}}
            for number, (dim, beta) in enumerate(order)
        }
        (tmp_path / "results.json").write_text(json.dumps(found))
        monkeypatch.setattr(size, "CHECKPOINTS", tmp_path)

    return write


@pytest.mark.parametrize("index", FACES)
def test_the_widest_wobble_is_the_largest_distance_from_the_copy(models, make_faces, index):
    face = make_faces(5)[index : index + 1]
    noise = torch.randn(8, 4, generator=torch.Generator().manual_seed(size.SEED))
    moved = {}
    for choice, setting in size.CORNERS.items():
        model = models[setting]
        posterior = model.encode(face)
        drawn = model.decode(posterior.mean + posterior.std * noise)
        moved[choice] = 255 * math.sqrt(float((drawn - model.decode(posterior.mean)).square().mean()))
    first, second = sorted(moved.values(), reverse=True)[:2]
    found = size.widest_wobble(None, face)
    assert moved[found.answer] == pytest.approx(first)
    assert found.margin == pytest.approx(first - second, abs=1e-3)
    assert found == size.widest_wobble(None, face)


@pytest.mark.parametrize(("choice", "setting"), size.CORNERS.items())
def test_only_who_is_unsure_wobbles(models, faces, monkeypatch, choice, setting):
    for one, model in models.items():
        posterior = Posterior(torch.zeros(1, 4), torch.full((1, 4), 2.0 if one == setting else 0.0))
        monkeypatch.setattr(model.vae.encoder, "forward", lambda faces, posterior=posterior: posterior)
    assert size.widest_wobble(None, faces[:1]).answer == choice


def psnr_of(models, face):
    """Setting -> dB of its copy."""
    copies = {one: model.decode(model.encode(face).mean) for one, model in models.items()}
    return {one: -10 * math.log10(float((copy - face).square().mean())) for one, copy in copies.items()}


@pytest.mark.parametrize("index", FACES)
def test_the_best_copier_is_asked_whether_it_invents_best(models, measured, make_faces, index):
    face = make_faces(5)[index : index + 1]
    psnr = psnr_of(models, face)
    (copier, best), (_, second), *_, (worst, least) = sorted(psnr.items(), key=lambda item: -item[1])
    measured(copier)
    found = size.copying_and_inventing(None, face)
    assert (found.answer, found.margin) == ("yes", pytest.approx(best - second, abs=1e-3))
    measured(worst)
    found = size.copying_and_inventing(None, face)
    assert (found.answer, found.margin) == ("no", pytest.approx(best - least, abs=1e-3))
    assert f"{best:.1f} dB" in found.sentence
    assert "the best 5.0." in found.sentence


def test_without_figures_nobody_is_asked_who_invents_best(models, faces, tmp_path, monkeypatch):
    monkeypatch.setattr(size, "CHECKPOINTS", tmp_path)
    assert size.copying_and_inventing(None, faces[:1]) is None
