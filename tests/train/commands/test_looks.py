"""A sheet of filled eyes beside true ones, made by a tiny untrained model."""

from __future__ import annotations

import csv

import pytest
import torch

import facevae
from facevae import photos
from facevae.damage.masks import eyes
from train import __main__ as program
from train.commands import looks
from train.data import parquet
from train.data.examples import to_float


@pytest.fixture
def run(tmp_path, tiny_model, prepare, monkeypatch):
    """Return a function that runs the command and returns its exit status and the folder it writes to."""
    monkeypatch.setattr(facevae, "load", lambda name: tiny_model)
    data = prepare()

    def start(name="out", pairs=3, seed=0):
        out = tmp_path / name
        options = {"--data": data, "--out": out, "--pairs": pairs, "--seed": seed}
        return program.main(["looks", *(str(part) for option in options.items() for part in option)]), out

    return start


def _key(folder):
    return list(csv.DictReader((folder / looks.KEY).read_text("utf-8").splitlines()))


def _test_faces(path):
    return to_float(parquet.load(path, "test").faces)


def test_a_sheet_and_its_key_are_written(run):
    status, folder = run()
    assert status == 0
    key = _key(folder)
    assert [row["pair"] for row in key] == ["1", "2", "3"]
    assert sorted(row["test face"] for row in key) == ["0", "1", "2"]
    picture = photos.open((folder / looks.SHEET).read_bytes())
    strip = 32 * looks.ZOOM
    assert picture.width >= 3 * 2 * strip
    assert picture.height >= strip // 2 + looks.LINE


def test_the_key_tells_which_of_a_pair_is_the_photo(run, prepare, monkeypatch):
    shown = []
    monkeypatch.setattr(
        looks, "sheet", lambda pairs: shown.append(pairs) or photos.from_tensor(torch.zeros(1, 3, 8, 8))
    )
    _, folder = run()
    test = _test_faces(prepare())
    for row, pair in zip(_key(folder), shown[0], strict=True):
        strip = test[int(row["test face"])][:, 2:18]
        equal = [torch.equal(side, strip) for side in pair]
        assert equal == [row["photo"] == side for side in looks.SIDES]


def test_the_same_seed_gives_the_same_sheet_and_another_another(run):
    sheets = [(run(name, seed=seed)[1] / looks.SHEET).read_bytes() for name, seed in (("a", 0), ("b", 0), ("c", 1))]
    assert sheets[0] == sheets[1] != sheets[2]


def test_photos_are_on_either_side():
    true, filled = torch.zeros(2, 3, 32, 32), torch.ones(2, 3, 32, 32)
    pairs = looks.arrange(true, filled, torch.tensor([False, True]))
    assert pairs.shape == (2, 2, 3, 16, 32)
    assert pairs.mean((2, 3, 4)).tolist() == [[0, 1], [1, 0]]


def test_a_filling_leaves_the_rest_of_the_face(tiny_model, make_faces, generator):
    face, known = make_faces(1), 1 - eyes(32)
    filled = looks.fill(tiny_model, face, generator())
    assert torch.equal(filled * known, face * known)
    assert not torch.equal(filled, face)


@pytest.mark.parametrize(("pairs", "status", "sentence"), [(0, 2, "give at least 1"), (4, 1, "holds 3 test faces")])
def test_a_number_that_cannot_be_is_one_sentence(run, capsys, pairs, status, sentence):
    found, folder = run(pairs=pairs)
    assert (found, folder.exists()) == (status, False)
    assert sentence in capsys.readouterr().err
