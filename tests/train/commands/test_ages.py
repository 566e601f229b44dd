"""Mean ages over a map: what is written, and of whom nothing is."""

from __future__ import annotations

import dataclasses
import json

import pytest
import torch

from facevae import checkpoints
from facevae.checkpoints import Checkpoint
from facevae.model import FaceVae
from facevae.models.small_vae import SmallVae
from facevae.models.vae import Posterior
from tests.support import tiny
from train import __main__ as program
from train.commands import ages
from train.data.examples import Examples

MAP = dataclasses.replace(tiny.SMALL_VAE, latent_dim=2)


@pytest.fixture
def small_map() -> FaceVae:
    torch.manual_seed(0)
    return FaceVae(SmallVae(MAP).eval())


def test_ages_are_averaged_where_the_means_of_the_posteriors_are(small_map, monkeypatch):
    # The first pixel of a face says where it is: six in the middle of the map's upper right square, one with no age.
    monkeypatch.setattr(
        small_map.vae.encoder,
        "forward",
        lambda faces: Posterior(faces[:, :2, 0, 0] * 255 - 3, torch.ones(len(faces), 2)),
    )
    faces = torch.full((7, 3, 32, 32), 6, dtype=torch.uint8)
    faces[:, :2] = torch.tensor([5, 4], dtype=torch.uint8)[:, None, None]
    age = torch.tensor([20.0, 30, 40, 50, 60, 70, float("nan")])
    found = ages.average_ages(small_map, Examples(faces, age, torch.zeros(7).long(), torch.zeros(7).long()))
    # Of 24 squares from -3 to 3, the number 2 begins the 21st from the left, and 1 the 17th from below.
    assert int(found.counts[23 - 16, 20]) == int(found.counts.sum()) == 6
    assert float(found.means[23 - 16, 20]) == 45


def test_the_file_lies_beside_the_weights(small_map, tmp_path, prepare, capsys):
    folder = tmp_path / "map"
    checkpoints.save(folder, Checkpoint("study", vars(MAP), small_map.vae.state_dict(), {}))
    data = prepare(32)
    assert program.main(["ages", "--model", str(folder), "--data", str(data)]) == 0
    assert "ages.json" in capsys.readouterr().out
    assert json.loads((folder / ages.FILE).read_text("utf-8"))["side"] == ages.SIDE


def test_codes_of_another_length_are_refused(tmp_path, tiny_study, capsys):
    checkpoints.save(tmp_path, Checkpoint("study", vars(tiny.SMALL_VAE), tiny_study.vae.state_dict(), {}))
    assert program.main(["ages", "--model", str(tmp_path)]) == 2
    assert "codes of 4 numbers; a map needs 2" in capsys.readouterr().err
