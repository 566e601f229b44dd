"""What untrained networks make of a few faces."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from facevae import CheckpointError, checkpoints
from facevae.checkpoints import Checkpoint
from facevae.models.eigenfaces import Eigenfaces
from facevae.models.small_vae import SmallVae
from tests.support import tiny
from train.experiment import networks
from train.experiment.measure import BATCH, Judge, Measurement


@pytest.fixture
def judge(tmp_path, tiny_attributes):
    folder = tmp_path / "judge"
    checkpoints.save(folder, Checkpoint("attributes", vars(tiny.ATTRIBUTES), tiny_attributes.state_dict(), {}))
    return Judge.load(folder)


@pytest.fixture
def measurement(tmp_path, judge, labelled):
    """More faces than a batch, and the networks of one arm and seed."""
    folder = networks.folder_of(tmp_path / "runs", "as found", 0)
    torch.manual_seed(0)
    vae, linear = SmallVae(tiny.SMALL_VAE), Eigenfaces(tiny.EIGENFACES)
    linear.mean.fill_(0.5)
    checkpoints.save(folder / networks.MODEL, Checkpoint("study", vars(tiny.SMALL_VAE), vae.state_dict(), {}))
    checkpoints.save(folder / networks.LINEAR, Checkpoint("eigenfaces", vars(tiny.EIGENFACES), linear.state_dict(), {}))
    return Measurement(labelled([number % 5 for number in range(BATCH + 2)]), judge, tmp_path / "runs")


def test_every_face_is_measured_in_every_way(measurement):
    found = measurement.of("as found", 0)
    ways = {f"{model}/{name}" for model in ("vae", "linear") for name in ("copy", "eyes", "half")}
    reads = {f"{model}/{hole}/read" for model in ("vae", "linear") for hole in ("eyes", "half")}
    assert set(found) == ways | reads
    assert {values.shape for name, values in found.items() if name in ways} == {(BATCH + 2,)}
    for name in reads:
        assert np.allclose(found[name].sum(1), 1, atol=1e-5)


def test_a_flat_grey_linear_model_gets_the_error_that_can_be_worked_out(measurement):
    found = measurement.of("as found", 0)
    faces = measurement.test.faces / 255
    left = (faces[..., :16] - 0.5).square().mean((1, 2, 3))
    assert np.allclose(found["linear/half"], -10 * left.log10(), atol=1e-3)
    assert np.allclose(found["linear/copy"], -10 * (faces - 0.5).square().mean((1, 2, 3)).log10(), atol=1e-3)


def test_what_was_measured_is_read_and_not_measured_again(measurement):
    first = measurement.of("as found", 0)
    folder = networks.folder_of(measurement.runs, "as found", 0)
    for file in (folder / networks.MODEL).iterdir():
        file.unlink()
    again = measurement.of("as found", 0)
    assert all(np.array_equal(first[name], again[name]) for name in first)


def test_another_judge_measures_anew(measurement, tmp_path):
    kept = measurement.digest
    other = Judge(measurement.judge.network, "second_reader", "another")
    assert Measurement(measurement.test, other, measurement.runs).digest != kept


def test_networks_that_are_not_trained_are_missed(measurement):
    with pytest.raises(CheckpointError):
        measurement.of("equal", 0)
