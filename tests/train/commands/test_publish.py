"""Publishing: what is sent, in one commit, to a Hub that is made here; and what is refused before anything is sent."""

from __future__ import annotations

import re

import huggingface_hub
import pytest
import torch
from huggingface_hub import constants

import facevae
from facevae import checkpoints
from facevae.checkpoints import Checkpoint, format, locations
from tests.support import fake_hub, tiny
from tests.support.sentences import assert_one_sentence
from train import __main__ as program
from train.commands import publish

REPO = "owner/faces"


@pytest.fixture
def folder(tmp_path, tiny_model, monkeypatch):
    """Weights of two kinds, with the card and the results of all checkpoints one folder above."""
    folder = tmp_path / "checkpoints" / "tiny"
    weights = {"vae": (tiny.VAE, tiny_model.vae), "restorer": (tiny.RESTORER, tiny_model.restorer)}
    for kind, (config, network) in weights.items():
        checkpoints.save(folder, Checkpoint(kind, vars(config), network.state_dict(), {}))
    (folder.parent / "README.md").write_text("card")
    (folder.parent / "results.json").write_text("{}")
    monkeypatch.setattr(publish, "CHECKPOINTS", folder.parent)
    return folder


def _run(*arguments) -> int:
    return program.main(["publish", *map(str, arguments)])


def _contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_published_weights_load_by_name_by_revision_and_from_the_cache(server, folder, tiny_model, faces, capsys):
    assert _run(folder, REPO) == 0
    revision = server.repositories[REPO].commits[-1][0]
    assert f'facevae.load("{REPO}", revision="{revision}")' in capsys.readouterr().out
    for settings in ({}, {"revision": revision}):
        loaded = facevae.load(REPO, **settings)
        found, expected = loaded.encode(faces).mean, tiny_model.encode(faces).mean
        torch.testing.assert_close(loaded.decode(found), tiny_model.decode(expected), rtol=0, atol=2e-3)
        assert loaded.restorer is not None
    server.stop()
    assert facevae.load(REPO).latent_dim == facevae.load(REPO, revision=revision).latent_dim == 4


@pytest.mark.parametrize(("kind", "load"), [("attributes", "load_attributes"), ("face_reader", "load_reader")])
def test_what_loads_in_another_way_says_so(server, folder, kind, load, capsys):
    other = folder.parent / "other"
    checkpoints.save(other, Checkpoint(kind, {}, {"layer": torch.ones(2)}, {}))
    assert _run(other, REPO) == 0
    assert f'facevae.{load}("owner/faces", revision="' in capsys.readouterr().out


def test_weights_card_and_results_are_one_commit(server, folder):
    (folder / "log.txt").write_text("not for readers")
    assert _run(folder, REPO) == 0
    created, published = server.repositories[REPO].commits
    weights = {name: data for name, data in _contents(folder).items() if name.endswith(".safetensors")}
    assert len(weights) == 2
    assert published[1] == created[1] | weights | {"README.md": b"card", "results.json": b"{}"}
    assert published[2] == "Publish tiny"


def test_the_pictures_of_a_card_and_the_licence_of_weights_come_along(server, folder):
    pictures = folder.parents[1] / "assets"
    pictures.mkdir()
    (pictures / "curves.svg").write_text("<svg/>")
    (folder / "LICENSE").write_text("MIT")
    (folder.parent / "README.md").write_text("Look: ![Two curves](../assets/curves.svg), and [more](../assets/).")
    assert _run(folder, REPO) == 0
    files = server.repositories[REPO].commits[-1][1]
    assert files["README.md"] == b"Look: ![Two curves](assets/curves.svg), and [more](../assets/)."
    assert (files["assets/curves.svg"], files["LICENSE"]) == (b"<svg/>", b"MIT")


def test_a_card_whose_picture_is_missing_is_refused_before_anything_is_sent(server, folder, capsys):
    (folder.parent / "README.md").write_text("![Two curves](../assets/curves.svg)")
    assert _run(folder, REPO) == 1
    assert_one_sentence(capsys, "README.md shows assets/curves.svg, which is not there")
    assert server.requests == []


