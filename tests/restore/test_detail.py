"""Restored faces in the style "real": details only where pixels were invented, each face with its own."""

from __future__ import annotations

import pytest
import torch

import facevae
from facevae import restore
from facevae.damage import Damaged
from facevae.restore import METHODS
from facevae.restore.detail import check_drawn, invented


@pytest.fixture
def hole():
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., 12:20, 10:22] = 1
    return mask


def test_a_hole_is_invented_and_so_is_all_of_a_noisy_or_altered_face(faces, hole):
    masks = hole.repeat(4, 1, 1, 1)
    sigma, error = torch.tensor([0.0, 0.1, 0.0, 1e-4]), torch.tensor([0.0, 0.0, 0.2, 0.0])
    found = invented(Damaged(faces[:1].repeat(4, 1, 1, 1), masks, sigma, error))
    assert torch.equal(found[0], hole[0])
    assert torch.equal(found[3], hole[0])  # less noise than half a step of 8 bits is none
    assert bool((found[1:3] == 1).all())


def test_filled_holes_differ_from_faithful_ones_inside_only(tiny_model, faces, hole):
    faithful, real = (restore.inpaint(tiny_model, faces, hole, style=style) for style in ("faithful", "real"))
    inside = (hole > 0).expand_as(faces)
    assert torch.equal(real[:, 0][~inside], faces[~inside])
    assert not torch.equal(real[:, 0][inside], faithful[:, 0][inside])


def test_each_of_several_completions_has_its_own_details(tiny_model, faces, hole, generator):
    torch.nn.init.zeros_(tiny_model.detail.look.weight)  # so that nothing but the noise in the input is left ...
    torch.nn.init.normal_(tiny_model.detail.look.weight[:, :12], std=0.5)
    alike = faces[:1].repeat(2, 1, 1, 1)
    restored = restore.Restoration(alike[None], torch.tensor([[0.5, 0.5]]))
    drawn = restore.add_detail(tiny_model, restored, Damaged(faces[:1], hole), generator())
    assert not torch.equal(drawn.faces[0, 0], drawn.faces[0, 1])
    assert torch.equal(drawn.weights, restored.weights)


@pytest.mark.parametrize("run", ["denoise", "repair"])
def test_noisy_faces_get_details_that_follow_the_seed(tiny_model, faces, generator, run):
    def restored(style, seed=0):
        if run == "denoise":
            return restore.denoise(tiny_model, faces, 0.2, style=style, generator=generator(seed))
        damaged = Damaged(faces, torch.zeros_like(faces[:, :1]), 0.2)
        return restore.repair(tiny_model, damaged, style=style, generator=generator(seed))

    assert not torch.equal(restored("real"), restored("faithful"))
    assert torch.equal(restored("real"), restored("real"))
    assert not torch.equal(restored("real"), restored("real", 1))


@pytest.mark.parametrize(("strength", "share"), [(0.0, 0.0), (0.25, 0.5), (0.5, 1.0), (0.75, 1.0)])
def test_details_fade_with_the_trust_in_the_model(tiny_model, faces, generator, strength, share):
    faithful, real = (
        restore.denoise(tiny_model, faces, 0.2, strength=strength, style=style, generator=generator())
        for style in ("faithful", "real")
    )
    whole = tiny_model.add_detail(faithful, generator=generator())
    torch.testing.assert_close(real, torch.lerp(faithful, whole, share))


def test_without_damage_there_is_nothing_to_draw(tiny_model, faces):
    whole = Damaged(faces, torch.zeros_like(faces[:, :1]))
    assert torch.equal(restore.repair(tiny_model, whole, style="real"), restore.repair(tiny_model, whole))


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.kind != "model"])
def test_only_the_models_own_methods_have_details_drawn(tiny_model, name):
    with pytest.raises(ValueError, match=f"{name} is shown as it is"):
        check_drawn(tiny_model, METHODS[name], "real")
    check_drawn(tiny_model, METHODS[name], "faithful")


def test_a_model_without_a_detail_stage_says_what_it_has(tiny_vae, faces, hole):
    bare = facevae.FaceVae(tiny_vae)
    with pytest.raises(ValueError, match="this model has faithful"):
        restore.inpaint(bare, faces, hole, method="vae-plain", style="real")
    with pytest.raises(ValueError, match="this model has faithful"):
        restore.denoise(bare, faces, 0.1, method="vae-plain", style="real")
    with pytest.raises(ValueError, match="this model has faithful"):
        restore.repair(bare, Damaged(faces, torch.zeros_like(faces[:, :1])), style="real")
