"""Every objective: finite, lower after a few steps, and starting where the closed form says."""

from __future__ import annotations

import pytest
import torch

from facevae import checkpoints, metrics
from facevae.checkpoints import Checkpoint
from facevae.models.registry import CONFIGS
from facevae.models.vae import Posterior
from tests.conftest import TINY_VAE
from train.objectives import OBJECTIVES
from train.objectives.base import to_float
from train.objectives.restorer import divergence
from train.recipe import Data, Recipe


@pytest.fixture
def build(tmp_path, tiny_vae, make_faces):
    """A function that makes a prepared objective of any kind, with its faces."""

    def build(kind):
        checkpoints.save(tmp_path, Checkpoint("vae", vars(TINY_VAE), tiny_vae.state_dict(), {}))
        shape = {"image_size": 32, "latent_dim": 4, "patch": 2, "widths": [4, 8]}
        model = shape | ({"linear_size": 16} if kind == "vae" else {"evidence_size": 8})
        options = {"flagship": str(tmp_path)} if kind == "restorer" else {}
        recipe = Recipe("tiny", kind, model=model, objective=options, data=Data(image_size=32, flip=False))
        torch.manual_seed(0)
        objective = OBJECTIVES[kind](recipe)
        faces = (make_faces(64) * 255).round().to(torch.uint8)
        objective.prepare(faces)
        return objective, faces

    return build


def test_every_kind_of_model_has_an_objective():
    assert set(OBJECTIVES) == set(CONFIGS)


@pytest.mark.parametrize("kind", OBJECTIVES)
def test_a_few_steps_lower_the_loss(build, kind):
    objective, faces = build(kind)
    batch = to_float(faces[:32])
    optimizer = torch.optim.Adam(objective.parameter_groups())
    losses = []
    for _ in range(30):
        loss = objective(batch, seed=3)["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("kind", OBJECTIVES)
def test_every_weight_is_trained_once(build, kind):
    objective, _ = build(kind)
    trained = [id(weight) for group in objective.parameter_groups() for weight in group["params"]]
    assert sorted(trained) == sorted(id(weight) for weight in objective.model.parameters())


@pytest.mark.parametrize("kind", OBJECTIVES)
def test_what_ships_loads_after_finishing(build, kind, tmp_path):
    objective, faces = build(kind)
    objective.finish(faces)
    checkpoints.save(tmp_path / "out", objective.checkpoint({"steps": 0}))
    loaded = checkpoints.read(tmp_path / "out", kind)
    assert set(loaded.tensors) == set(objective.model.state_dict())


@pytest.mark.parametrize("kind", OBJECTIVES)
def test_previews_fill_rows_of_eight(build, kind):
    objective, faces = build(kind)
    pictures = objective.preview(to_float(faces))
    assert len(pictures) % 8 == 0
    assert float(pictures.min()) >= 0
    assert float(pictures.max()) <= 1


def test_the_vae_starts_at_the_best_linear_reconstruction(build):
    objective, faces = build("vae")
    pictures = to_float(faces)
    small = torch.nn.functional.adaptive_avg_pool2d(pictures, 16).flatten(1)
    centred = small - small.mean(0)
    _, _, components = torch.linalg.svd(centred, full_matrices=False)
    best = (small.mean(0) + centred @ components[:4].T @ components[:4]).view(-1, 3, 16, 16)
    ours = torch.nn.functional.adaptive_avg_pool2d(objective.model.decoder(objective.model.encoder(pictures).mean), 16)
    truth = torch.nn.functional.adaptive_avg_pool2d(pictures, 16)
    assert metrics.psnr(ours.clamp(0, 1), truth).mean() > metrics.psnr(best.clamp(0, 1), truth).mean() - 0.6


def test_divergence_is_zero_for_equals_and_the_formula_otherwise():
    one = Posterior(torch.zeros(1, 1), torch.ones(1, 1))
    other = Posterior(torch.ones(1, 1), torch.full((1, 1), 2.0))
    assert float(divergence(one, one)) == 0.0
    # log 2 + (1 + 1) / (2 * 4) - 1 / 2
    torch.testing.assert_close(divergence(one, other), torch.tensor([[0.6931472 + 0.25 - 0.5]]))
