"""Pictures and archives to prepare, made from seeded noise, and faces and recipes to train on."""

from __future__ import annotations

import importlib.util
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.ndimage import gaussian_filter

from facevae import checkpoints, photos, restore
from facevae.checkpoints import Checkpoint
from facevae.models.mtcnn import Mtcnn
from tests.support import tiny
from tests.support.pictures import saved
from train.data import parquet, soft_faces
from train.data.examples import Examples
from train.evaluation.methods.age_reader import AgeReader
from train.evaluation.methods.identity import FaceDescriptor
from train.evaluation.methods.pretrained import Judge
from train.recipes.recipe import Data, Optimizer, Recipe


@pytest.fixture(autouse=True)
def no_optional_packages(monkeypatch):
    """As where they are not installed; BM3D takes seconds a face."""
    optional, real = {method.package for method in restore.METHODS.values() if method.package}, importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name in optional else real(name, *more)
    )


@pytest.fixture
def make_picture() -> Callable[..., Image.Image]:
    """Return a function that makes an RGB picture of soft noise; two seeds have nothing in common."""

    def make(seed: int = 0, size: int = 96) -> Image.Image:
        noise = np.random.default_rng(seed).normal(size=(size, size, 3))
        soft = gaussian_filter(noise, (size / 20, size / 20, 0))
        return Image.fromarray((128 + 50 * soft / soft.std()).clip(0, 255).astype(np.uint8))

    return make


@pytest.fixture
def make_jpeg(make_picture) -> Callable[..., bytes]:
    """Return a function that makes a JPEG file of such a picture."""

    def make(seed: int = 0, size: int = 96, quality: int = 95) -> bytes:
        return saved(make_picture(seed, size), "JPEG", quality=quality)

    return make


@pytest.fixture
def make_examples(make_faces) -> Callable[..., Examples]:
    """Return a function that makes `count` faces as they rest in memory, ages 0, 1, 2 ..., one of them unknown."""

    def make(count: int = 40, size: int = 32) -> Examples:
        numbers = torch.arange(count)
        age = numbers.float()
        age[3] = torch.nan
        ethnicity = numbers % 5
        ethnicity[3] = -1
        return Examples((make_faces(count, size) * 255).round().to(torch.uint8), age, numbers % 2, ethnicity)

    return make