def test_the_card_that_ships_goes_along_with_all_its_pictures():
    files = publish.collect(locations.CHECKPOINTS / "face_reader")
    card, here = files["README.md"].decode(), (locations.CHECKPOINTS / "README.md").read_text("utf-8")
    assert card == here.replace("](../assets/", "](assets/")
    assert set(re.findall(r"!\[[^]]*\]\(([^)]+)\)", card)) == {name for name in files if name.startswith("assets/")}


def test_a_folders_own_card_comes_before_that_of_all_and_brings_its_own_results(server, folder):
    (folder / "README.md").write_text("own card")
    assert _run(folder, REPO, "--message", "The first ones") == 0
    _, files, message = server.repositories[REPO].commits[-1]
    assert (files["README.md"], "results.json" in files, message) == (b"own card", False, "The first ones")


def test_what_an_earlier_publication_left_goes_in_the_same_commit(server, folder):
    old = {"vae-0123abcd-1-of-2.safetensors": b"", "vae-0123abcd-2-of-2.safetensors": b"", "results.json": b"old"}
    server.add(REPO, fake_hub.INITIAL | old | {"LICENSE": b"theirs"})
    (folder.parent / "results.json").unlink()
    assert _run(folder, REPO) == 0
    before, after = server.repositories[REPO].commits
    assert set(before[1]) - set(after[1]) == set(old)
    assert after[1]["LICENSE"] == b"theirs"


def test_publishing_the_same_again_makes_no_new_commit(server, folder, capsys):
    for _ in range(2):
        assert _run(folder, REPO) == 0
    assert len(server.repositories[REPO].commits) == 2  # that of its making, and ours
    assert capsys.readouterr().out.count(server.repositories[REPO].commits[-1][0]) == 6


def test_a_repository_is_made_private_on_request(server, folder):
    assert _run(folder, REPO, "--private") == 0
    assert server.repositories[REPO].private


def test_what_should_be_private_does_not_go_where_all_can_see_it(server, folder, capsys):
    server.add(REPO, fake_hub.INITIAL)
    assert _run(folder, REPO, "--private") == 1
    assert "owner/faces is public already" in capsys.readouterr().err
    assert len(server.repositories[REPO].commits) == 1


def test_a_dry_run_lists_all_and_sends_nothing(server, folder, capsys):
    server.add(REPO, {"vae-0123abcd-1-of-1.safetensors": b""})
    assert _run(folder, REPO, "--dry-run") == 0
    said = capsys.readouterr().out
    for name, data in _contents(folder).items():
        assert f"{len(data):,} bytes  {name}" in said
    assert "owner/faces would lose vae-0123abcd-1-of-1.safetensors" in said
    assert server.changes == []


def test_a_dry_run_of_a_new_repository_does_not_make_it(server, folder, capsys):
    assert _run(folder, REPO, "--dry-run") == 0
    assert "owner/faces would be made" in capsys.readouterr().out
    assert server.repositories == {}


def test_a_dry_run_needs_no_network(server, folder, capsys):
    server.stop()
    assert _run(folder, REPO, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "4 bytes  README.md" in said
    assert "What owner/faces holds is unknown. The Hub could not be reached" in said


def _flip(path):
    data = bytearray(path.read_bytes())
    data[-5] ^= 0x10
    path.write_bytes(bytes(data))


def _add_another_set(path):
    found = checkpoints.read(path.parent, "vae")
    changed = {name: tensor + 1 for name, tensor in found.tensors.items()}
    checkpoints.save(path.parent / "other", Checkpoint("vae", found.config, changed, {}))
    for other in (path.parent / "other").iterdir():
        other.rename(path.with_name(other.name))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_flip, "The vae weights in .* are corrupted"),
        (lambda path: path.write_bytes(path.read_bytes()[:-10]), "is truncated"),
        (lambda path: path.write_bytes(b"pickle"), "is truncated or no safetensors file"),
        (lambda path: path.rename(path.with_name("vae.safetensors")), r"another set \(vae.safetensors\)"),
        (_add_another_set, r"also holds weights of another set \(vae-\w{8}-1-of-1.safetensors\)"),
        (lambda path: (path.parent.parent / "README.md").unlink(), "has no model card"),
        (lambda path: [part.unlink() for part in path.parent.iterdir()], "holds no weights .* train fit"),
    ],
)
def test_what_is_not_right_is_refused_before_anything_is_sent(server, folder, spoil, sentence, capsys):
    spoil(next(folder.glob("vae-*")))
    assert _run(folder, REPO) in (1, 2)
    assert_one_sentence(capsys, sentence)
    assert server.requests == []


