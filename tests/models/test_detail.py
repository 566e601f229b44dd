"""The detail stage's network: it starts by changing nothing, and never changes what is known."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from facevae import checkpoints
from facevae.checkpoints import Checkpoint
from facevae.models.detail import DetailConfig, DetailNet
from tests.support import tiny


@pytest.fixture
def network() -> DetailNet:
    torch.manual_seed(0)
    network = DetailNet(tiny.DETAIL).requires_grad_(False)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return network


def _noise(faces, generator):
    return torch.randn(faces.shape, generator=generator())


def test_a_new_one_changes_nothing(faces, generator):
    mask = torch.ones_like(faces[:, :1])
    assert torch.equal(DetailNet(tiny.DETAIL)(faces, mask, _noise(faces, generator)), faces)


def test_only_what_was_invented_changes(network, faces, generator):
    mask = torch.zeros_like(faces[:, :1])
    mask[..., 8:20, 4:16] = 1
    drawn = network(faces, mask, _noise(faces, generator))
    known = mask.expand_as(faces) == 0
    assert torch.equal(drawn[known], faces[known])
    assert (drawn != faces)[~known].float().mean() > 0.9


def test_noise_counts_where_something_was_invented_and_nowhere_else(network, faces, generator):
    mask = torch.zeros_like(faces[:, :1])
    mask[..., 8:20, 4:16] = 1
    noise = _noise(faces, generator)
    assert torch.equal(network(faces, mask, noise), network(faces, mask, noise + 3 * (1 - mask)))
    assert not torch.equal(network(faces, mask, noise), network(faces, mask, -noise))


def test_each_face_is_drawn_for_itself(network, faces, generator):
    mask, noise = torch.ones_like(faces[:, :1]), _noise(faces, generator)
    together = network(faces, mask, noise)
    alone = network(faces[1:2], mask[1:2], noise[1:2])
    torch.testing.assert_close(together[1:2], alone, rtol=0, atol=1e-5)


def test_what_is_far_away_is_seen(network, faces, generator):
    """Two eyes have to match: at the smallest size every place looks at every other."""
    mask, noise = torch.ones_like(faces[:, :1]), _noise(faces, generator)
    other = faces.clone()
    other[..., :2] = 1 - other[..., :2]
    assert not torch.equal(network(faces, mask, noise)[..., -1], network(other, mask, noise)[..., -1])


def test_it_comes_back_from_disk_as_it_went(network, faces, generator, tmp_path):
    saved = Checkpoint("detail", dataclasses.asdict(network.config), network.state_dict(), {})
    checkpoints.save(tmp_path, saved)
    loaded = checkpoints.load_network(tmp_path, "detail")
    assert loaded.config == network.config
    mask, noise = torch.ones_like(faces[:, :1]), _noise(faces, generator)
    torch.testing.assert_close(loaded(faces, mask, noise), network(faces, mask, noise), rtol=0, atol=1e-2)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"widths": (8, 12)}, "multiples of 8"),
        ({"widths": ()}, "as many"),
        ({"blocks": (1,)}, "as many"),
        ({"blocks": (1, 0)}, "positive"),
        ({"image_size": 30}, "multiple of 4"),
        ({"noise": -1.0}, "noise is -1"),
    ],
)
def test_shapes_that_do_not_work_are_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(tiny.DETAIL, **changed)


def test_lists_as_a_recipe_gives_them_are_taken():
    assert DetailConfig(widths=[8], blocks=[1]) == DetailConfig(widths=(8,), blocks=(1,))