@pytest.fixture
def write_soft() -> Callable[..., None]:
    """Return a function that writes seeded noise as the soft faces of some numbers, half of each drawn, all uses."""

    def write(path: Path, side: int, numbers: Iterable[int]) -> None:
        numbers = np.array(numbers, np.int32)
        records = np.zeros(len(numbers), soft_faces.record(side))
        records["soft"] = np.random.default_rng(0).integers(0, 256, records["soft"].shape)
        records["mask"][:, : records["mask"].shape[1] // 2] = 255
        records["face"], records["use"] = numbers, 1 + numbers % len(soft_faces.USES)
        path.parent.mkdir(exist_ok=True)
        np.save(path, records)

    return write


@pytest.fixture
def tiny_recipe(tmp_path, tiny_vae, tiny_model, tiny_attributes, write_soft) -> Callable[[str], Recipe]:
    """Return a function that makes a recipe of any kind; what it builds on lies in a folder."""
    shape = {"image_size": 32, "latent_dim": 4, "patch": 2, "widths": [4, 8]}
    stages = ("widths", "blocks", "strides", "kernels")
    models = {
        "vae": shape | {"linear_size": 16},
        "restorer": shape | {"evidence_size": 8, "nuisance": 6},
        "local_wiener": {"image_size": 32, "width": 8, "blocks": 1},
        "dncnn": {"width": 8, "blocks": 1},
        "eigenfaces": {"image_size": 32, "side": 8, "components": 12},
        "prior": {"latent_dim": 4, "width": 8, "blocks": 1},
        "study": shape,
        "detail": {"image_size": 32, "widths": [8, 16], "blocks": [1, 1]},
        "atlas": {"kept": 4, "names": ["age", "smile"]},
        "attributes": {"image_size": 16, "widths": [4, 8], "blocks": [1, 1]},
        "face_reader": {"image_size": 16, "stem": 4, **{name: list(getattr(tiny.READER, name)) for name in stages}},
    }
    flagship, attributes, soft = (tmp_path / name for name in ("flagship", "attributes", "soft"))
    options = {
        "restorer": {"flagship": str(flagship), "pixels": 10.0},
        "local_wiener": {"flagship": str(flagship)},
        "dncnn": {"crop": 16},
        "atlas": {"flagship": str(flagship), "attributes": str(attributes), "fewest": 2},
        "prior": {"flagship": str(flagship)},
        "study": {"beta": 0.1},
        "detail": {"model": str(flagship), "soft": str(soft), "alone": 0, "width": 8},
        "attributes": {"sizes": [16, 32]},
        "face_reader": {"sizes": [16, 32], "mix": 0.4, "soften": 0.5, "imagenet": False},
    }

    def make(kind: str) -> Recipe:
        checkpoints.save(flagship, Checkpoint("vae", vars(tiny.VAE), tiny_vae.state_dict(), {}))
        restorer = tiny_model.restorer
        checkpoints.save(flagship, Checkpoint("restorer", vars(restorer.config), restorer.state_dict(), {}))
        write_soft(soft / "train.npy", 32, range(32))
        write_soft(soft / "val.npy", 32, range(8))
        weights = tiny_attributes.state_dict()
        checkpoints.save(attributes, Checkpoint("attributes", vars(tiny.ATTRIBUTES), weights, {}))
        return Recipe(
            "tiny",
            kind,
            model=models[kind],
            objective=options.get(kind, {}),
            data=Data(image_size=32),
            optimizer=Optimizer(lr=1e-3, warmup=2, ema=0.9),
            epochs=2,
            batch=8,
        )

    return make


@pytest.fixture(scope="session")
def tiny_judge() -> Judge:
    """An untrained judge, a tenth as wide as the published one."""
    torch.manual_seed(0)
    return Judge(width=0.1)


@pytest.fixture(scope="session")
def tiny_descriptor() -> FaceDescriptor:
    """An untrained network for telling people apart, an eighth as wide as the published one."""
    torch.manual_seed(0)
    return FaceDescriptor(widths=(4, 8, 16, 32))


@pytest.fixture
def tiny_age_reader() -> AgeReader:
    """An untrained reader of age and gender, a quarter as wide as the published one."""
    torch.manual_seed(0)
    return AgeReader(width=8)


@pytest.fixture
def blind_detector() -> Mtcnn:
    return tiny.blind_detector()


@pytest.fixture
def pack(tmp_path) -> Callable[[dict[str, bytes], str], Path]:
    """Return a function that puts files, path -> content, into a new archive or folder of the kind asked for."""

    def make(files: dict[str, bytes], kind: str) -> Path:
        path = tmp_path / f"faces.{kind}"
        if kind == "folder":
            for name, data in files.items():
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_bytes(data)
            path.mkdir(exist_ok=True)
        elif kind == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                for name, data in files.items():
                    archive.writestr(name, data)
        else:
            with tarfile.open(path, f"w:{kind.removeprefix('tar').lstrip('.')}") as archive:
                for name, data in files.items():
                    member = tarfile.TarInfo(name)
                    member.size = len(data)
                    archive.addfile(member, io.BytesIO(data))
        return path

    return make


@pytest.fixture
def pictures(make_faces) -> list[bytes]:
    """Seven pictures of 32 pixels as PNG."""
    return [saved(photos.to_photo(face), "PNG") for face in make_faces(7)]


@pytest.fixture
def prepare(tmp_path, pictures) -> Callable[..., Path]:
    """Return a function that writes prepared faces of which the last three are test faces."""

    def write(size=32, splits=("train",) * 3 + ("val",) + ("test",) * 3):
        path = tmp_path / f"faces-{size}.parquet"
        columns = {key: [0] * 7 for key in ("age", "gender", "ethnicity", "group")}
        columns |= {"name": [f"{number}.png" for number in range(7)], "image": pictures, "split": splits}
        parquet.save(path, columns, {"image_size": size})
        return path

    return write
