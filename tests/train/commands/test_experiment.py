"""The whole experiment with tiny networks on a few faces."""

from __future__ import annotations

import dataclasses
import json

import pytest

from facevae import checkpoints, photos
from facevae.checkpoints import Checkpoint
from tests.support import tiny
from tests.support.pictures import saved
from train import __main__ as program
from train.commands import experiment
from train.data import parquet
from train.experiment import measure, networks
from train.experiment.arms import ARMS
from train.recipes import recipe as recipes

TRAIN = [0] * 9 + [1] * 6 + [2] * 6 + [3] * 6 + [4] * 4
TEST = [0, 1, 2, 3, 4] * 3


@pytest.fixture
def command(tmp_path, monkeypatch, make_faces, tiny_recipe, tiny_attributes):
    """Return a function that runs the command with some arguments; its networks take three steps."""
    small = dataclasses.replace(tiny_recipe("study"), epochs=1, objective={"hide": 0.5})
    monkeypatch.setattr(recipes, "load", lambda name: small)
    monkeypatch.setattr(networks, "COMPONENTS", 8)
    labels = TRAIN + TEST[:5] + TEST
    splits = ["train"] * len(TRAIN) + ["val"] * 5 + ["test"] * len(TEST)
    numbers = range(len(labels))
    columns = {
        "name": [f"{number}.png" for number in numbers],
        "image": [saved(photos.to_photo(face), "PNG") for face in make_faces(len(labels))],
        "ethnicity": labels,
        "group": list(numbers),
        "split": splits,
    }
    zeros = [0] * len(labels)
    parquet.save(tmp_path / "faces-32.parquet", columns | {"age": zeros, "gender": zeros}, {"image_size": 32})
    weights = Checkpoint("attributes", vars(tiny.ATTRIBUTES), tiny_attributes.state_dict(), {})
    checkpoints.save(tmp_path / "judge", weights)
    (tmp_path / "results.json").write_text('{"face": {"about": {"suite": "face"}}}', "utf-8")

    def start(*more):
        places = ["--data", tmp_path, "--run", tmp_path / "runs", "--judge", tmp_path / "judge"]
        places += ["--json", tmp_path / "results.json"]
        return program.main(["experiment", *map(str, places), "--seeds", "1", *more])

    return start


def test_it_says_what_was_found_and_goes_on_from_what_is_done(command, tmp_path, monkeypatch, capsys):
    assert command("--fit-only") == 0
    assert len(list((tmp_path / "runs").glob("*/done.json"))) == len(ARMS)
    monkeypatch.setattr(networks.Trainer, "run", lambda self: pytest.fail("trained again"))
    assert command() == 0
    kept = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert set(kept) == {"face", "experiment"}
    assert kept["experiment"]["about"]["faces"] == len(TEST)
    assert all(sum(counts.values()) == 20 for counts in kept["experiment"]["about"]["arms"].values())
    assert "What was found." in capsys.readouterr().out
    monkeypatch.setattr(measure.Measurement, "_networks", lambda self, folder: pytest.fail("measured again"))
    assert command() == 0


def test_the_recipe_is_a_study_network_that_hides_parts():
    own, study = recipes.load(experiment.RECIPE), recipes.load("study/latent256-beta1")
    assert own.objective["hide"] > 0
    assert own.model | {"latent_dim": 256} == study.model


def test_no_seed_is_refused(command, capsys):
    assert command("--seeds", "0") == 1
    assert "at least one seed" in capsys.readouterr().err
