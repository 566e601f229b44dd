"""Shipped models and a tiny flagship for `train evaluate` to measure."""

from __future__ import annotations

import json

import pytest

from facevae import checkpoints
from facevae.checkpoints import locations
from tests.support import tiny
from tests.support.saved_networks import save_network
from train import __main__ as program
from train.evaluation.harness import subject
from train.evaluation.measures import speed
from train.evaluation.methods import age_reader, identity, pretrained


@pytest.fixture
def shipped(
    tmp_path, tiny_attributes, tiny_study, tiny_judge, tiny_descriptor, tiny_age_reader, blind_detector, monkeypatch
):
    """A folder of shipped models: tiny attributes network and judges, a study's model with a snapshot, a detector."""
    folder = tmp_path / "shipped"
    trained_on = {"recipe": {"name": "attributes", "data": {"image_size": 32}}}
    save_network(folder / "attributes", "attributes", tiny.ATTRIBUTES, tiny_attributes, trained_on)
    for name in ("study/small", "study/small/snapshots/000001"):
        save_network(folder / name, "study", tiny.SMALL_VAE, tiny_study.vae)
    judge = checkpoints.Checkpoint(pretrained.KIND, {"width": tiny_judge.width}, tiny_judge.state_dict(), {})
    checkpoints.save(folder / pretrained.FOLDER, judge)
    widths = {"widths": tiny_descriptor.widths}
    descriptor = checkpoints.Checkpoint(identity.KIND, widths, tiny_descriptor.state_dict(), {})
    checkpoints.save(folder / identity.FOLDER, descriptor)
    reader = checkpoints.Checkpoint(age_reader.KIND, {"width": tiny_age_reader.width}, tiny_age_reader.state_dict(), {})
    checkpoints.save(folder / age_reader.FOLDER, reader)
    save_network(folder / "detector", "mtcnn", blind_detector.config, blind_detector)
    monkeypatch.setattr(speed, "LARGE", (64, 48))
    monkeypatch.setattr(subject, "CHECKPOINTS", folder)
    monkeypatch.setattr(locations, "CHECKPOINTS", folder)
    return folder


@pytest.fixture
def save(tmp_path, tiny_model):
    """Return a function that writes the tiny model's checkpoint."""

    def write(about=None):
        weights = {
            "vae": (tiny.VAE, tiny_model.vae),
            "restorer": (tiny.RESTORER, tiny_model.restorer),
            "detail": (tiny.DETAIL, tiny_model.detail),
            "local_wiener": (tiny.LOCAL_WIENER, tiny_model.local_wiener),
            "atlas": (tiny.ATLAS, tiny_model.atlas),
            "eigenfaces": (tiny.EIGENFACES, tiny_model.eigenfaces),
            "dncnn": (tiny.DNCNN, tiny_model.dncnn),
        }
        for kind, (config, network) in weights.items():
            save_network(tmp_path / "tiny", kind, config, network, about)
        return tmp_path / "tiny"

    return write


@pytest.fixture
def run(tmp_path, prepare, save):
    """Return a function that runs the command and returns its exit status and what the file then holds."""
    model, data, file = save(), prepare(), tmp_path / "results.json"

    def start(*more, model=model, data=data, file=file):
        status = program.main(["evaluate", str(model), "--data", str(data), "--json", str(file), *more])
        return status, json.loads(file.read_text("utf-8")) if file.is_file() else None

    return start
