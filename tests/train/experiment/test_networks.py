"""Networks of one arm and seed: trained, stopped, gone on with, left alone."""

from __future__ import annotations

import dataclasses
import json

import pytest
from accelerate import Accelerator

from facevae import checkpoints
from train import TrainError
from train.experiment import networks


@pytest.fixture
def fit(tmp_path, tiny_recipe, labelled, monkeypatch):
    """Return a function that trains the equal arm's networks with some share hidden; they take a few steps."""
    monkeypatch.setattr(networks, "COMPONENTS", 8)
    recipe, faces, device = (
        dataclasses.replace(tiny_recipe("study"), epochs=1),
        labelled([0, 1, 2, 3, 4] * 2),
        Accelerator(),
    )

    def start(hide=0.5, seed=0):
        objective = {"hide": hide}
        own = dataclasses.replace(recipe, objective=objective)
        return networks.fit(own, "equal", seed, faces, faces, tmp_path / "runs", device)

    return start


def test_both_networks_are_written_with_who_they_learned_from(fit, tmp_path):
    assert fit()
    folder = tmp_path / "runs" / "equal-0"
    assert checkpoints.load_network(folder / networks.MODEL, "study").config.image_size == 32
    assert checkpoints.load_network(folder / networks.LINEAR, "eigenfaces").config.components == 8
    done = json.loads((folder / networks.DONE).read_text("utf-8"))
    assert done["labels"] == {"White": 2, "Black": 2, "Asian": 2, "Indian": 2, "Others": 2}


def test_an_interrupted_network_is_finished_as_if_it_had_not_been(fit, tmp_path, monkeypatch):
    run, folder = networks.Trainer.run, tmp_path / "runs" / "equal-0"
    monkeypatch.setattr(networks.Trainer, "run", lambda self: run(self, max_minutes=0))
    assert not fit()
    assert not (folder / networks.DONE).exists()
    monkeypatch.setattr(networks.Trainer, "run", run)
    assert fit()
    finished = checkpoints.digest(checkpoints.read(folder / networks.MODEL, "study"))
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    assert fit()
    assert checkpoints.digest(checkpoints.read(folder / networks.MODEL, "study")) == finished


def test_a_finished_network_is_left_alone(fit, monkeypatch):
    assert fit()
    monkeypatch.setattr(networks, "Trainer", None)
    assert fit()


def test_networks_of_another_recipe_are_not_taken_for_these(fit):
    assert fit()
    with pytest.raises(TrainError, match="another experiment"):
        fit(hide=0.25)


def test_seeds_start_from_other_weights(fit, tmp_path):
    assert fit(seed=0)
    assert fit(seed=1)
    first, second = (
        checkpoints.digest(checkpoints.read(tmp_path / "runs" / f"equal-{seed}" / networks.MODEL, "study"))
        for seed in (0, 1)
    )
    assert first != second
