"""The figures that the command draws from tiny untrained models."""

from __future__ import annotations

import dataclasses
import json

import pytest
import torch

from facevae import checkpoints
from facevae.checkpoints import Checkpoint
from facevae.models.small_vae import SmallVae, SmallVaeConfig
from train import __main__ as program
from train.commands import figures
from train.evaluation.harness import results as results_file

NAMES = [f"study/latent{dim}-beta{beta}" for dim in (4, 32, 256) for beta in ("0.01", "0.1", "1")]
WITH_SNAPSHOTS = ["study/latent256-beta0.01", "study/latent32-beta0.1", "study/latent4-beta1"]


def about_training(**figures):
    """What a model says of two epochs of ten steps."""
    rows = [{"step": 10.0 * epoch, "loss": 1 / epoch, "val_loss": 1 / epoch, **figures} for epoch in (1, 2)]
    return {"curve": rows, "train_faces": 645, "recipe": {"batch": 64}}


def save_study(folder, latent_dim, about):
    torch.manual_seed(about["steps"])
    model = SmallVae(SmallVaeConfig(image_size=16, latent_dim=latent_dim, patch=2, widths=(4,)))
    checkpoints.save(folder, Checkpoint("study", dataclasses.asdict(model.config), model.state_dict(), about))


def save_flagship(root, vae, about):
    checkpoints.save(root / "face", Checkpoint("vae", dataclasses.asdict(vae.config), vae.state_dict(), about))


@pytest.fixture
def trained(tmp_path, tiny_vae):
    """A folder with the flagship, the nine models and two snapshots of three of them."""
    root = tmp_path / "checkpoints"
    save_flagship(root, tiny_vae, about_training())
    for one in figures.study():
        dim = one.model["latent_dim"]
        save_study(root / one.name, dim, {"steps": 100, **about_training(val_psnr=float(dim))})
        for steps in (50, 100) if one.snapshots else ():
            save_study(root / one.name / "snapshots" / f"{steps:06d}", dim, {"steps": steps})
    return root


@pytest.fixture
def measured(tmp_path):
    """results.json with made-up figures of the nine."""

    def entry(number):
        return {
            "likelihood": {"rate_nats": {"mean": 10.0 + number}},
            "reconstruction": {"vae": {"psnr": {"mean": 20.0 + number}}, "pca": {"psnr": {"mean": 19.0}}},
        }

    file = tmp_path / "results.json"
    file.write_text(json.dumps({name: entry(number) for number, name in enumerate(NAMES)}), "utf-8")
    return file


@pytest.fixture
def command(tmp_path, trained, measured):
    """Return a function that runs the command into a folder and returns its exit status and that folder."""

    def start(out="out"):
        folder = tmp_path / out
        given = {"--checkpoints": trained, "--json": measured, "--out": folder}
        return program.main(["figures", *(str(part) for pair in given.items() for part in pair)]), folder

    return start


def test_four_files_are_written_and_said(command, capsys):
    status, out = command()
    assert status == 0
    wanted = {figures.FACES, figures.PLANE, figures.LEARNING, figures.TRAINING}
    assert {path.name for path in out.iterdir()} == wanted
    said = capsys.readouterr().out
    assert all(f"{path}: {path.stat().st_size:,} bytes" in said for path in out.iterdir())


@pytest.mark.slow
def test_twice_the_same_bytes(command):
    (_, one), (_, two) = command("one"), command("two")
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()


def test_missing_models_are_named_in_one_sentence(command, trained, capsys):
    next((trained / "study/latent4-beta1").glob("*.safetensors")).unlink()
    next((trained / "face").glob("*.safetensors")).unlink()
    for path in (trained / "study/latent32-beta0.1/snapshots").glob("*/*.safetensors"):
        path.unlink()
    status, out = command()
    message = capsys.readouterr().err
    assert status == 1
    assert "lacks face, study/latent4-beta1, study/latent32-beta0.1/snapshots;" in message
    assert message.count("\n") == 1
    assert not out.exists()


def test_models_not_measured_yet_are_named(command, measured, capsys):
    entries = json.loads(measured.read_text("utf-8"))
    del entries["study/latent256-beta1"]["reconstruction"]["pca"]
    measured.write_text(json.dumps(entries), "utf-8")
    assert command()[0] == 1
    assert "lacks figures of study/latent256-beta1; `python -m train evaluate" in capsys.readouterr().err


def test_the_nine_recipes_are_the_grid():
    recipes = figures.study()
    assert sorted(one.name for one in recipes) == sorted(NAMES)
    assert [one.name for one in recipes if one.snapshots] == WITH_SNAPSHOTS
    assert all(one.name == "study/latent{}-beta{:g}".format(*figures.setting(one)) for one in recipes)


def test_points_are_the_means_in_the_file(measured):
    found = figures.measured(measured, figures.study())
    entry = results_file.read(measured)["study/latent4-beta0.01"]
    point = found[figures.Setting(4, 0.01)]
    assert point.rate == entry["likelihood"]["rate_nats"]["mean"] == 10.0
    assert (point.psnr, point.pca_psnr) == (20.0, 19.0)


def test_curves_are_found_by_kind_and_by_setting(trained):
    models, small = figures.along_epochs(trained, figures.study())
    assert models.keys() == {"vae"}
    assert models["vae"].epochs == [1, 2]
    assert {key: curve.figures["val_psnr"] for key, curve in small.items()} == {
        figures.Setting(dim, beta): [dim, dim] for dim in (4, 32, 256) for beta in (0.01, 0.1, 1.0)
    }


def test_the_drawing_of_curves_names_the_models_that_have_one(command):
    drawn = (command()[1] / figures.TRAINING).read_text("utf-8")
    assert ">Flagship<" in drawn
    assert ">256 numbers<" in drawn
    assert ">Restorer<" not in drawn


def test_models_without_any_curve_are_refused_in_one_sentence(command, trained, tiny_vae, capsys):
    save_flagship(trained, tiny_vae, {})
    for one in figures.study():
        save_study(trained / one.name, one.model["latent_dim"], {"steps": 100})
    status, out = command()
    message = capsys.readouterr().err
    assert status == 1
    assert "has the curve of its training" in message
    assert message.count("\n") == 1
    assert not out.exists()


def test_snapshots_are_found_by_their_steps(trained, make_faces):
    found = figures.along_training(trained / "study/latent4-beta1", make_faces(1, 16))
    assert sorted(found) == [50, 100]
    assert found[50].reconstructions.shape == found[50].samples.shape == (1, 3, 16, 16)


def test_originals_are_the_portrait_and_made_up_faces(tiny_model):
    faces = figures.originals(tiny_model, 16)
    assert faces.shape == (5, 3, 16, 16)
    again = figures.originals(tiny_model, 16)
    assert torch.equal(faces, again)
    assert (faces[1:] - faces[:1]).abs().mean(dim=(1, 2, 3)).min() > 0.01


def test_a_made_up_face_is_averaged_over_areas(tiny_model):
    large, small = figures.originals(tiny_model, 32), figures.originals(tiny_model, 16)
    blocks = large[1:].unfold(2, 2, 2).unfold(3, 2, 2).mean(dim=(-1, -2))
    torch.testing.assert_close(small[1:], blocks)
