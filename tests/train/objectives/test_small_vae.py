"""The objective of the small VAEs, with and without hidden parts."""

from __future__ import annotations

import dataclasses

import pytest
import torch
import torch.nn.functional as F

from train import TrainError
from train.objectives.small_vae import SmallVaeObjective


@pytest.fixture
def objective(tiny_recipe):
    """Return a function that makes the objective with some share hidden."""

    def make(**options):
        recipe = tiny_recipe("study")
        torch.manual_seed(0)
        return SmallVaeObjective(dataclasses.replace(recipe, objective={"beta": 0.1} | options))

    return make


def test_with_nothing_hidden_the_loss_is_that_of_whole_faces_bit_for_bit(objective, make_examples):
    faces = make_examples(8)
    plain, explicit = objective(), objective(hide=0.0)
    batch = explicit.collate(faces, seed=3)
    assert batch is faces
    whole = batch.on("cpu")
    posterior = plain.model.encoder(whole.faces)
    logits = plain.model.decoder.logits(posterior.sample(torch.Generator().manual_seed(3)))
    expected = F.binary_cross_entropy_with_logits(logits, whole.faces) + 0.1 * posterior.kl().sum(1).mean() / 3072
    assert torch.equal(explicit(whole, 3, 0.0)["loss"], expected)


def test_the_encoder_sees_a_part_and_the_loss_asks_for_the_whole(objective, make_examples):
    hiding = objective(hide=1.0)
    batch = hiding.collate(make_examples(8), seed=3).on("cpu")
    holes = batch.degraded.mask
    assert (holes.flatten(1).sum(1) > 0).all()
    assert torch.equal(batch.degraded.faces * (1 - holes), batch.faces * (1 - holes))
    posterior = hiding.model.encoder(batch.degraded.faces)
    logits = hiding.model.decoder.logits(posterior.sample(torch.Generator().manual_seed(3)))
    assert torch.equal(
        hiding(batch, 3, 0.0)["entropy"], F.binary_cross_entropy_with_logits(logits, batch.faces).detach()
    )


def test_a_seed_hides_the_same_parts_again(objective, make_examples):
    hiding, faces = objective(hide=0.5), make_examples(8)
    first, again, other = (hiding.collate(faces, seed).degraded.mask for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_share_beyond_one_is_refused(objective):
    with pytest.raises(TrainError, match=r"hide is 1\.5"):
        objective(hide=1.5)
