"""Loading, and the public surface of the model."""

from __future__ import annotations

import copy
import dataclasses

import pytest
import torch

import facevae
from facevae import checkpoints, model
from facevae.checkpoints import Checkpoint, locations
from facevae.models.detail import DetailNet
from facevae.models.prior import PriorFlow
from tests.support import tiny


@pytest.fixture
def folder(tmp_path, tiny_model):
    weights = {
        "vae": (tiny.VAE, tiny_model.vae),
        "restorer": (tiny.RESTORER, tiny_model.restorer),
        "detail": (tiny.DETAIL, tiny_model.detail),
    }
    for kind, (config, network) in weights.items():
        checkpoints.save(tmp_path / "tiny", Checkpoint(kind, vars(config), network.state_dict(), {}))
    return tmp_path / "tiny"


def test_a_loaded_model_decodes_what_the_saved_one_did(folder, tiny_model, faces):
    loaded = facevae.load(folder)
    assert (loaded.image_size, loaded.latent_dim) == (32, 4)
    again, before = loaded.encode(faces), tiny_model.encode(faces)
    assert loaded.styles == model.STYLES
    for style in loaded.styles:
        one, other = loaded.decode(again.mean, style), tiny_model.decode(before.mean, style)
        torch.testing.assert_close(one, other, rtol=0, atol=2e-3)


def test_the_two_styles_differ_and_the_details_follow_the_seed(tiny_model, generator):
    codes = torch.ones(1, 4)
    faithful, real = tiny_model.decode(codes), tiny_model.decode(codes, "real")
    assert not torch.equal(faithful, real)
    assert torch.equal(real, tiny_model.decode(codes, "real"))
    assert torch.equal(real, tiny_model.add_detail(faithful))
    assert not torch.equal(real, tiny_model.decode(codes, "real", generator=generator(7)))


def test_a_model_without_a_detail_stage_has_one_style(tiny_vae):
    bare = facevae.FaceVae(tiny_vae)
    assert bare.styles == ("faithful",)
    with pytest.raises(ValueError, match="this model has faithful"):
        bare.decode(torch.zeros(1, 4), style="real")


@pytest.mark.parametrize(
    ("part", "network"),
    [
        ("detail", DetailNet(dataclasses.replace(tiny.DETAIL, image_size=64))),
        ("prior", PriorFlow(dataclasses.replace(tiny.PRIOR, latent_dim=5))),
    ],
)
def test_parts_for_other_faces_or_codes_are_refused(tiny_vae, part, network):
    with pytest.raises(ValueError, match="trained"):
        facevae.FaceVae(tiny_vae, **{part: network})


def test_a_model_of_the_study_loads_the_same_way(tmp_path, tiny_study, faces):
    checkpoints.save(tmp_path, Checkpoint("study", vars(tiny.SMALL_VAE), tiny_study.vae.state_dict(), {}))
    loaded = facevae.load(tmp_path)
    assert (loaded.image_size, loaded.latent_dim, loaded.restorer) == (32, 4, None)
    assert loaded.decode(loaded.encode(faces).mean).shape == faces.shape


def test_the_attributes_network_loads_by_name(tmp_path, tiny_attributes, faces, monkeypatch):
    saved = Checkpoint("attributes", vars(tiny.ATTRIBUTES), tiny_attributes.state_dict(), {})
    checkpoints.save(tmp_path / "attributes", saved)
    monkeypatch.setattr(locations, "CHECKPOINTS", tmp_path)
    found, expected = facevae.load_attributes().predict(faces), tiny_attributes.predict(faces)
    torch.testing.assert_close(found.age, expected.age, rtol=0, atol=0.1)


def test_a_name_is_looked_up_among_the_shipped_checkpoints(folder, monkeypatch):
    monkeypatch.setattr(locations, "CHECKPOINTS", folder.parent)
    assert facevae.load("tiny").image_size == 32


def test_an_unknown_name_is_one_sentence():
    with pytest.raises(facevae.CheckpointError, match="no folder nowhere"):
        facevae.load("nowhere")


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


@pytest.fixture
def hole():
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., 12:20, 10:22] = 1
    return mask


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
def test_details_leave_known_pixels_bit_identical(tiny_model, faces, hole, strength):
    drawn = tiny_model.add_detail(faces, hole, strength=strength)
    known = (hole == 0).expand_as(faces)
    assert torch.equal(drawn[known], faces[known])


def test_the_same_seed_draws_the_same_details_and_another_others(tiny_model, faces, hole, generator):
    first, again, other = (tiny_model.add_detail(faces, hole, generator=generator(seed)) for seed in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_dial_goes_straight_from_faithful_to_real(tiny_model, faces, hole):
    faithful, middle, real = (tiny_model.add_detail(faces, hole, strength=part) for part in (0.0, 0.5, 1.0))
    assert torch.equal(faithful, faces)
    torch.testing.assert_close(middle, (faithful + real) / 2)


def test_details_stay_in_range_and_leave_their_input_alone(tiny_model, faces):
    before = faces.clone()
    torch.nn.init.constant_(tiny_model.detail.head.bias, 5.0)
    drawn = tiny_model.add_detail(faces)
    assert float(drawn.min()) >= 0
    assert float(drawn.max()) <= 1
    assert torch.equal(faces, before)


def test_details_of_what_makes_no_sense_are_refused(tiny_model, tiny_vae, faces, hole):
    with pytest.raises(ValueError, match="strength is 2"):
        tiny_model.add_detail(faces, hole, strength=2)
    with pytest.raises(ValueError, match="soft"):
        tiny_model.add_detail(faces[..., :16, :16])
    with pytest.raises(ValueError, match="mask"):
        tiny_model.add_detail(faces, hole[..., :16])
    with pytest.raises(ValueError, match="fit detail"):
        facevae.FaceVae(tiny_vae).add_detail(faces)


def test_moving_a_model_moves_every_part(tiny_model):
    """Device "meta" is the one other device that every machine has; what stays behind would fail on a GPU only."""
    moved = copy.deepcopy(tiny_model).to("meta")
    parts = [moved.vae, *(getattr(moved, name) for name in model.PARTS)]
    places = {value.device.type for part in parts if part for value in part.state_dict().values()}
    assert places == {"meta"} == {moved.device.type}
