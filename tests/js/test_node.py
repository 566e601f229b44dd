"""The JavaScript: its modules tested by node, its files and what is bundled of them checked for syntax."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import playwright
import pytest

from facevae.ui.components.scripts import PRELUDE, bundle

HERE = Path(__file__).parent
SCREEN = HERE.parents[1] / "facevae" / "ui"
FILES = sorted(SCREEN.rglob("*.js"))
SCRIPTS = [file for file in FILES if file.with_suffix(".html").exists()]
"""Those of components, which run as the body of a function."""


@pytest.fixture(scope="module")
def node() -> str:
    """Node, as it comes with Playwright."""
    return str(Path(playwright.__file__).parent / "driver" / "node")


def _check(node: str, file: Path) -> None:
    done = subprocess.run([node, "--check", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_modules_do_what_they_say(node):
    tests = sorted(map(str, HERE.glob("*.test.js")))
    assert tests
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SCREEN)))
def test_every_file_is_a_module_without_an_error(node, file, tmp_path):
    _check(node, shutil.copy(file, tmp_path / "module.mjs"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: str(file.relative_to(SCREEN)))
def test_what_is_bundled_can_be_the_body_of_a_function(node, script, tmp_path):
    (tmp_path / "body.js").write_text(
        f"(function (element, props, trigger, watch) {{\n{bundle(script)}\n}});\n", encoding="utf-8"
    )
    _check(node, tmp_path / "body.js")


def test_a_bundle_holds_each_module_once_before_whoever_needs_it(tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "one.js").write_text("export const one = 1;\n")
    (tmp_path / "lib" / "two.js").write_text('import { one } from "./one.js";\nexport function two() {}\n')
    (tmp_path / "script.js").write_text(
        'import { two } from "./lib/two.js";\nimport { one } from "./lib/one.js";\ntwo(one, "export const");\n'
    )
    prelude = "".join(line for line in PRELUDE.read_text().splitlines(keepends=True) if not line.startswith("//"))
    expected = [prelude, "const one = 1;\n", "function two() {}\n", 'two(one, "export const");\n']
    assert bundle(tmp_path / "script.js") == "\n".join(expected)


def test_a_module_that_is_not_there_is_an_error(tmp_path):
    (tmp_path / "script.js").write_text('import { one } from "./one.js";\n')
    with pytest.raises(FileNotFoundError):
        bundle(tmp_path / "script.js")


def test_comments_stay_behind_and_what_looks_like_one_inside_a_line_does_not(tmp_path):
    (tmp_path / "module.js").write_text(
        '// A comment.\nexport const ADDRESS = "https://x"; // and more\n  // Another.\n'
    )
    script = tmp_path / "script.js"
    script.write_text('import { ADDRESS } from "./module.js";\n\n// What it does.\nfind(ADDRESS);\n')
    made = bundle(script)
    assert 'const ADDRESS = "https://x"; // and more\n' in made
    assert made.endswith("\nfind(ADDRESS);\n")
    assert not any(line.lstrip().startswith("//") for line in made.splitlines())
