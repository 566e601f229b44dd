"""Loading from the Hub: the revision asked for, safe formats only, and the cache when there is no network."""

from __future__ import annotations

from pathlib import Path

import huggingface_hub
import pytest
import torch
from huggingface_hub import constants

import facevae
from facevae import checkpoints
from facevae.checkpoints import Checkpoint, format, hub
from tests.support import fake_hub, tiny

NAME = "owner/faces"


@pytest.fixture
def make_files(tmp_path, tiny_vae):
    """Return a function that makes the files of a VAE whose noise level is `residual`, in several parts."""

    def make(residual: float = 0.01) -> dict[str, bytes]:
        folder = tmp_path / f"weights{residual}"
        weights = {**tiny_vae.state_dict(), "log_sigma": torch.tensor(residual)}
        checkpoints.save(folder, Checkpoint("vae", vars(tiny.VAE), weights, {"residual": residual}))
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    return make


def _residual(folder: Path) -> float:
    return checkpoints.read(folder, "vae").about["residual"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("owner/faces", True),
        ("o-w_n.er/f.a-c_e5", True),
        ("faces", False),
        ("a/b/c", False),
        ("./faces", False),
        ("../faces", False),
        ("/faces", False),
        ("owner/", False),
        ("owner/my faces", False),
        ("owner/faces.git", False),
        ("owner/a--b", False),
    ],
)
def test_a_name_on_the_hub_is_told_by_its_form(name, expected):
    assert hub.is_name(name) is expected


def test_a_model_is_fetched_by_its_name(server, make_files, tiny_vae, faces):
    server.add(NAME, make_files() | {"README.md": b"card"})
    loaded = facevae.load(NAME)
    torch.testing.assert_close(loaded.encode(faces).mean, tiny_vae.encoder(faces).mean, rtol=0, atol=0.02)
    assert (hub.fetch(NAME) / "README.md").read_bytes() == b"card"


def test_a_revision_is_exactly_that_and_none_is_the_newest(server, make_files):
    old, new = (server.add(NAME, make_files(residual)) for residual in (1.0, 2.0))
    server.repositories[NAME].tags["v1"] = old
    found = {revision: _residual(hub.fetch(NAME, revision)) for revision in (old, new, "v1", "main", None)}
    assert found == {old: 1.0, new: 2.0, "v1": 1.0, "main": 2.0, None: 2.0}


@pytest.mark.parametrize("revision", [None, "main"])
def test_what_is_not_pinned_follows_the_hub(server, make_files, revision):
    for residual in (1.0, 2.0):
        server.add(NAME, make_files(residual))
        assert _residual(hub.fetch(NAME, revision)) == residual


def test_a_pinned_revision_in_the_cache_asks_nobody(server, make_files):
    pinned = server.add(NAME, make_files(1.0))
    folder = hub.fetch(NAME, pinned)
    server.requests.clear()
    server.add(NAME, make_files(2.0))
    assert hub.fetch(NAME, pinned) == folder
    assert server.requests == []


@pytest.mark.parametrize("revision", [None, "main", "v1"])
def test_without_the_network_the_cache_serves_what_a_name_last_meant(server, make_files, revision):
    server.repositories[NAME] = fake_hub.Repository()
    server.repositories[NAME].tags["v1"] = server.add(NAME, make_files())
    folder = hub.fetch(NAME, revision)
    server.stop()
    assert hub.fetch(NAME, revision) == folder


def test_a_connection_that_breaks_off_is_as_good_as_none(server, make_files, monkeypatch):
    server.add(NAME, make_files())
    folder, download = hub.fetch(NAME), huggingface_hub.snapshot_download

    def broken(*args, local_files_only=False, **settings):
        if not local_files_only:
            raise RuntimeError("The server left in the middle of a sentence")
        return download(*args, local_files_only=True, **settings)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", broken)
    assert hub.fetch(NAME) == folder


def test_without_network_and_cache_there_is_one_sentence(server):
    server.stop()
    with pytest.raises(facevae.CheckpointError, match=r"^owner/faces could not be fetched .* cache: .*refused\.$"):
        facevae.load(NAME)


def test_offline_mode_is_one_sentence(server, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(facevae.CheckpointError, match=r"^owner/faces could not be fetched .*HF_HUB_OFFLINE"):
        facevae.load(NAME)
    assert server.requests == []


@pytest.mark.parametrize("fetched", ["README.md", "vae"])
def test_single_files_in_the_cache_are_not_taken_for_a_model(server, make_files, fetched, monkeypatch):
    monkeypatch.setattr(format, "MAX_FILE_BYTES", 20_000)
    files = make_files() | {"README.md": b"card"}
    pinned = server.add(NAME, files)
    name = next(name for name in sorted(files) if name.startswith(fetched))
    huggingface_hub.hf_hub_download(NAME, name, revision=pinned)
    assert {path.name for path in hub.fetch(NAME, pinned).iterdir()} == set(files)


def test_a_model_that_is_not_there_is_one_sentence(server):
    with pytest.raises(facevae.CheckpointError, match=r"^There is neither a folder owner/faces nor .*login`\)\.$"):
        facevae.load(NAME)


def test_a_private_model_is_only_for_its_owner(server, make_files, monkeypatch):
    server.repositories[NAME] = fake_hub.Repository(private=True)
    server.add(NAME, make_files())
    monkeypatch.setenv("HF_TOKEN", "hf_of_a_stranger")
    with pytest.raises(facevae.CheckpointError, match="it is private"):
        hub.fetch(NAME)
    monkeypatch.setenv("HF_TOKEN", fake_hub.TOKEN)
    assert _residual(hub.fetch(NAME)) == 0.01


@pytest.mark.parametrize("revision", ["v9", "0" * 40])
def test_a_revision_that_is_not_there_is_never_another_one(server, make_files, revision):
    server.add(NAME, make_files())
    hub.fetch(NAME)
    with pytest.raises(facevae.CheckpointError, match=f"^owner/faces on the Hub has no revision {revision}.$"):
        hub.fetch(NAME, revision)


def test_pickles_are_not_even_fetched(server):
    server.add(NAME, {"README.md": b"card", "pytorch_model.bin": b"pickle", "model.pt": b"pickle"})
    with pytest.raises(facevae.CheckpointError, match=r"holds no weights in a safe format"):
        facevae.load(NAME)
    assert not [request for request in server.requests if "resolve" in request and "README.md" not in request]


def test_a_revision_looks_past_a_folder_of_the_same_name(server, make_files, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / NAME).mkdir(parents=True)
    pinned = server.add(NAME, make_files())
    assert facevae.load(NAME, revision=pinned).image_size == 32


def test_only_a_name_on_the_hub_has_revisions():
    with pytest.raises(facevae.CheckpointError, match=r"Only models on the Hub .* have revisions, and face is none"):
        facevae.load("face", revision="v1")
