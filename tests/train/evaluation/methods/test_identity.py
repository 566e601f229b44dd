"""A network that tells people apart; here one an eighth as wide that learned nothing."""

from __future__ import annotations

import pytest
import torch

from facevae import checkpoints, photos
from facevae.checkpoints.locations import CHECKPOINTS
from tests.support.photos import PORTRAIT
from train import TrainError
from train.evaluation.methods import identity


def _save(folder, descriptor, **config):
    weights = {"widths": descriptor.widths} | config
    checkpoints.save(folder, checkpoints.Checkpoint(identity.KIND, weights, descriptor.state_dict(), {}))


def test_a_description_has_128_numbers_whatever_the_size_of_the_face(tiny_descriptor, make_faces):
    for size in (32, 150, 200):
        assert tiny_descriptor.embed(make_faces(2, size)).shape == (2, identity.NUMBERS)


def test_the_network_has_29_layers_of_convolutions(tiny_descriptor):
    assert sum(isinstance(layer, torch.nn.Conv2d) for layer in tiny_descriptor.modules()) == 29


def test_a_block_that_halves_adds_the_mean_of_four_pixels_and_fills_up_with_zeros():
    block = identity._Block(1, 2, halves=True)
    for parameter in block.parameters():
        torch.nn.init.zeros_(parameter)
    torch.nn.init.ones_(block.second.bias)
    seen = torch.tensor([[[[1.0, 3.0, 0.0, 0.0], [5.0, 7.0, 0.0, 0.0], [0.0] * 4, [0.0] * 4]]])
    # The convolutions leave 1 x 1 of 1s; the means are 2 x 2, and the second channel has none.
    assert block(seen).tolist() == [[[[5.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]]]]


def test_only_a_copy_of_a_face_is_at_no_distance(tiny_descriptor, make_faces):
    one, other = (tiny_descriptor.embed(make_faces(2, seed=seed)) for seed in (0, 1))
    assert torch.equal(one, tiny_descriptor.embed(make_faces(2, seed=0)))
    assert ((one - other).norm(dim=1) > 0).all()


def test_weights_come_back_as_they_were_saved(tiny_descriptor, faces, tmp_path):
    _save(tmp_path, tiny_descriptor)
    again = identity.load(tmp_path)
    torch.testing.assert_close(again.embed(faces), tiny_descriptor.embed(faces), rtol=1e-2, atol=1e-3)
    assert not any(parameter.requires_grad for parameter in again.parameters())


@pytest.mark.parametrize("config", [{"widths": (8, 8, 8, 8)}, {"widths": (4, 8)}, {"height": 1}])
def test_weights_of_another_shape_are_one_sentence(tiny_descriptor, tmp_path, config):
    _save(tmp_path, tiny_descriptor, **config)
    with pytest.raises(TrainError, match="do not fit their own configuration"):
        identity.load(tmp_path)


def test_the_shipped_network_knows_a_face_again_that_was_made_smaller():
    face = photos.to_faces(photos.open(PORTRAIT.read_bytes()), 128)
    descriptor = identity.load(CHECKPOINTS / identity.FOLDER)
    small = torch.nn.functional.interpolate(face, (64, 64), mode="bilinear", antialias=True)
    one, again, mirrored, grey = map(descriptor.embed, (face, small, face.flip(3), torch.full_like(face, 0.5)))
    assert (one - again).norm() < 0.3
    assert (one - mirrored).norm() < identity.THRESHOLD < (one - grey).norm()
