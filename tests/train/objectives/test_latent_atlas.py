"""What the atlas finds out about codes."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from facevae.latent import GROUPS, MEASUREMENTS, gradients
from facevae.model import FaceVae
from train import TrainError
from train.data.examples import to_float
from train.objectives import OBJECTIVES
from train.objectives.latent_atlas import LatentAtlasObjective


@pytest.fixture
def prepared(tiny_recipe, make_examples):
    objective, faces = OBJECTIVES["atlas"](tiny_recipe("atlas")), make_examples(64)
    objective.prepare(faces)
    return objective, faces


def test_means_are_those_of_the_codes_of_each_group_that_is_large_enough(prepared):
    objective, faces = prepared
    codes = objective.vae.encoder(to_float(faces.faces)).mean
    assert objective.model.config.groups
    for name, mean, count in zip(
        objective.model.config.groups, objective.model.means, objective.model.counts, strict=True
    ):
        held = GROUPS[name].holds(faces.age, faces.gender)
        assert int(count) == int(held.sum()) >= 2
        torch.testing.assert_close(mean, codes[held].mean(0))
    torch.testing.assert_close(objective.model.spread, codes.std(0))


def test_directions_point_to_where_codes_rise_with_what_they_are_named_after(prepared):
    objective, faces = prepared
    codes = objective.vae.encoder(to_float(faces.faces)).mean
    known = faces.age.isfinite()
    along = codes[known] @ objective.model.directions[0, objective.model.config.names.index("age")]
    assert float(torch.corrcoef(torch.stack([along, faces.age[known]]))[0, 1]) > 0
    torch.testing.assert_close(objective.model.directions.norm(dim=-1), torch.ones(2, 2))  # no other step is asked for


def test_a_step_changes_as_much_as_the_recipe_says_if_it_may_be_so_long(tiny_recipe, make_examples):
    recipe = tiny_recipe("atlas")
    steps = {"age": 1e6, "smile": 1e-3}
    objective = LatentAtlasObjective(dataclasses.replace(recipe, objective=recipe.objective | {"steps": steps}))
    faces = make_examples(64)
    objective.prepare(faces)
    age, smile = objective.model.directions[0]
    assert float(age.norm()) == pytest.approx(3.0)
    codes = objective.vae.encoder(to_float(faces.faces)).mean
    slopes = gradients(FaceVae(objective.vae), objective.attribute_net, codes).mean(0)
    assert float(slopes[list(MEASUREMENTS).index("smile")] @ smile) == pytest.approx(1e-3, rel=1e-3)


def test_a_training_face_lies_where_it_is_kept_and_usual_distances_rise(prepared):
    objective, faces = prepared
    objective.finish(faces, faces.take(slice(8)))
    features = objective.attribute_net.embed(to_float(faces.faces))
    assert float(objective.model.nearest(features).max()) < 1e-3
    assert float(objective.model.usual.max()) < 1e-3  # these "unseen" faces are training faces
    assert (objective.model.usual.diff() >= 0).all()


@pytest.mark.parametrize("name", ["white", "height"])
def test_what_has_no_direction_is_refused(tiny_recipe, name):
    recipe = tiny_recipe("atlas")
    with pytest.raises(TrainError, match="there are directions for age, gender, smile"):
        OBJECTIVES["atlas"](dataclasses.replace(recipe, model={"names": [name]}))


def test_a_step_of_what_has_no_direction_is_refused(tiny_recipe):
    recipe = tiny_recipe("atlas")
    with pytest.raises(TrainError, match="steps has hair, which names has not"):
        OBJECTIVES["atlas"](dataclasses.replace(recipe, objective=recipe.objective | {"steps": {"hair": 1.0}}))
