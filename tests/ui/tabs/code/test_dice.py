"""The way of a face through a VAE: what is shown of it, and what the page may send."""

from __future__ import annotations

import json

import gradio as gr
import pytest
import torch
import torch.nn.functional as F

from facevae import networks
from facevae.checkpoints import CheckpointError
from facevae.latent.reparameterization import draw, wobble
from facevae.ui.components.controls import MAX_SEED
from facevae.ui.components.encoding import data_uri
from facevae.ui.tabs.code import dice
from facevae.ui.tabs.code.dice import FIRST, MODELS, OWN, DiceHandlers
from facevae.ui.tabs.code.dice_path import DicePath

SIDE = dice._SIDE


@pytest.fixture
def path() -> DicePath:
    with gr.Blocks():
        return DicePath(FIRST, elem_id="path", models=MODELS)


@pytest.fixture
def on(model, path, tiny_study, monkeypatch) -> DiceHandlers:
    monkeypatch.setattr(dice, "study_model", lambda name: tiny_study)
    return DiceHandlers(model, path)


def shown(on: DiceHandlers, path: DicePath, face, **choice) -> dict:
    return on.show(face, {**FIRST, **choice})[path]["shown"]


def test_the_numbers_are_those_of_the_models_posterior(on, path, model, face, generator):
    way = shown(on, path, face, model=OWN, seed=7)
    posterior = model.encode(face.pixels)
    drawn = draw(posterior, generator(7))
    for name, values in (("mean", posterior.mean), ("deviation", posterior.std), ("epsilon", drawn.epsilon)):
        assert way[name] == pytest.approx(values[0].tolist(), abs=1e-3)
    assert way["bits"] == pytest.approx((posterior.kl()[0] / torch.tensor(2.0).log()).tolist(), abs=1e-3)
    assert way["order"] == sorted(range(4), key=lambda index: -way["bits"][index])
    assert way["drawn"] == data_uri(model.decode(drawn.latents), SIDE)
    assert way["copy"] == data_uri(model.decode(posterior.mean), SIDE)
    assert way["shape"] == "32 \N{MULTIPLICATION SIGN} 32 \N{MULTIPLICATION SIGN} 3 = 3,072 numbers"
    json.dumps(way)


def test_a_model_of_the_study_sees_the_face_at_its_size(model, path, face, monkeypatch, tiny_study):
    monkeypatch.setattr(dice, "study_model", lambda name: tiny_study)
    tiny_study.image_size = 16
    monkeypatch.setattr(
        tiny_study, "encode", lambda seen: seen.shape[-1] == 16 and model.encode(F.interpolate(seen, 32))
    )
    monkeypatch.setattr(tiny_study, "decode", lambda codes: model.decode(codes)[..., ::2, ::2])
    assert shown(DiceHandlers(model, path), path, face)["shape"].startswith("16 ")


def test_the_same_seed_throws_the_same_and_another_one_something_else(on, path, face):
    one, again, other = (shown(on, path, face, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one["epsilon"] != other["epsilon"]
    assert one["mean"] == other["mean"]
    assert "Seed 1:" in one["moved"]


def test_the_wobble_is_told_beside_that_of_the_apps_own_model(on, path, model, tiny_study, face, generator):
    told = shown(on, path, face)["told"]
    assert f"by {wobble(tiny_study, tiny_study.encode(face.pixels), generator(0)):.1f} of 255" in told
    own = wobble(model, model.encode(face.pixels), generator(0))
    assert f"own model: {own:.1f}" in told
    assert f"by {own:.1f} of 255" in shown(on, path, face, model=OWN)["told"]


def test_without_the_weights_of_the_study_it_is_the_apps_own_model_and_a_sentence(model, path, face, monkeypatch):
    def missing(name):
        raise CheckpointError("There is no folder.")

    monkeypatch.setattr(dice, "study_model", missing)
    updated = DiceHandlers(model, path).show(face, FIRST)[path]
    assert updated["value"] == {"model": OWN, "seed": 1}
    assert updated["shown"]["model"] == OWN
    assert "There is no folder." in updated["shown"]["problem"]


@pytest.mark.parametrize("name", [name for name in MODELS if name != OWN])
def test_every_model_of_the_study_is_there_and_loaded_once(name):
    study = networks.study_model(f"study/{name}")
    assert study is networks.study_model(f"study/{name}")
    assert MODELS[name].startswith(f"study, {study.latent_dim} numbers")


def test_what_is_chosen_is_read(path):
    assert path.preprocess({"model": OWN, "seed": 3, "more": 1}) == {"model": OWN, "seed": 3}


@pytest.mark.parametrize(
    "value",
    [None, [], "own", {"model": OWN}, {"model": "face", "seed": 1}, {"model": [OWN], "seed": 1}]
    + [{"model": OWN, "seed": seed} for seed in (-1, MAX_SEED + 1, 1.0, True, "1", None)],
)
def test_anything_else_is_one_sentence(path, value):
    with pytest.raises(gr.Error, match="model must be one of"):
        path.preprocess(value)
