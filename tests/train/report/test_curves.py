"""Curves out of headers."""

from __future__ import annotations

import pytest
import torch

from facevae import checkpoints
from facevae.checkpoints import Checkpoint, CheckpointError
from train.report import curves

ROWS = [
    {"step": 5.0, "loss": 9.0, "val_loss": 8.0},
    {"step": 20.0, "loss": 5.0, "val_loss": 6.0, "val_psnr": 20.0},
]
ABOUT = {"curve": ROWS, "train_faces": 87, "recipe": {"batch": 8}}


@pytest.fixture
def save(tmp_path):
    """Return a function that writes weights of some kind with what they say about themselves."""

    def write(kind, about):
        checkpoints.save(tmp_path, Checkpoint(kind, {}, {"weight": torch.zeros(2)}, about))
        return tmp_path

    return write


def test_steps_become_epochs_of_whole_batches():
    assert curves.to_curve(ABOUT).epochs == [0.5, 2.0]


def test_only_figures_of_every_row_are_kept():
    assert curves.to_curve(ABOUT).figures == {"loss": [9.0, 5.0], "val_loss": [8.0, 6.0]}


def test_all_kinds_of_a_folder_are_read_but_those_without_a_curve(save):
    point = {**ABOUT, "curve": ROWS[:1]}
    for kind, about in (("vae", ABOUT), ("restorer", ABOUT), ("dncnn", point), ("study", {**ABOUT, "curve": []})):
        folder = save(kind, about)
    assert curves.read(folder) == {"vae": curves.to_curve(ABOUT), "restorer": curves.to_curve(ABOUT)}


def test_a_folder_without_weights_has_no_curve(tmp_path):
    assert curves.read(tmp_path) == curves.read(tmp_path / "missing") == {}


def test_broken_weights_are_refused(save):
    next(save("vae", ABOUT).glob("*.safetensors")).write_bytes(b"broken")
    with pytest.raises(CheckpointError, match="fetch it again"):
        curves.read(save("restorer", ABOUT))
