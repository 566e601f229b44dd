import errno

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image

from tests.support.pictures import saved
from train import TrainError
from train.data import parquet as faceset

COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
DETAILS = {"image_size": 16, "quality": 95, "source_files": 9}


def _image(colour):
    return saved(Image.new("RGB", (16, 16), colour), "WEBP", lossless=True)


@pytest.fixture
def columns():
    return {
        "name": ["a", "b", "c", "d"],
        "image": [_image(colour) for colour in COLOURS],
        "age": [30, None, 1, 116],
        "gender": [1, None, 0, 0],
        "ethnicity": [4, None, 0, 2],
        "group": [0, 1, 0, 2],
        "split": ["train", "test", "train", "val"],
    }


@pytest.fixture
def path(tmp_path, columns):
    path = tmp_path / "new" / "faces.parquet"
    faceset.save(path, columns, DETAILS)
    return path


def test_what_is_saved_is_loaded(path):
    faces = faceset.load(path)
    assert len(faces) == 4
    assert faces.faces.shape[-1] == 16
    assert faces.faces.shape == (4, 3, 16, 16)
    assert faces.faces.dtype == torch.uint8
    assert faces.faces.is_contiguous()
    assert faces.faces[:, :, 3, 5].tolist() == [list(colour) for colour in COLOURS]
    torch.testing.assert_close(faces.age, torch.tensor([30, float("nan"), 1, 116]), equal_nan=True)
    assert faces.gender.tolist() == [1, -1, 0, 0]
    assert faces.ethnicity.tolist() == [4, -1, 0, 2]
    assert faces.groups.tolist() == [0, 1, 0, 2]
    assert faces.splits == ("train", "test", "train", "val")
    assert faces.names == ("a", "b", "c", "d")


@pytest.mark.parametrize(("split", "names"), [("train", ("a", "c")), ("val", ("d",)), ("test", ("b",))])
def test_a_split_holds_its_faces_only(path, split, names):
    faces = faceset.load(path, split)
    assert faces.names == names
    assert set(faces.splits) == {split}


def test_the_limit_takes_the_first(path):
    assert faceset.load(path, limit=3).names == ("a", "b", "c")
    assert faceset.load(path, "train", limit=1).names == ("a",)
    assert len(faceset.load(path, limit=99)) == 4


def test_details_are_kept(path):
    assert faceset.details(path) == {"version": faceset.VERSION, **DETAILS}


@pytest.mark.parametrize("options", [{"split": "training"}, {"limit": 0}, {"limit": -1}])
def test_an_unknown_split_or_limit_is_refused(path, options):
    with pytest.raises(ValueError, match=next(iter(options))):
        faceset.load(path, **options)


def test_a_split_without_faces_is_named(tmp_path, columns):
    path = tmp_path / "faces.parquet"
    faceset.save(path, {**columns, "split": ["train"] * 4}, DETAILS)
    with pytest.raises(TrainError, match="no face in its val split"):
        faceset.load(path, "val")


def test_a_missing_file_says_how_to_make_it(tmp_path):
    with pytest.raises(TrainError, match="python -m train prepare"):
        faceset.load(tmp_path / "faces.parquet")


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.99])
def test_a_damaged_file_is_one_sentence(path, keep):
    data = path.read_bytes()
    path.write_bytes(data[: int(keep * len(data)) if isinstance(keep, float) else keep])
    with pytest.raises(TrainError, match="damaged"):
        faceset.load(path)


def test_a_damaged_picture_is_one_sentence(tmp_path, columns):
    path = tmp_path / "faces.parquet"
    faceset.save(path, {**columns, "image": [b"x"] * 4}, DETAILS)
    with pytest.raises(TrainError, match="damaged"):
        faceset.load(path)


def test_somebody_elses_parquet_is_refused(tmp_path):
    path = tmp_path / "other.parquet"
    pq.write_table(pa.table({"image": [b"x"]}), path)
    with pytest.raises(TrainError, match="was not made by"):
        faceset.load(path)


def test_another_version_is_refused(tmp_path, columns, monkeypatch):
    path = tmp_path / "faces.parquet"
    with monkeypatch.context() as patch:
        patch.setattr(faceset, "VERSION", faceset.VERSION + 1)
        faceset.save(path, columns, DETAILS)
    with pytest.raises(TrainError, match="version"):
        faceset.load(path)


def _fails_halfway(number):
    def write(table, file, **_):
        file.write(b"half a file")
        raise OSError(number, "as the test wants it")

    return write


def test_a_full_disk_leaves_what_was_there(path, columns, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr(pq, "write_table", _fails_halfway(errno.ENOSPC))
    with pytest.raises(TrainError, match="disk is full"):
        faceset.save(path, columns, DETAILS)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_another_failure_is_passed_on_and_leaves_nothing(tmp_path, columns, monkeypatch):
    monkeypatch.setattr(pq, "write_table", _fails_halfway(errno.EIO))
    with pytest.raises(OSError, match="as the test wants it"):
        faceset.save(tmp_path / "faces.parquet", columns, DETAILS)
    assert list(tmp_path.iterdir()) == []


def test_saving_twice_gives_the_same_bytes(tmp_path, columns):
    for name in ("one", "two"):
        faceset.save(tmp_path / name, columns, DETAILS)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_labels_that_do_not_fit_are_an_error(tmp_path, columns):
    with pytest.raises(pa.ArrowInvalid):
        faceset.save(tmp_path / "faces.parquet", {**columns, "age": [np.iinfo(np.int16).max + 1] * 4}, DETAILS)
    assert list(tmp_path.iterdir()) == []
