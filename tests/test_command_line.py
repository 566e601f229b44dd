"""`python -m facevae`: how what is typed becomes a job, what is refused, and Ctrl-C with several processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from facevae import __main__ as program
from facevae import batch
from tests.support.photos import couple

ROOT = Path(__file__).parents[1]


@pytest.fixture
def asked(monkeypatch):
    """What the library is asked for instead of doing it."""
    calls = []
    monkeypatch.setattr(batch, "run", lambda *given, **settings: calls.append((*given, settings)) or 1)
    return calls


@pytest.mark.parametrize(
    ("typed", "job"),
    [
        ("restore a.jpg", batch.Restore()),
        ("restore a.jpg --style real --doubtful --all-faces", batch.Restore("real", doubtful=True, faces="all")),
        ("restore a.jpg --sigma 51 --strength 1", batch.Restore(sigma=0.2, strength=1.0)),
        ("denoise a.jpg", batch.Denoise()),
        ("denoise a.jpg --sigma 25.5 --style real --one-face", batch.Denoise(0.1, style="real", faces="one")),
        ("align a.jpg --size 64 --all-faces", batch.Align(64, "all")),
    ],
)
def test_what_is_typed_becomes_a_job(asked, typed, job):
    assert program.main([*typed.split(), "--out", "there", "--workers", "2", "--overwrite"]) == 1
    settings = {"model": "face", "workers": 2, "overwrite": True}
    assert asked == [(job, ["a.jpg"], Path("there"), settings)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "COMMAND"),
        ("restore a.jpg", "--out"),
        ("restore --out there", "PHOTO"),
        ("denoise a.jpg --out there --sigma -1", "-1 is no number from 0 to 255"),
        ("denoise a.jpg --out there --sigma loud", "loud is no number"),
        ("denoise a.jpg --out there --strength 2", "2 is no number from 0 to 1"),
        ("denoise a.jpg --out there --style best", "faithful"),
        ("align a.jpg --out there --size 0", "0 is no whole number from 1 to 1024"),
        ("align a.jpg --out there --workers many", "many is no whole number"),
        ("align a.jpg --out there --one-face --all-faces", "not allowed with"),
    ],
)
def test_wrong_usage_is_2(asked, typed, said, capsys):
    with pytest.raises(SystemExit) as ended:
        program.main(typed.split())
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert asked == []


@pytest.mark.parametrize(
    ("photo", "more", "said"), [("empty", (), "empty holds no photos."), ("a.jpg", ("--model", "none"), "none")]
)
def test_what_cannot_begin_is_2_and_one_sentence(tmp_path, monkeypatch, photo, more, said, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert program.main(["align", photo, "--out", "there", *more]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "there").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_ctrl_c_lets_photos_in_work_finish_and_says_how_to_go_on(tmp_path):
    for number in range(40):
        couple().save(tmp_path / f"{number:02d}.png")
    out = tmp_path / "crops"
    command = [sys.executable, "-m", "facevae", "align", tmp_path, "--out", out, "--workers", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout.readline().startswith("[1/40] ")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the program and its processes
        said, errors = process.communicate()
    assert process.returncode == 130
    assert errors == "Stopped; the same command goes on from here.\n"
    made = len(said.splitlines())  # one line a photo, the first read above, and the summary
    assert f"{made} of 40 photos done, {40 - made} not begun; " in said
    assert len(list(out.glob("*.png"))) == 2 * made
    assert not list(out.glob("*.part"))
