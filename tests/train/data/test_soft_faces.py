"""Soft faces: drawn as the app draws, the same whenever they are made, and with the truth where nothing was drawn."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import torch

from train import TrainError
from train.data import soft_faces
from train.data.soft_faces import BLOCK, PARTS, USES, SoftFaces


@pytest.fixture
def bytes_of_faces(make_faces):
    return (make_faces(BLOCK + 4) * 255).round().to(torch.uint8)


@pytest.fixture
def made(tiny_model, bytes_of_faces, tmp_path):
    """A file of five blocks of soft faces."""
    path = tmp_path / "soft" / "train.npy"
    assert list(soft_faces.make(tiny_model, bytes_of_faces, path, 5 * BLOCK))[-1] == 5 * BLOCK
    return path


@pytest.mark.parametrize("use", USES)
def test_every_use_draws_faces_in_range_and_leaves_the_rest_as_it_was(tiny_model, faces, generator, use):
    soft, mask = soft_faces.draw(tiny_model, faces, use, generator())
    assert soft.shape == faces.shape
    assert mask.shape == (len(faces), 1, 32, 32)
    assert 0 <= float(soft.min()) <= float(soft.max()) <= 1
    known = (mask == 0).expand_as(faces)
    assert torch.equal(soft[known], faces[known])
    assert use == "hole" or bool(mask.all())
    assert not torch.equal(soft, faces)


def test_the_truth_shows_wherever_nothing_was_drawn(made, bytes_of_faces):
    batch = SoftFaces(made, bytes_of_faces).take(torch.arange(5 * BLOCK))
    known = (~batch.mask).expand_as(batch.faces)
    assert bool(known.any())
    assert torch.equal(batch.soft[known], batch.faces[known])


def test_a_longer_file_begins_like_a_shorter_one(tiny_model, made, bytes_of_faces, tmp_path):
    short = tmp_path / "short.npy"
    for _ in soft_faces.make(tiny_model, bytes_of_faces, short, 2 * BLOCK):
        pass
    assert np.array_equal(np.load(short), np.load(made)[: 2 * BLOCK])


def test_what_was_interrupted_is_gone_on_with(tiny_model, bytes_of_faces, made, tmp_path):
    path = tmp_path / "parts.npy"
    next(soft_faces.make(tiny_model, bytes_of_faces, path, 5 * BLOCK))
    assert len(SoftFaces(path, bytes_of_faces)) == BLOCK
    assert next(soft_faces.make(tiny_model, bytes_of_faces, path, 5 * BLOCK)) == 2 * BLOCK
    for _ in soft_faces.make(tiny_model, bytes_of_faces, path, 5 * BLOCK):
        pass
    assert np.array_equal(np.load(path), np.load(made))


def test_all_faces_come_before_any_comes_again():
    numbers = torch.cat([soft_faces._faces_of(number, 4 * BLOCK) for number in range(4)])
    assert numbers.sort().values.tolist() == list(range(4 * BLOCK))
    again = torch.cat([soft_faces._faces_of(number, 4 * BLOCK) for number in range(4, 8)])
    assert sorted(again.tolist()) == list(range(4 * BLOCK))
    assert not torch.equal(numbers, again)


def test_any_stretch_of_blocks_has_all_uses_by_their_shares():
    for first in (0, 1000):
        found = Counter(soft_faces.use_of(number) for number in range(first, first + 100))
        for use, share in USES.items():
            assert abs(found[use] / 100 - share) < 0.03, use
    assert sum(USES.values()) == pytest.approx(1)


def test_batches_mirror_face_truth_and_mask_together(made, bytes_of_faces):
    batch = SoftFaces(made, bytes_of_faces).take(slice(4)).on("cpu")
    mirrored = batch.mirrored(torch.tensor([True, False, False, False]))
    for name in ("faces", "soft", "mask"):
        before, after = getattr(batch, name), getattr(mirrored, name)
        assert torch.equal(after[0], before[0].flip(-1))
        assert torch.equal(after[1:], before[1:])


def test_batches_know_what_they_are_of(write_soft, bytes_of_faces, tmp_path):
    write_soft(tmp_path / "soft" / "train.npy", 32, range(14))
    batch = SoftFaces(tmp_path / "soft" / "train.npy", bytes_of_faces).take(slice(None)).on("cpu")
    names = list(USES)
    found = batch.of("mean", "prior").tolist()
    assert found == [names[number % len(names)] in ("mean", "prior") for number in range(14)]


def test_holes_hide_some_of_a_face_but_not_all(generator):
    covered = torch.stack([soft_faces.hole(64, generator(seed)).mean() for seed in range(200)])
    assert float(covered.max()) < 0.75
    assert float(covered.median()) > 0.04
    assert float((covered > 0).float().mean()) > 0.97  # a small box may lie at the very edge


def test_eyes_are_hidden_where_eyes_are():
    left, top, right, bottom = PARTS["eyes"]
    for name in ("left eye", "right eye"):
        box = PARTS[name]
        assert left <= box[0] < box[2] <= right
        assert top <= box[1] < box[3] <= bottom
    assert PARTS["left eye"][0] == pytest.approx(1 - PARTS["right eye"][2])


def test_files_that_do_not_fit_are_refused(tiny_model, made, bytes_of_faces, make_faces, write_soft, tmp_path):
    with pytest.raises(TrainError, match="train soften"):
        SoftFaces(tmp_path / "none.npy", bytes_of_faces)
    with pytest.raises(TrainError, match="another size"):
        SoftFaces(made, bytes_of_faces[..., :16, :16])
    with pytest.raises(TrainError, match="more than 4 faces"):
        SoftFaces(made, bytes_of_faces[:4])
    write_soft(tmp_path / "empty.npy", 32, [])
    with pytest.raises(TrainError, match="no soft face yet"):
        SoftFaces(tmp_path / "empty.npy", bytes_of_faces)
    with pytest.raises(TrainError, match="another size"):
        next(soft_faces.make(tiny_model, (make_faces(BLOCK, 16) * 255).byte(), made, BLOCK))
    with pytest.raises(TrainError, match="room for 240"):
        next(soft_faces.make(tiny_model, bytes_of_faces, made, 6 * BLOCK))
    with pytest.raises(TrainError, match="fewer than the 48"):
        next(soft_faces.make(tiny_model, bytes_of_faces[:8], tmp_path / "few.npy", BLOCK))
