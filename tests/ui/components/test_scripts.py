"""Scripts of components and of the whole page: a script shares one scope with its modules, so no name is told twice."""

import re
from collections import Counter
from pathlib import Path

import pytest

from facevae.ui import components
from facevae.ui.components.early_scripts import SCRIPTS as EARLY
from facevae.ui.components.scripts import bundle

UI = Path(components.__file__).parents[1]
SCRIPTS = [*sorted(path.with_suffix(".js") for path in UI.rglob("*.html") if path.with_suffix(".js").exists()), *EARLY]

_TOLD = re.compile(r"^(?:async )?(?:function|const|let|class) (?:(\w+)|\[([^\]]+)\]|\{([^}]+)\})", re.MULTILINE)


def names_told(script: str) -> list[str]:
    """Names that a script declares in its outermost scope."""
    found = (name for names in _TOLD.findall(script) for name in ",".join(filter(None, names)).split(","))
    return [name.split(":")[-1].split("=")[0].strip() for name in found]


def test_names_are_read_from_all_kinds_of_declarations():
    lines = ["const a = 1;", "let [b, c] = x;", "const { d, e: f } = y;", "async function g() {", "  const i = 2;", "}"]
    assert names_told("\n".join([*lines, "class H {}"])) == ["a", "b", "c", "d", "f", "g", "H"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_no_name_is_told_twice_in_a_component(script):
    counts = Counter(names_told(bundle(script)))
    assert [name for name, count in counts.items() if count > 1] == []
