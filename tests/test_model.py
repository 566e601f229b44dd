"""Loading, and the public surface of the model."""

from __future__ import annotations

import pytest
import torch

import facevae
from facevae import checkpoints, model
from facevae.checkpoints import Checkpoint
from tests.conftest import TINY_RESTORER, TINY_VAE


@pytest.fixture
def folder(tmp_path, tiny_model):
    weights = {"vae": (TINY_VAE, tiny_model.vae), "restorer": (TINY_RESTORER, tiny_model.restorer)}
    for kind, (config, network) in weights.items():
        checkpoints.save(tmp_path / "tiny", Checkpoint(kind, vars(config), network.state_dict(), {}))
    return tmp_path / "tiny"


def test_a_loaded_model_decodes_what_the_saved_one_did(folder, tiny_model, faces):
    loaded = facevae.load(folder)
    assert (loaded.image_size, loaded.latent_dim) == (32, 4)
    again, before = loaded.encode(faces), tiny_model.encode(faces)
    torch.testing.assert_close(loaded.decode(again.mean), tiny_model.decode(before.mean), rtol=0, atol=2e-3)


def test_a_name_is_looked_up_among_the_shipped_checkpoints(folder, monkeypatch):
    monkeypatch.setattr(model, "CHECKPOINTS", folder.parent)
    assert facevae.load("tiny").image_size == 32


def test_an_unknown_name_is_one_sentence():
    with pytest.raises(facevae.CheckpointError, match="no folder nobody"):
        facevae.load("nobody")


def test_a_hub_name_is_fetched_at_its_revision(folder, monkeypatch):
    asked = {}

    def fetch(name, revision, allow_patterns):
        asked.update(name=name, revision=revision)
        return str(folder)

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
    assert facevae.load("somebody/faces", revision="v1").latent_dim == 4
    assert asked == {"name": "somebody/faces", "revision": "v1"}


def test_faces_of_another_size_are_refused(tiny_model, make_faces):
    with pytest.raises(ValueError, match="16 pixels wide"):
        tiny_model.encode(make_faces(1, size=16))


def test_an_unknown_style_names_those_there_are(tiny_model):
    with pytest.raises(ValueError, match="faithful"):
        tiny_model.decode(torch.zeros(1, 4), style="cubist")


def test_without_a_restorer_restoring_says_how_to_get_one(tiny_vae, faces):
    bare = facevae.FaceVae(tiny_vae)
    with pytest.raises(ValueError, match="fit restorer"):
        bare.restore_encode(faces, torch.zeros_like(faces[:, :1]), 0.1)


def test_decoding_can_be_differentiated_in_the_latents(tiny_model):
    latents = torch.zeros(1, 4, requires_grad=True)
    tiny_model.decode(latents).sum().backward()
    assert latents.grad.abs().sum() > 0
