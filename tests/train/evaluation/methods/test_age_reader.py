"""A second reader of age and gender; here one a quarter as wide that learned nothing."""

from __future__ import annotations

import pytest
import torch

from facevae import checkpoints, photos
from facevae.checkpoints.locations import CHECKPOINTS
from tests.support.photos import PORTRAIT
from train import TrainError
from train.evaluation.methods import age_reader


def _save(folder, reader, **config):
    weights = {"width": reader.width} | config
    checkpoints.save(folder, checkpoints.Checkpoint(age_reader.KIND, weights, reader.state_dict(), {}))


def test_an_age_is_the_mean_over_what_is_thought_of_each(tiny_age_reader, faces):
    for parameter in (tiny_age_reader.age.weight, tiny_age_reader.age.bias, tiny_age_reader.gender.weight):
        torch.nn.init.zeros_(parameter)
    torch.nn.init.zeros_(tiny_age_reader.gender.bias)
    undecided = tiny_age_reader.read(faces)
    torch.testing.assert_close(undecided.age, torch.full((len(faces),), 49.5))  # the mean of 0 to 99
    torch.testing.assert_close(undecided.female, torch.full((len(faces),), 0.5))
    tiny_age_reader.age.bias[30] = 50.0
    torch.nn.init.constant_(tiny_age_reader.gender.bias, 50.0)
    decided = tiny_age_reader.read(faces)
    torch.testing.assert_close(decided.age, torch.full((len(faces),), 30.0))
    assert float(decided.female.max()) < 1e-6  # the network's own output is for male


def test_an_even_side_is_filled_up_right_and_below_only():
    convolution = age_reader._Convolution(1, 1, 3, stride=2)
    convolution.requires_grad_(False)
    torch.nn.init.ones_(convolution.weight)
    torch.nn.init.zeros_(convolution.bias)
    seen = torch.arange(16.0).view(1, 1, 4, 4)
    assert convolution(seen)[0, 0].tolist() == [[45.0, 39.0], [66.0, 50.0]]


def test_the_picture_reaches_it_as_blue_green_and_red_out_of_255(tiny_age_reader):
    seen = []
    tiny_age_reader.look.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    red = torch.zeros(1, 3, 32, 32)
    red[:, 0] = 1.0
    tiny_age_reader.read(red)
    assert seen[0].shape == (1, 3, age_reader.SIDE, age_reader.SIDE)
    torch.testing.assert_close(seen[0][0, :, 0, 0], torch.tensor([-103.939, -116.779, 255 - 123.68]))


def test_weights_come_back_as_they_were_saved(tiny_age_reader, faces, tmp_path):
    _save(tmp_path, tiny_age_reader)
    again = age_reader.load(tmp_path)
    torch.testing.assert_close(again.read(faces).age, tiny_age_reader.read(faces).age, rtol=1e-2, atol=0.5)
    assert not any(parameter.requires_grad for parameter in again.parameters())


@pytest.mark.parametrize("config", [{"width": 4}, {"height": 1}])
def test_weights_of_another_shape_are_one_sentence(tiny_age_reader, tmp_path, config):
    _save(tmp_path, tiny_age_reader, **config)
    with pytest.raises(TrainError, match="do not fit their own configuration"):
        age_reader.load(tmp_path)


def test_the_shipped_network_sees_a_woman_of_the_age_she_has_in_the_photo():
    face = photos.to_faces(photos.open(PORTRAIT.read_bytes()), 128)
    found = age_reader.load(CHECKPOINTS / age_reader.FOLDER).read(face)
    assert 25 < float(found.age) < 55
    assert float(found.female) > 0.5
