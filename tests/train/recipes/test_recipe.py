"""Recipes: everything in train/recipes is valid, and everything wrong is one sentence."""

from __future__ import annotations

import pytest

from train import TrainError
from train.recipes import recipe


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text)
        return str(path)

    return write


@pytest.mark.parametrize("name", recipe.names())
def test_every_recipe_is_valid_and_named_as_its_file(name):
    loaded = recipe.load(name)
    assert loaded.name == name
    if loaded.kind not in ("attributes", "face_reader", "dncnn", "atlas", "prior"):  # these take faces of any size
        assert loaded.model["image_size"] == loaded.data.image_size


def test_an_unknown_recipe_names_the_nearest():
    with pytest.raises(TrainError, match="Did you mean 'face'"):
        recipe.load("fase")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name = "a"\nkind = "vae"\nepoch = 3', "unknown key 'epoch'. Did you mean 'epochs'"),
        ('name = "a"\nkind = "vae"\n[optimizer]\nlearning = 1.0', "optimizer: unknown key 'learning'"),
        ('name = "a"\nkind = "vae"\n[model]\nlatent_dims = 3', "Did you mean 'latent_dim'"),
        ('name = "a"\nkind = "vae"\nepochs = "three"', "epochs must be int, not 'three'"),
        ('name = "a"\nkind = "vae"\nepochs = true', "epochs must be int, not True"),
        ('name = "a"\nkind = "vae"\nepochs = 0', "at least 1"),
        ('name = "a"\nkind = "vae"\n[model]\nwidths = 3', "widths must be a list"),
        ('name = "a"\nkind = "vae"\n[model]\nimage_size = 100', "multiple of 32"),
        ('name = "a"\nkind = "gan"', "known kinds are atlas, attributes, detail"),
        ('name = "a"\nkind = "mtcnn"', "known kinds are atlas, attributes, detail"),
        ('name = "a"\nkind = "vae"\n[model]\nwidths = [8, "wide"]', "model: widths must be int, not 'wide'"),
        ('name = "a"\nkind = "vae"\noptimizer = 1', "optimizer must be a table, not 1"),
        ('name = "a"\nkind = "vae"\n[data]\nflip = 1', "data: flip must be bool, not 1"),
        ('kind = "vae"', "missing name"),
        ('nam = "a"\nkind = "vae"', "unknown key 'nam'. Did you mean 'name'"),
        ("name = ", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_one_sentence(write, text, words):
    with pytest.raises(TrainError) as caught:
        recipe.load(write(text))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_whole_number_will_do_for_a_rate(write):
    loaded = recipe.load(write('name = "a"\nkind = "vae"\n[optimizer]\nlr = 1'))
    assert loaded.optimizer.lr == 1.0
    assert isinstance(loaded.optimizer.lr, float)
