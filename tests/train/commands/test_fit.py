"""The command, as a person types it: alone, and on two processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from facevae import checkpoints, photos
from train.__main__ import main
from train.data import parquet

ROOT = Path(__file__).parents[3]

RECIPE = """
name = "tiny"
kind = "vae"
epochs = 1
batch = 8
[model]
image_size = 32
latent_dim = 4
linear_size = 16
patch = 2
widths = [4, 8]
[data]
image_size = 32
"""


@pytest.fixture
def workplace(tmp_path, make_faces):
    """A folder with a recipe and 32 training and 8 validation faces."""
    (tmp_path / "tiny.toml").write_text(RECIPE)
    images = []
    for index, face in enumerate(make_faces(40)):
        path = tmp_path / f"{index}.png"
        photos.to_photo(face).save(path)
        images.append(path.read_bytes())
    columns = {
        "name": [str(index) for index in range(40)],
        "image": images,
        "age": [None] * 40,
        "gender": [None] * 40,
        "ethnicity": [None] * 40,
        "group": list(range(40)),
        "split": ["train"] * 32 + ["val"] * 8,
    }
    parquet.save(tmp_path / "faces.parquet", columns, {"image_size": 32})
    return tmp_path


def _arguments(folder, *more):
    return ["fit", f"{folder}/tiny.toml", "--data", f"{folder}/faces.parquet", "--run", f"{folder}/run", *more]


def test_a_dry_run_prints_the_recipe_and_trains_nothing(workplace, capsys):
    assert main(_arguments(workplace, "--dry-run")) == 0
    printed = capsys.readouterr().out
    assert '"latent_dim": 4' in printed
    assert "32 training and 8 validation faces" in printed
    assert not (workplace / "run").exists()


def test_a_whole_run_says_that_it_is_done(workplace, capsys):
    assert main(_arguments(workplace)) == 0
    assert "Done: step 4 of 4" in capsys.readouterr().out
    assert checkpoints.load_network(workplace / "run" / "model", "vae").config.image_size == 32


def test_data_of_another_size_is_one_sentence(workplace, capsys):
    recipe = workplace / "tiny.toml"
    recipe.write_text(RECIPE.replace("[data]\nimage_size = 32", "[data]\nimage_size = 64"))
    assert main(_arguments(workplace)) == 1
    assert "has faces of 32 pixels; tiny needs 64" in capsys.readouterr().err


@pytest.mark.slow
def test_two_processes_train_together_and_leave_one_model(workplace):
    launch = [sys.executable, "-m", "accelerate.commands.launch", "--cpu", "--num_processes", "2"]
    options = ["--num_machines", "1", "--mixed_precision", "no", "--dynamo_backend", "no"]
    command = [*launch, *options, "-m", "train", *_arguments(workplace)]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr[-2000:]
    assert "Done: step 4 of 4" in result.stdout
    assert checkpoints.load_network(workplace / "run" / "model", "vae").config.latent_dim == 4
