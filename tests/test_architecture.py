"""The house as CONTRIBUTING.md draws it; which room imports which is import-linter's to check (`lint-imports`)."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = sorted(path.parent for top in ("facevae", "train") for path in (ROOT / top).rglob("__init__.py"))
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = {contract["id"]: contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"}


def _defined(tree: ast.Module) -> Iterator[str]:
    """Names that a package's __init__ makes or takes from its modules."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_exported_name_is_that_of_a_submodule(package):
    submodules = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    names = set(_defined(ast.parse((package / "__init__.py").read_text("utf-8"))))
    assert not names & submodules


@pytest.mark.parametrize("contract", ["library", "screen", "training"])
def test_the_drawing_shows_the_layers_that_are_checked(contract):
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    block = page.split(f"<!-- layers: {contract} -->\n")[1].split("```")[1]
    drawn = [re.split(r" {2,}", line)[0] for line in block.splitlines()[1:]]
    assert drawn == LAYERS[contract]


def test_only_photos_writes_pictures():
    writers = set()
    for path in (ROOT / "facevae").rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        if any(isinstance(call.func, ast.Attribute) and call.func.attr == "save" for call in calls):
            writers.add(path.parent.name)
    assert writers == {"photos"}
