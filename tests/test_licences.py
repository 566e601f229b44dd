"""The list of licences: it has what is installed, and reads what packages declare."""

from __future__ import annotations

import importlib.util
import re
from email.message import Message
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def licences():
    """The program that writes the list."""
    spec = importlib.util.spec_from_file_location("licences", ROOT / ".ci/licences.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _kinds(licence: str) -> set[str]:
    return set(re.split(r"[() ]+|AND|OR", licence)) - {""}


def test_every_requirement_is_listed(licences):
    assert {Requirement(line).name for line in licences.required()} <= set(licences.listed())


def test_what_comes_along_is_listed_or_is_under_a_licence_that_others_in_the_list_have(licences):
    """A requirement may get a new one of its own on any day; that alone is no reason to fail."""
    listed = licences.listed()
    known = set().union(*(_kinds(package.licence) for package in listed.values())) - _kinds(licences.NOT_DECLARED)
    here = licences.installed(licences.required())
    assert {"gradio", "starlette", "torch"} <= {package.name for package in here}
    strange = [package for package in here if package.name not in listed and not _kinds(package.licence) <= known]
    assert not strange, "Look at their licences, then run .ci/licences.py --write."


def test_packages_of_the_tests_and_of_nvidia_are_not_listed(licences):
    assert not {"pytest", "playwright", "accelerate"} & set(licences.listed())
    assert not [name for name in licences.listed() if name.startswith(licences.NVIDIA)]


@pytest.mark.parametrize(
    ("requirement", "found"),
    [
        ("top>=1", ["base", "top"]),
        ("top[More]", ["base", "only-more", "top"]),
        ("base", ["base", "top"]),
        ("absent", []),
    ],
)
def test_what_a_requirement_brings_is_followed_to_the_end(licences, monkeypatch, tmp_path, requirement, found):
    requires = {
        "top": ["Base", 'only_more; extra == "more"', 'absent; python_version < "3"', "nvidia-kernels", "top"],
        "base": ["top"],
        "only-more": [],
        "nvidia-kernels": ["only-more"],
    }
    for name, lines in requires.items():
        folder = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        folder.mkdir()
        fields = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", "License-Expression: MIT"]
        fields += ["Provides-Extra: more", *(f"Requires-Dist: {line}" for line in lines)]
        (folder / "METADATA").write_text("\n".join(fields), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    packages = licences.installed([requirement])
    assert packages == [licences.Package(name, "1.0", "MIT") for name in found]


def test_the_film_package_is_listed_as_what_its_wheels_are(licences):
    assert "GPL-3.0-or-later" in licences.listed()["av"].licence
    assert "x264 and x265 in PyAV's wheels are under the GPL" in " ".join(licences.LIST.read_text("utf-8").split())


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "MIT"), ("License", "BSD")], "MIT"),
        ([("License", "Apache-2.0"), ("Classifier", "License :: OSI Approved :: MIT License")], "Apache-2.0"),
        ([("License", "MIT License")], "MIT"),
        ([("License", "Copyright\n  somebody"), ("Classifier", "License :: OSI Approved :: BSD License")], "BSD"),
        ([("Classifier", "Topic :: Multimedia"), ("License", "")], "not declared"),
    ],
)
def test_the_clearest_word_of_a_package_counts(licences, fields, licence):
    about = Message()
    for name, value in fields:
        about[name] = value
    assert licences.declared(about) == licence


def test_writing_keeps_the_rows_of_other_environments(licences, monkeypatch, tmp_path):
    page = tmp_path / "licences.md"
    rows = "| package | version | licence |\n| --- | --- | --- |\n| zz-elsewhere | 1 | MIT |\n"
    page.write_text(f"Before\n{licences.START}\n{rows}{licences.END}\nAfter\n", "utf-8")
    monkeypatch.setattr(licences, "LIST", page)
    monkeypatch.setattr(licences, "required", lambda: ["pluggy"])
    licences.main(["--write"])
    assert list(licences.listed()) == ["pluggy", "zz-elsewhere"]
    assert page.read_text("utf-8").startswith("Before\n")
    assert page.read_text("utf-8").endswith("| zz-elsewhere | 1 | MIT |\n<!-- /packages -->\nAfter\n")
