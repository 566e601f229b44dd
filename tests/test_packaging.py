"""What `pip install .` gives, and that no version is said in two ways."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import facevae

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def _required(name: str) -> set[str]:
    lines = map(str.strip, (ROOT / name).read_text("utf-8").splitlines())
    return {line for line in lines if line and not line.startswith(("#", "-r"))}


def _asked(items: list[str]) -> set[str]:
    return {item for item in items if not item.startswith("facevae[")}


def test_a_space_installs_the_library_and_the_app():
    assert _required("requirements.txt") == _asked(PROJECT["dependencies"] + EXTRAS["ui"])


def test_training_and_tests_install_their_extras():
    assert _required("train/requirements.txt") == _asked(EXTRAS["train"])
    assert _required("tests/requirements.txt") == _asked(EXTRAS["test"])


def test_gradio_is_asked_for_by_the_app_alone():
    askers = [extra for extra, items in EXTRAS.items() if any(item.startswith("gradio") for item in items)]
    assert askers == ["ui"]
    assert not any(item.startswith("gradio") for item in PROJECT["dependencies"])


def test_the_version_is_said_once():
    assert "version" in PROJECT["dynamic"]
    assert facevae.__version__.split(".")[:2] == ["0", "2"]
    assert f"## [{facevae.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_library_runs_without_what_only_the_screen_needs():
    ours = "from facevae import align, damage, latent, load, metrics, photos, restore"
    code = f"import sys; {ours}; sys.exit(bool({{'gradio', 'matplotlib', 'av'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
