"""Imports run one way, so that each layer can be read and used without those above it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    ("conventions", "color"),
    ("photos", "metrics", "plots"),
    ("damage",),
    ("models",),
    ("checkpoints",),
    ("model",),
    ("align",),
    ("restore", "latent"),
    ("ui",),
)
MODULES = sorted((ROOT / "facevae").rglob("*.py"))


def _imported(path: Path) -> set[str]:
    """Full names of the modules that a file imports, at its top or inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _layer(name: str) -> int:
    return next(index for index, layer in enumerate(LAYERS) if name in layer)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_its_own_layer_and_those_below(path):
    parts = path.relative_to(ROOT / "facevae").with_suffix("").parts
    if parts == ("__init__",):
        return
    for name in _imported(path):
        root, *rest = name.split(".")
        assert root != "train", f"{path.name} imports {name}: the library must not need its trainer"
        if root == "gradio":
            assert parts[0] == "ui", f"{path.name} imports gradio outside facevae/ui"
        if root == "facevae" and rest and rest[0] not in ("load", "FaceVae", "CheckpointError", "Posterior"):
            assert _layer(rest[0]) <= _layer(parts[0]), f"{path.name} imports {name} from a layer above"


@pytest.mark.parametrize("path", sorted((ROOT / "facevae/ui/tabs").rglob("*.py")), ids=lambda path: path.stem)
def test_tabs_do_not_import_each_other_and_hold_no_torch(path):
    for name in _imported(path):
        assert ".tab_" not in name
        assert not name.startswith("facevae.models")


@pytest.mark.parametrize("path", sorted((ROOT / "train").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_training_does_not_need_the_screen(path):
    assert not any(name.startswith(("gradio", "facevae.ui")) for name in _imported(path))


def test_the_library_loads_without_gradio():
    code = "import sys; from facevae import align, latent, load, metrics, restore; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
