"""Small photos, a tiny model on disk, and a batch over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from facevae import batch
from tests.support import tiny
from tests.support.jobs import Copy
from tests.support.saved_networks import save_network


@pytest.fixture
def model(tmp_path, tiny_model) -> str:
    """Name of a tiny model."""
    for kind, (config, network) in {
        "vae": (tiny.VAE, tiny_model.vae),
        "restorer": (tiny.RESTORER, tiny_model.restorer),
    }.items():
        save_network(tmp_path / "tiny", kind, config, network)
    return str(tmp_path / "tiny")


@pytest.fixture
def put(tmp_path) -> Callable[..., Path]:
    """Return a function that writes a photo of one colour below `tmp_path` and returns its path."""

    def write(name: str, size: tuple[int, int] = (20, 24), colour: str = "navy") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, colour).save(path)
        return path

    return write


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def run(out, model) -> Callable[..., int]:
    """Return a function that does photos in this process, and returns the exit status."""

    def start(*photos, job=None, **settings) -> int:
        return batch.run(job or Copy(), photos, out, model=model, **{"workers": 1, **settings})

    return start
