"""Whether an invented face is a copy of a training face."""

from __future__ import annotations

import pytest
import torch

from facevae import latent
from facevae.latent import memorization


@pytest.fixture
def check_memorization(tiny_model, tiny_attributes, generator):
    """Return a function that checks the face of a seed."""
    return lambda seed: memorization.check_memorization(tiny_model, tiny_attributes, generator(seed))


def test_a_made_up_face_is_that_of_the_seed_from_the_whole_prior(check_memorization, tiny_model, generator):
    again = generator(8)
    code = latent.sample(tiny_model, 1, again)
    found = check_memorization(8)
    assert torch.equal(found.face, tiny_model.decode(code, "real", generator=again))
    assert found.known == 6


def test_its_distance_by_hand(check_memorization, tiny_model, tiny_attributes):
    """Strangers of the tiny atlas are 0 to 10 away, so that half of them are nearer than 5."""
    place = tiny_attributes.embed(check_memorization(8).face)[0, :2]
    tiny_model.atlas.places.fill_(1000)
    tiny_model.atlas.places[2] = place + torch.tensor([3.0, 4.0])
    found = check_memorization(8)
    assert found.distance == pytest.approx(5, abs=1e-2)
    assert found.nearer == pytest.approx(50, abs=0.1)
    assert not found.suspicious


def test_a_copy_is_suspicious_and_a_face_unlike_anybody_is_not(check_memorization, tiny_model, tiny_attributes):
    tiny_model.atlas.places.fill_(1000)
    far = check_memorization(8)
    assert (far.nearer, far.suspicious) == (100, False)
    tiny_model.atlas.places[0] = tiny_attributes.embed(far.face)[0, :2]
    copy = check_memorization(8)
    assert copy.nearer < 0.1
    assert copy.suspicious


def test_without_an_atlas_nothing_can_be_said(check_memorization, tiny_model):
    tiny_model.atlas = None
    with pytest.raises(ValueError, match="no atlas"):
        check_memorization(8)
