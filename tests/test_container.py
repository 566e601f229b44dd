"""The container file: from what it starts, what goes in, and as whom it runs. Building it takes a builder."""

from __future__ import annotations

import json
import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from train.commands import deploy

ROOT = Path(__file__).parents[1]
FILE = ROOT / ".ci/Containerfile"

DOCUMENTS = ("CONTRIBUTING.md", "README.md", "SECURITY.md", "assets/")
"""What a Space has beside the app, for people to read."""


def _instructions() -> list[tuple[str, str]]:
    """Each instruction and what follows it, with continued lines put together."""
    lines = [line for line in FILE.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    text = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.split("\n") if line)]


INSTRUCTIONS = _instructions()
LAST_STAGE = INSTRUCTIONS[max(index for index, (word, _) in enumerate(INSTRUCTIONS) if word == "FROM") :]


def _goes_in(name: str) -> bool:
    """Whether the file of ignored names lets a path of the checkout into the build; the last line that fits decides."""
    lines = (ROOT / ".ci/Containerfile.dockerignore").read_text("utf-8").splitlines()
    parts, goes = name.split("/"), True
    for line in lines:
        pattern = line.removeprefix("!")
        if not line or line.startswith("#"):
            continue
        if pattern.startswith("**/"):
            fits = any(fnmatchcase(part, pattern.removeprefix("**/")) for part in parts)
        else:
            deep = parts[: pattern.count("/") + 1]  # what lies in a folder that fits, fits
            fits = len(deep) > pattern.count("/") and fnmatchcase("/".join(deep), pattern)
        if fits:
            goes = line.startswith("!")
    return goes


def test_each_stage_starts_from_a_python_of_one_version_that_spaces_have_too():
    bases = [rest.split()[0] for word, rest in INSTRUCTIONS if word == "FROM"]
    wanted = re.search(r'^python_version: "([\d.]+)"$', (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)[1]
    assert len(set(bases)) == 1
    assert bases[0].startswith(f"python:{wanted}-slim-")


def test_it_installs_the_requirements_and_a_cpu_torch_unless_told_otherwise():
    installs = [rest for word, rest in INSTRUCTIONS if word == "RUN" and " install " in rest and " -r " in rest]
    assert len(installs) == 1
    assert installs[0].endswith(" -r /app/requirements.txt")
    assert ("ARG", "TORCH=cpu") in INSTRUCTIONS
    assert '${TORCH:+--torch-backend "$TORCH"}' in installs[0]


def test_everything_that_is_copied_is_tracked_and_goes_in():
    copied = [rest.split()[:-1] for word, rest in INSTRUCTIONS if word == "COPY" and not rest.startswith("--from=")]
    for source in [name for names in copied for name in names]:
        tracked = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-z", "--", source], check=True, capture_output=True, text=True
        ).stdout.split("\0")
        assert any(map(_goes_in, filter(None, tracked))), source


def test_what_goes_in_is_the_app_and_the_licences_of_what_it_brings():
    app = {name for name in deploy.collect(ROOT) if not name.startswith(DOCUMENTS)}
    tracked = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    assert {name for name in tracked.split("\0") if name and _goes_in(name)} == app | {".ci/licences.md"}


@pytest.mark.parametrize(
    "name",
    [".git/config", ".venv/bin/python", "data/faces.parquet", "runs/face/log.csv", "facevae/ui/__pycache__/app.pyc"],
)
def test_what_lies_beside_the_files_of_git_stays_out(name):
    assert not _goes_in(name)


def test_it_runs_as_somebody_who_owns_nothing_of_it():
    words = [word for word, _ in LAST_STAGE]
    user, group = dict(LAST_STAGE)["USER"].split(":")
    assert user.isdigit()
    assert int(user) == int(group) == 1000
    assert words.index("USER") < words.index("CMD")
    assert words.count("USER") == 1
    assert not any("--chown" in rest for word, rest in LAST_STAGE if word == "COPY")


def test_it_is_reached_where_it_says_and_asked_whether_it_is_well():
    settings = dict(pair.split("=", 1) for word, rest in LAST_STAGE if word == "ENV" for pair in rest.split())
    said = dict(LAST_STAGE)
    assert (settings["GRADIO_SERVER_NAME"], settings["GRADIO_SERVER_PORT"]) == ("0.0.0.0", said["EXPOSE"])
    assert all(settings[name].startswith("/tmp/") for name in ("MPLCONFIGDIR", "HF_HOME"))
    assert json.loads(said["CMD"]) == ["python", "app.py"]
    *_, code = json.loads(said["HEALTHCHECK"].partition(" CMD ")[2])
    compile(code, "health", "exec")
