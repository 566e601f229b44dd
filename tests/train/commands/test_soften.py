"""The command that draws soft faces, as a person types it."""

from __future__ import annotations

import io

import pytest

from facevae import photos
from train.__main__ import main
from train.data import parquet
from train.data.soft_faces import BLOCK, SoftFaces


def _png(face):
    file = io.BytesIO()
    photos.to_photo(face).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def arguments(tmp_path, tiny_recipe, make_faces):
    """The command line for a tiny model and 100 prepared faces, half of them for validation."""
    tiny_recipe("detail")  # writes the tiny model
    images = [_png(face) for face in make_faces(100)]
    columns = {name: [None] * 100 for name in ("age", "gender", "ethnicity")}
    columns |= {"name": [f"{number}.png" for number in range(100)], "group": list(range(100)), "image": images}
    parquet.save(tmp_path / "faces.parquet", {**columns, "split": ["train", "val"] * 50}, {"image_size": 32})
    files = ["--model", f"{tmp_path}/flagship", "--data", f"{tmp_path}/faces.parquet", "--out", f"{tmp_path}/drawn"]
    return ["soften", *files, "--train", "60", "--val", "10"]


def test_it_draws_whole_blocks_of_both_splits_and_goes_on_where_it_stopped(arguments, tmp_path):
    assert main(arguments) == 0
    files = [tmp_path / "drawn" / f"{split}.npy" for split in ("train", "val")]
    before = [path.read_bytes() for path in files]
    faces = [parquet.load(tmp_path / "faces.parquet", split).faces for split in ("train", "val")]
    assert [len(SoftFaces(*pair)) for pair in zip(files, faces, strict=True)] == [2 * BLOCK, BLOCK]
    assert main(arguments) == 0
    assert [path.read_bytes() for path in files] == before
