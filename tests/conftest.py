"""Faces of no real person and the smallest models, for every test."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator

import pytest
import torch
from playwright.sync_api import Browser, sync_playwright
from torch import Tensor

from facevae.model import FaceVae
from facevae.models.attributes import AttributeNet
from facevae.models.eigenfaces import Eigenfaces
from facevae.models.face_reader import FaceReader
from facevae.models.latent_atlas import LatentAtlas
from facevae.models.vae import Vae
from tests.support import chromium, fake_hub, tiny
from tests.support.faces import blob_faces

MOST_WORKERS = 4
"""Each may hold the real app and a Chromium, 1 to 2 GB."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Share a whole suite among the cores; a few files that are named start sooner in one process."""
    if any(".py" in argument for argument in config.args):
        return 0
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list) -> None:
    """Give each worker its share of the cores, so that their matrix products do not wait for each other."""
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, len(os.sched_getaffinity(0)) // len(specs))))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the garbage collector look seldom, and never at what stays: the tests, and the packages that they import.

    A page that is built for a test is thousands of objects that know each other, and half a second for each full round.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, the only one of a process: Playwright does not start twice in one."""
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


@pytest.fixture
def generator() -> Callable[[int], torch.Generator]:
    """Return a function that makes a fresh CPU generator from a seed."""

    def make(seed: int = 0) -> torch.Generator:
        return torch.Generator().manual_seed(seed)

    return make


@pytest.fixture
def make_faces() -> Callable[..., Tensor]:
    """Return `blob_faces`."""
    return blob_faces


@pytest.fixture
def faces() -> Tensor:
    """Four different faces of 32 pixels, (4, 3, 32, 32)."""
    return blob_faces()


@pytest.fixture
def tiny_vae() -> Vae:
    return tiny.vae()


@pytest.fixture
def tiny_eigenfaces() -> Eigenfaces:
    return tiny.eigenfaces()


@pytest.fixture
def tiny_atlas() -> LatentAtlas:
    return tiny.atlas()


@pytest.fixture
def tiny_model(tiny_vae, tiny_eigenfaces, tiny_atlas) -> FaceVae:
    return tiny.model(tiny_vae, tiny_eigenfaces, tiny_atlas)


@pytest.fixture
def tiny_study() -> FaceVae:
    return tiny.study()


@pytest.fixture
def tiny_attributes() -> AttributeNet:
    return tiny.attributes()


@pytest.fixture
def tiny_reader() -> FaceReader:
    return tiny.reader()


@pytest.fixture
def server(tmp_path, monkeypatch) -> Iterator[fake_hub.FakeHub]:
    """A Hub of our own, on this machine."""
    with fake_hub.running(tmp_path / "cache", monkeypatch) as server:
        yield server