def test_a_missing_part_is_refused_before_anything_is_sent(server, folder, tiny_vae, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        patch.setattr(format, "MAX_FILE_BYTES", 20_000)
        checkpoints.save(folder, Checkpoint("vae", vars(tiny.VAE), tiny_vae.state_dict(), {}))
    next(folder.glob("vae-*-1-of-*")).unlink()
    assert _run(folder, REPO) == 2
    assert_one_sentence(capsys, "of the . files of its vae weights")
    assert server.requests == []


def test_a_file_that_is_too_large_is_refused_before_anything_is_sent(server, folder, capsys):
    (folder / "README.md").write_bytes(b"x" * 10_000_000)
    assert _run(folder, REPO) == 1
    assert_one_sentence(capsys, "README.md has 10,000,000 bytes; a file must have fewer than 10,000,000")
    assert server.requests == []


@pytest.mark.parametrize("repo", ["faces", "owner/my faces", "owner/faces/tiny", "../faces"])
def test_what_is_no_name_of_a_repository_is_refused(server, folder, repo, capsys):
    assert _run(folder, repo) == 2
    assert_one_sentence(capsys, "is no name of a repository on the Hub; expected user/name")
    assert server.requests == []


def test_a_folder_that_is_not_there_is_not_looked_for_on_the_hub(server, folder, capsys):
    assert _run("owner/other", REPO) == 1
    assert_one_sentence(capsys, "There is no folder owner/other")
    assert server.requests == []


def test_weights_of_another_project_are_never_replaced(server, folder, capsys):
    server.add(REPO, {"model.safetensors": b"years of work"})
    assert _run(folder, REPO) == 1
    assert_one_sentence(capsys, "owner/faces holds model.safetensors, which is not of this project")
    assert len(server.repositories[REPO].commits) == 1


@pytest.mark.parametrize("exists", [True, False])
def test_who_is_not_known_may_not_publish(server, folder, exists, monkeypatch, capsys):
    if exists:
        server.add(REPO, fake_hub.INITIAL)
    monkeypatch.setenv("HF_TOKEN", "hf_of_a_stranger")
    assert _run(folder, REPO) == 1
    assert_one_sentence(capsys, "The Hub does not know you; log in")
    assert all(len(repository.commits) == 1 for repository in server.repositories.values())


def test_no_token_at_all_is_one_sentence(server, folder, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    assert _run(folder, REPO) == 1
    assert_one_sentence(capsys, "The Hub does not know you; log in")


def test_somebody_elses_name_is_one_sentence(server, folder, capsys):
    assert _run(folder, "other/faces") == 1
    assert_one_sentence(capsys, "Your token may not write to other/faces")


def test_a_repository_that_changes_meanwhile_is_left_alone(server, folder, monkeypatch, capsys):
    server.add(REPO, fake_hub.INITIAL)
    look = huggingface_hub.HfApi.model_info

    def look_and_be_overtaken(*arguments, **settings):
        found = look(*arguments, **settings)
        server.add(REPO, {"README.md": b"of a faster hand"})
        return found

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", look_and_be_overtaken)
    assert _run(folder, REPO) == 1
    assert_one_sentence(capsys, "was changed by another commit just now")
    assert server.repositories[REPO].commits[-1][1] == {"README.md": b"of a faster hand"}


def test_a_card_that_the_hub_does_not_take_is_one_sentence(server, folder, capsys):
    (folder / "README.md").write_text("---\nlicense: made-up\n---\n")
    assert _run(folder, REPO) == 1
    assert_one_sentence(capsys, 'owner/faces was not published: .*README.md.*"license" is unknown')
    assert len(server.repositories[REPO].commits) == 1


def test_no_network_is_one_sentence(server, folder, capsys):
    server.stop()
    assert _run(folder, REPO) == 1
    assert_one_sentence(capsys, "The Hub could not be reached: .*refused")
