"""Weights on disk: a round trip, and a sentence for everything that can be wrong with them."""

from __future__ import annotations

import os

import pytest
import torch
from safetensors.torch import save_file

from facevae import checkpoints
from facevae.checkpoints import Checkpoint, CheckpointError
from tests.support import tiny


@pytest.fixture
def checkpoint(tiny_vae) -> Checkpoint:
    return Checkpoint("vae", vars(tiny.VAE), tiny_vae.state_dict(), {"steps": 7})


def test_a_round_trip_keeps_weights_to_float16_and_all_else_exactly(tmp_path, checkpoint):
    checkpoints.save(tmp_path, checkpoint)
    again = checkpoints.read(tmp_path, "vae")
    assert again.about == {"steps": 7}
    for name, tensor in checkpoint.tensors.items():
        torch.testing.assert_close(again.tensors[name], tensor, rtol=1e-3, atol=1e-6)
    assert checkpoints.load_network(tmp_path, "vae").config == tiny.VAE


def test_packed_weights_are_read_like_any_other(tmp_path):
    weights = torch.randn(96, 96, generator=torch.Generator().manual_seed(1))
    tensors = {"large": weights, "small": torch.tensor([0.1, 1e9])}
    checkpoints.save(tmp_path, Checkpoint("vae", {}, tensors, {"steps": 7}), bits=7)
    again = checkpoints.read(tmp_path, "vae")
    assert again.about == {"steps": 7}
    assert set(again.tensors) == set(tensors)
    assert torch.equal(again.tensors["small"], tensors["small"])
    # 127 values from minus to plus the largest of a row: a step is a 63rd of that, an error at most half of one.
    errors = (again.tensors["large"] - weights).abs().amax(1)
    assert (errors <= weights.abs().amax(1) / 126 * 1.001).all()
    assert next(tmp_path.iterdir()).stat().st_size < 96 * 96 * 7 / 8 + 2000


def test_a_format_from_the_future_is_refused(tmp_path, checkpoint, monkeypatch):
    monkeypatch.setattr("facevae.checkpoints.format.FORMAT", 3)
    checkpoints.save(tmp_path, checkpoint, bits=8)
    monkeypatch.undo()
    with pytest.raises(CheckpointError, match="has format 3; this version reads up to 2"):
        checkpoints.read(tmp_path, "vae")


def test_what_is_remembered_is_read_without_the_weights(tmp_path, checkpoint, monkeypatch):
    checkpoints.save(tmp_path, checkpoint)
    monkeypatch.setattr("facevae.checkpoints.format._read_tensors", None)
    assert checkpoints.about(tmp_path, "vae") == {"steps": 7}
    with pytest.raises(CheckpointError, match="holds no restorer weights"):
        checkpoints.about(tmp_path, "restorer")


def test_large_weights_are_split_into_files_below_the_limit(tmp_path):
    big = {f"layer{index}": torch.ones(1_000_000) for index in range(12)}
    checkpoints.save(tmp_path, Checkpoint("vae", {}, big, {}))
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 3
    assert max(sizes) < 10_000_000
    assert len(checkpoints.read(tmp_path, "vae").tensors) == 12


def test_a_new_save_replaces_the_old_one(tmp_path, checkpoint):
    checkpoints.save(tmp_path, checkpoint)
    old = set(tmp_path.iterdir())
    changed = {name: tensor + 1 for name, tensor in checkpoint.tensors.items()}
    checkpoints.save(tmp_path, Checkpoint("vae", checkpoint.config, changed, {}))
    assert len(list(tmp_path.iterdir())) == len(old)
    assert not old & set(tmp_path.iterdir())


@pytest.mark.parametrize("survived", [0, 1, 2])
def test_killed_while_saving_the_old_weights_still_load(tmp_path, monkeypatch, survived):
    def weights(value):
        tensors = {f"layer{index}": torch.full((3_000_000,), value) for index in range(3)}
        return Checkpoint("vae", {}, tensors, {})

    checkpoints.save(tmp_path, weights(1.0))
    replaced = []

    def replace(source, target):
        if len(replaced) == survived:
            raise KeyboardInterrupt
        replaced.append(target)
        os.rename(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        checkpoints.save(tmp_path, weights(2.0))
    assert float(checkpoints.read(tmp_path, "vae").tensors["layer0"][0]) == 1.0


def test_an_empty_folder_says_how_to_get_weights(tmp_path):
    with pytest.raises(CheckpointError, match="train fit"):
        checkpoints.read(tmp_path, "vae")


def test_weights_of_another_kind_are_named(tmp_path, checkpoint):
    checkpoints.save(tmp_path, checkpoint)
    with pytest.raises(CheckpointError, match=r"another kind \(vae\); expected restorer"):
        checkpoints.read(tmp_path, "restorer")


def test_a_truncated_file_is_refused(tmp_path, checkpoint):
    checkpoints.save(tmp_path, checkpoint)
    path = next(tmp_path.iterdir())
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(CheckpointError, match="truncated"):
        checkpoints.read(tmp_path, "vae")


def test_a_flipped_bit_is_noticed(tmp_path, checkpoint):
    checkpoints.save(tmp_path, checkpoint)
    path = next(tmp_path.iterdir())
    data = bytearray(path.read_bytes())
    data[-5] ^= 0x10
    path.write_bytes(bytes(data))
    with pytest.raises(CheckpointError, match="corrupted"):
        checkpoints.read(tmp_path, "vae")


def test_a_missing_part_is_noticed(tmp_path):
    tensors = {f"layer{index}": torch.ones(3_000_000) for index in range(3)}
    checkpoints.save(tmp_path, Checkpoint("vae", {}, tensors, {}))
    next(tmp_path.iterdir()).unlink()
    with pytest.raises(CheckpointError, match="2 of the 3 files"):
        checkpoints.read(tmp_path, "vae")


def test_safetensors_of_somebody_else_are_refused(tmp_path):
    save_file({"weight": torch.ones(2)}, tmp_path / "model.safetensors")
    with pytest.raises(CheckpointError, match="not written by this project"):
        checkpoints.read(tmp_path, "vae")


def test_weights_that_do_not_fit_their_configuration_are_refused(tmp_path, checkpoint):
    config = {**checkpoint.config, "latent_dim": 5}
    checkpoints.save(tmp_path, Checkpoint("vae", config, checkpoint.tensors, {}))
    with pytest.raises(CheckpointError, match="do not fit"):
        checkpoints.load_network(tmp_path, "vae")


def test_weights_that_are_not_finite_are_never_written(tmp_path):
    with pytest.raises(ValueError, match="not finite"):
        checkpoints.save(tmp_path, Checkpoint("vae", {}, {"layer": torch.tensor([float("nan")])}, {}))
    assert not list(tmp_path.iterdir())


def test_the_digest_survives_a_round_trip_and_changes_with_a_weight(tmp_path, checkpoint):
    checkpoints.save(tmp_path, checkpoint)
    assert checkpoints.digest(checkpoints.read(tmp_path, "vae")) == checkpoints.digest(checkpoint)
    changed = {name: tensor + 1 for name, tensor in checkpoint.tensors.items()}
    assert checkpoints.digest(Checkpoint("vae", {}, changed, {})) != checkpoints.digest(checkpoint)


def test_the_kinds_in_a_folder_are_those_that_were_saved(tmp_path, checkpoint):
    assert checkpoints.kinds(tmp_path) == []
    checkpoints.save(tmp_path, checkpoint)
    assert checkpoints.kinds(tmp_path) == ["vae"]
