"""Distances in the features of a pretrained network; here one that is a tenth as wide and learned nothing."""

from __future__ import annotations

import pytest
import torch

from facevae import checkpoints
from train import TrainError
from train.evaluation.methods import pretrained


def test_every_stage_halves_the_side(tiny_judge, faces):
    assert [maps.shape[-1] for maps in tiny_judge.maps(faces)] == [112, 56, 28, 14, 7]


def test_a_vector_is_the_mean_of_the_last_stage(tiny_judge, faces):
    assert torch.equal(tiny_judge.embed(faces), tiny_judge.maps(faces)[-1].mean((2, 3)))


def test_a_strip_is_its_rows_alone_at_full_height(tiny_judge, faces):
    strip = faces[:, :, 8:16]
    large = torch.nn.functional.interpolate(strip, (224, 4 * 224), mode="bilinear", antialias=True)
    mean, sd = torch.tensor([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]])[..., None, None]
    expected = list(tiny_judge.network((large - mean) / sd).values())[-1].mean((2, 3))
    torch.testing.assert_close(tiny_judge.embed_strip(faces, 8, 16), expected)


def test_equal_faces_are_at_no_distance_and_others_are_the_further_the_noisier(tiny_judge, faces, generator):
    noise = torch.randn(faces.shape, generator=generator())
    none, little, much = (tiny_judge.distance(faces, (faces + amount * noise).clamp(0, 1)) for amount in (0, 0.02, 0.2))
    assert torch.equal(none, torch.zeros(4))
    assert ((little > 0) & (much > little)).all()


def test_distance_is_the_squared_difference_of_unit_features(tiny_judge, faces, monkeypatch):
    # Two stages of two channels: equal directions count 0 whatever their length, orthogonal ones 2, opposite ones 4.
    one = [torch.tensor([[[[1.0, 0.0]], [[0.0, 3.0]]]]), torch.tensor([[[[1.0]], [[0.0]]]])]
    other = [torch.tensor([[[[2.0, 5.0]], [[0.0, 0.0]]]]), torch.tensor([[[[-1.0]], [[0.0]]]])]
    sides = iter([one, other])
    monkeypatch.setattr(tiny_judge, "maps", lambda _: next(sides))
    assert tiny_judge.distance(faces[:1], faces[:1]).tolist() == [pytest.approx((0 + 2) / 2 + 4)]


def test_weights_come_back_as_they_were_saved(tiny_judge, faces, tmp_path):
    weights = checkpoints.Checkpoint(pretrained.KIND, {"width": 0.1}, tiny_judge.state_dict(), {})
    checkpoints.save(tmp_path, weights)
    again = pretrained.load(tmp_path)
    torch.testing.assert_close(again.embed(faces), tiny_judge.embed(faces), rtol=1e-2, atol=1e-3)
    assert not any(parameter.requires_grad for parameter in again.parameters())


@pytest.mark.parametrize("config", [{"width": 0.2}, {"height": 0.1}])
def test_weights_of_another_width_are_one_sentence(tiny_judge, tmp_path, config):
    checkpoints.save(tmp_path, checkpoints.Checkpoint(pretrained.KIND, config, tiny_judge.state_dict(), {}))
    with pytest.raises(TrainError, match="do not fit their own configuration"):
        pretrained.load(tmp_path)
