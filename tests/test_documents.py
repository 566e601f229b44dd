"""What README, CONTRIBUTING and the model card name is there."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import pytest

from train.__main__ import COMMANDS
from train.recipes import recipe

ROOT = Path(__file__).parents[1]
PAGES = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md", "checkpoints/README.md")}

_ROOMS = "align|damage|latent|metrics|photos|restore"
_NAME = re.compile(rf"(?<![\w/.])((?:facevae|{_ROOMS})(?:\.[a-zA-Z_]\w*)+)")
_PATH = re.compile(r"(?<![\w/.{])((?:facevae|train|tests|assets|checkpoints|\.ci)/[\w./-]*\w/?)(?![\w{*])")
_LINK = re.compile(r"\]\((?!https?:|#)([^)]+)\)")


def _found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return sorted({(page, name) for page, text in PAGES.items() for name in pattern.findall(text)})


def _code(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """What a pattern finds in code, fenced or not."""
    code = {page: " ".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)) for page, text in PAGES.items()}
    return sorted({(page, name) for page, text in code.items() for name in pattern.findall(text)})


@pytest.mark.parametrize(("page", "name"), _code(_NAME))
def test_a_name_in_the_library_is_there(page, name):
    assert pkgutil.resolve_name(name if name.startswith("facevae") else f"facevae.{name}") is not None


@pytest.mark.parametrize(("page", "path"), [item for item in _code(_PATH) if "NAME" not in item[1]])
def test_a_path_leads_somewhere(page, path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize(("page", "target"), _found(_LINK))
def test_a_link_leads_somewhere(page, target):
    assert (ROOT / page).parent.joinpath(target).exists()


@pytest.mark.parametrize(("page", "command"), _found(re.compile(r"python -m train ([a-z]+)")))
def test_a_command_is_there(page, command):
    assert command in COMMANDS


@pytest.mark.parametrize(("page", "name"), _found(re.compile(r"train fit ([a-z][\w/.-]*)")))
def test_a_recipe_is_there(page, name):
    assert name in recipe.names()


def test_readme_is_short():
    assert len(PAGES["README.md"].splitlines()) < 200
