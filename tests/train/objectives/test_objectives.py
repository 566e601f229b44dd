"""Every objective: finite, lower after a few steps, and starting where the closed form says."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from facevae import checkpoints, metrics
from facevae.models.registry import KINDS
from facevae.models.vae import Posterior
from tests.support.kinds import CLOSED_FORM
from train.data.examples import to_float
from train.objectives import OBJECTIVES
from train.objectives.attributes import best_temperature, label_distribution
from train.objectives.restorer import divergence
from train.recipes.recipe import TRAINED


@pytest.fixture
def build(tiny_recipe, make_examples):
    """A function that makes a prepared objective of any kind, with its faces."""

    def build(kind):
        recipe = tiny_recipe(kind)
        torch.manual_seed(0)
        objective = OBJECTIVES[kind](dataclasses.replace(recipe, data=dataclasses.replace(recipe.data, flip=False)))
        faces = objective.examples(make_examples(64), "train")
        objective.prepare(faces)
        return objective, faces

    return build


def test_every_kind_of_model_that_is_trained_here_has_an_objective():
    assert set(OBJECTIVES) == set(TRAINED) == {name for name, kind in KINDS.items() if kind.trained}


@pytest.mark.parametrize("kind", [kind for kind in OBJECTIVES if kind not in CLOSED_FORM])
def test_a_few_steps_lower_the_loss(build, kind):
    objective, faces = build(kind)
    batch = objective.collate(faces.take(slice(32)), seed=3).on("cpu")
    optimizer = torch.optim.Adam(objective.parameter_groups())
    losses = []
    for _ in range(12):
        loss = objective(batch, seed=3, progress=0.5)["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("kind", OBJECTIVES)
def test_every_weight_is_trained_once(build, kind):
    objective, _ = build(kind)
    trained = [id(weight) for group in objective.parameter_groups() for weight in group["params"]]
    assert sorted(trained) == sorted(id(weight) for weight in objective.model.parameters())


@pytest.mark.parametrize("kind", OBJECTIVES)
def test_what_ships_loads_after_finishing(build, kind, tmp_path):
    objective, faces = build(kind)
    objective.finish(faces, faces.take(slice(8)))
    checkpoints.save(tmp_path / "out", objective.checkpoint({"steps": 0}))
    loaded = checkpoints.load_network(tmp_path / "out", kind)
    assert dataclasses.asdict(loaded.config) == objective.checkpoint({}).config


@pytest.mark.parametrize("kind", OBJECTIVES)
def test_previews_fill_rows_of_eight(build, kind):
    objective, faces = build(kind)
    pictures = objective.preview(faces.take(slice(32)).on("cpu").faces)
    assert len(pictures) % 8 == 0
    assert float(pictures.min()) >= 0
    assert float(pictures.max()) <= 1


def test_the_vae_starts_at_the_best_linear_reconstruction(build):
    objective, faces = build("vae")
    pictures = to_float(faces.faces)
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


def test_beta_prices_the_code(build):
    objective, faces = build("study")
    found = objective(faces.take(slice(8)).on("cpu"), seed=1, progress=0.0)
    price = 0.1 * found["kl"] / faces.faces[0].numel()
    torch.testing.assert_close(found["loss"].detach(), found["entropy"] + price)


def test_faces_without_labels_teach_nothing(build):
    objective, faces = build("attributes")
    objective.model.eval()
    batch = faces.take(slice(8)).on("cpu")
    batch.gender[3] = -1
    assert batch.age[3].isnan()
    assert batch.ethnicity[3] == -1
    before = objective(batch, seed=1, progress=0.0)["loss"]
    batch.faces[3] = 1 - batch.faces[3]
    assert torch.equal(objective(batch, seed=1, progress=0.0)["loss"], before)
    batch.faces[4] = 1 - batch.faces[4]
    assert not torch.equal(objective(batch, seed=1, progress=0.0)["loss"], before)


@pytest.mark.parametrize("kind", ["restorer", "local_wiener", "dncnn"])
def test_faces_that_were_not_degraded_are_refused(build, kind):
    objective, faces = build(kind)
    with pytest.raises(ValueError, match="collate"):
        objective(faces.take(slice(8)).on("cpu"), seed=3, progress=0.5)


def test_an_age_is_spread_around_itself():
    ages = label_distribution(torch.tensor([40.0]), 3.0)
    assert float(ages.sum()) == pytest.approx(1)
    assert int(ages.argmax()) == 40
    assert float(ages[0, 43] / ages[0, 40]) == pytest.approx(0.6065307, rel=1e-4)  # exp(-1 / 2)


def test_the_best_temperature_makes_probabilities_as_bold_as_they_are_right():
    # Three of four right: the best probability is 3 / 4, whose logit is log 3.
    truth = torch.tensor([0, 0, 0, 1, -1])
    logits = torch.tensor([[2 * 1.0986123, 0.0]]).expand(5, 2)
    assert best_temperature(logits, truth) == pytest.approx(2.0)
