"""Deploying: which files make a Space, on a Hub that is made here, with which settings; and what is refused."""

from __future__ import annotations

import subprocess

import huggingface_hub
import pytest
from huggingface_hub import constants

from tests.support import fake_hub
from tests.support.sentences import assert_one_sentence
from train import __main__ as program
from train.commands import deploy

REPO, SPACE = "owner/app", "spaces/owner/app"

INDEX = "https://torch.example/cpu"

README = b"---\nsdk: gradio\nsdk_version: 6.31.0\npython_version: '3.12'\napp_file: app.py\n---\n"

APP = {
    "README.md": README,
    "app.py": b"serve()",
    "assets/small.webp": b"\0" * 1_000_000,
    "assets/large.webp": b"\0" * 1_000_001,
    "assets/large.svg": b"x" * 1_000_001,
    "checkpoints/face/vae-1-of-1.safetensors": b"weights",
    "facevae/__init__.py": b"",
    "requirements.txt": b"gradio>=6.31\ntorch>=2.10\n",
}

NOT_NEEDED = {
    ".ci/run": b"",
    "checkpoints/judges/judge-1-of-1.safetensors": b"",
    "tests/test_app.py": b"",
    "train/__init__.py": b"",
}


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A clone in which git tracks an app and what it does not need; beside them lie what it does not track."""
    root = tmp_path / "clone"
    for name, content in {**APP, **NOT_NEEDED}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    for command in (("init", "-q"), ("add", ".")):
        subprocess.run(["git", "-C", root, *command], check=True)
    (root / "data").mkdir()
    (root / "data/face.webp").write_bytes(b"somebody")
    monkeypatch.setattr(deploy, "ROOT", root)
    return root


def _run(*arguments) -> int:
    return program.main(["deploy", *arguments])


def _held(server) -> dict[str, bytes]:
    """What the Space holds that the Hub did not put there."""
    files = server.repositories[SPACE].commits[-1][1]
    return {name: content for name, content in files.items() if name not in fake_hub.INITIAL}


def test_a_space_gets_what_git_tracks_and_the_app_needs(server, checkout, capsys):
    assert _run(REPO) == 0
    space = server.repositories[SPACE]
    assert _held(server) == APP
    assert (space.sdk, space.hardware, space.private) == ("gradio", "zero-a10g", False)
    assert [message for *_, message in space.commits] == ["", f"Deploy FaceVAE {deploy.facevae.__version__}"]
    assert f"8 files; the Space is built now, and then runs at\n{server.url}/{SPACE}\n" in capsys.readouterr().out


def test_weights_and_large_pictures_go_past_git(server, checkout):
    assert _run(REPO) == 0
    past = {"assets/large.webp", "checkpoints/face/vae-1-of-1.safetensors"}
    assert {name for name, content in APP.items() if content in server.uploads.values()} == past
    assert {name for name, content in APP.items() if deploy.goes_past_git(name, content)} == past


def test_a_second_deployment_takes_away_what_went_away(server, checkout):
    assert _run(REPO) == 0
    (checkout / "assets/large.svg").unlink()
    (checkout / "app.py").write_bytes(b"serve(better=True)")
    assert _run(REPO, "--message", "Serve better") == 0
    expected = {**APP, "app.py": b"serve(better=True)"}
    del expected["assets/large.svg"]
    assert _held(server) == expected
    assert len(server.repositories[SPACE].commits) == 3  # that of its making, and ours
    assert server.repositories[SPACE].commits[-1][2] == "Serve better"


def test_the_cpu_brings_its_own_torch_and_leaves_with_it(server, checkout):
    server.pays = True
    assert _run(REPO, "--hardware", "cpu", "--torch-index", INDEX) == 0
    early = b"--index-url https://torch.example/cpu\ntorch>=2.10\n"
    assert _held(server) == {**APP, "pre-requirements.txt": early}
    assert server.repositories[SPACE].hardware == "cpu-basic"
    assert _run(REPO) == 0
    assert _held(server) == APP
    assert server.repositories[SPACE].hardware == "zero-a10g"


def test_the_cpu_without_an_index_installs_the_ordinary_torch(server, checkout):
    server.pays = True
    assert _run(REPO, "--hardware", "cpu") == 0
    assert _held(server) == APP


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--torch-index", INDEX), "--torch-index is for --hardware cpu"),
        (("--hardware", "cpu", "--torch-index", "http://torch.example"), "give the https address"),
        (("--hardware", "cpu", "--torch-index", f"{INDEX}\n--pre"), "give the https address"),
    ],
)
def test_an_index_that_makes_no_sense_is_refused(server, checkout, options, sentence, capsys):
    assert _run(REPO, *options) == 2
    assert sentence in capsys.readouterr().err
    assert server.requests == []


def test_a_dry_run_lists_files_and_settings_and_asks_nobody(server, checkout, monkeypatch, capsys):
    monkeypatch.delenv("HF_TOKEN")
    server.stop()
    assert _run(REPO, "--dry-run", "--private", "--hardware", "cpu", "--torch-index", INDEX) == 0
    said = capsys.readouterr().out
    assert "1,000,000 bytes  git  assets/small.webp" in said
    assert "1,000,001 bytes  Xet  assets/large.webp" in said
    assert "1,000,001 bytes  git  assets/large.svg" in said
    assert "7 bytes  Xet  checkpoints/face/vae-1-of-1.safetensors" in said
    assert "9 files, 3.0 MB; 2 of them, 1.0 MB, through Xet." in said
    assert "Space: owner/app, private\nSDK: gradio 6.31.0, Python 3.12, app.py\nHardware: cpu-basic\n" in said
    assert f"Torch: --index-url {INDEX} torch>=2.10\n" in said
    assert server.requests == []


def test_a_private_space_is_made_private(server, checkout):
    assert _run(REPO, "--private") == 0
    assert server.repositories[SPACE].private


def test_what_should_be_private_does_not_go_where_all_can_see_it(server, checkout, capsys):
    assert _run(REPO) == 0
    assert _run(REPO, "--private") == 1
    assert_one_sentence(capsys, "owner/app is public already")
    assert len(server.repositories[SPACE].commits) == 2


def test_another_app_is_never_replaced(server, checkout, capsys):
    server.add(SPACE, {"app.py": b"years of work"})
    assert _run(REPO) == 1
    assert_one_sentence(capsys, "owner/app holds another app")
    assert _held(server) == {"app.py": b"years of work"}


@pytest.mark.parametrize("exists", [False, True])
def test_hardware_that_must_be_paid_for_is_one_sentence(server, checkout, exists, capsys):
    if exists:
        assert _run(REPO) == 0
    assert _run(REPO, "--hardware", "cpu") == 1
    assert_one_sentence(capsys, "PRO, Team and Enterprise accounts only; a free account .* --hardware zero-gpu")
    assert (SPACE in server.repositories) == exists


def test_no_more_free_spaces_is_one_sentence(server, checkout, monkeypatch, capsys):
    monkeypatch.setattr(fake_hub, "PAID", "zero-a10g")
    assert _run(REPO) == 1
    assert_one_sentence(capsys, "owner/app ZeroGPU hardware: a free account .* may have two such Spaces")


def test_no_token_is_one_sentence(server, checkout, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    assert _run(REPO) == 1
    assert_one_sentence(capsys, "The Hub does not know you; log in")


def test_no_right_is_one_sentence(server, checkout, capsys):
    assert _run("other/app") == 1
    assert_one_sentence(capsys, "Your token may not write to other/app")


def test_no_network_is_one_sentence(server, checkout, capsys):
    server.stop()
    assert _run(REPO) == 1
    assert_one_sentence(capsys, "The Hub could not be reached: .*refused")


def test_what_is_no_checkout_is_one_sentence(server, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(deploy, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert _run(REPO) == 1
    assert_one_sentence(capsys, "those that git tracks; run this in a clone")
    assert server.requests == []


def test_what_is_no_name_of_a_space_is_refused(server, checkout, capsys):
    assert _run("app") == 2
    assert_one_sentence(capsys, "expected user/name")


def test_the_front_matter_is_what_zero_gpu_runs():
    card = huggingface_hub.SpaceCard((deploy.ROOT / "README.md").read_text("utf-8")).data
    assert (card.sdk, card.app_file, card.python_version) == ("gradio", "app.py", "3.12")
    assert len(card.short_description) <= 60
    required = (deploy.ROOT / "requirements.txt").read_text("utf-8").splitlines()
    floor = next(line.partition(">=")[2] for line in required if line.startswith("gradio>="))
    least, pinned = (tuple(map(int, text.split("."))) for text in (floor, card.sdk_version))
    assert pinned >= least
