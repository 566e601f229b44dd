"""The program that tests the bounds of the requirements: which Python it takes, and that uv gets what pip is set to."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.test_packaging import PROJECT

ROOT = Path(__file__).parents[1]

PYTHON = r"""#!/bin/sh
case "$*" in
  "-c "*) echo 3.77 ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$(dirname "$0")/pip" "$3/bin/pip" ;;
  *) echo "python $*" ;;
esac
"""
PIP = r"""#!/bin/sh
cat <<'END'
:env:.cert='/certificates.pem'
:env:.find-links='/wheels /more'
global.constraint='/limits.txt'
global.extra-index-url='\nhttps://one.example/simple\nhttps://two.example/simple'
global.find-links='/never'
global.index-url='https://never.example/simple'
install.index-url='https://mirror.example/simple'
END
"""
UV = r"""#!/bin/sh
echo "uv $*"
case "$1" in
  venv) mkdir -p "$5/bin" && cp "$4" "$5/bin/python" ;;
  pip) env | grep -E "^(UV_|SSL_)" | sort ;;
esac
"""
"""Stand-ins that say what they are asked."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a program for bash")


def _versions(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("bash"), ROOT / ".ci/versions", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def tools(tmp_path) -> Path:
    """A folder with what the program calls, and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("cat", "cp", "dirname", "env", "grep", "head", "mkdir", "mktemp", "rm", "sed", "sh", "sort", "tail"):
        (folder / name).symlink_to(shutil.which(name))
    return folder


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Say which versions: .ci/versions lowest|newest"),
        (("middle",), "Say which versions: .ci/versions lowest|newest"),
        (("lowest", "3.99"), "There is no Python 3.99 here"),
        (("newest", "3.14", "tests/photos"), "What is meant for pytest follows --, and tests/photos does not."),
    ],
)
def test_what_it_cannot_do_is_said_in_one_sentence(tools, arguments, said):
    done = _versions(*arguments, PATH=str(tools))
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("bound", "place"), [("lowest", 0), ("newest", -1)])
def test_the_oldest_and_the_newest_python_of_the_project_are_taken(tools, bound, place):
    named = [line.removeprefix("Programming Language :: Python :: ") for line in PROJECT["classifiers"]]
    version = [line for line in named if line.startswith("3.")][place]
    assert f"There is no Python {version} here" in _versions(bound, PATH=str(tools)).stderr


def test_uv_chooses_under_the_settings_of_pip_and_leaves_nothing(tools, tmp_path):
    for name, text in (("python3.77", PYTHON), ("pip", PIP), ("uv", UV)):
        (tools / name).write_text(text, "utf-8")
        (tools / name).chmod(0o755)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    asked = {"PATH": str(tools), "TMPDIR": str(scratch), "UV_CONSTRAINT": "/mine.txt"}
    done = _versions("lowest", "3.77", "--", "tests/photos", "-n", "1", **asked)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "python -m pytest tests/photos -n 1"
    install = next(index for index, line in enumerate(lines) if line.startswith("uv pip install"))
    assert "--resolution lowest-direct --only-binary :all: -r tests/requirements.txt" in lines[install]
    assert lines[install + 1 : install + 7] == [
        "SSL_CERT_FILE=/certificates.pem",
        "UV_CONSTRAINT=/mine.txt",
        "UV_DEFAULT_INDEX=https://mirror.example/simple",
        "UV_FIND_LINKS=/wheels,/more",
        "UV_INDEX=https://one.example/simple https://two.example/simple",
        "UV_INDEX_STRATEGY=unsafe-best-match",
    ]
    assert not list(scratch.iterdir())
