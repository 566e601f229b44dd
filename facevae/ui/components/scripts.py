"""The script of a component: its JavaScript file, and before it the modules that it imports."""

from __future__ import annotations

import re
from pathlib import Path

PRELUDE = Path(__file__).parents[1] / "static" / "prelude.js"
"""What every component's script begins with."""

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[\w./-]+\.js)";\n', re.MULTILINE)
_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.MULTILINE)


def bundle(script: Path) -> str:
    """Put a component's script together as one string, which is what gr.HTML takes as js_on_load.

    Gradio runs that string as the body of a function, where ``import`` cannot stand. So what is pure lies in modules
    that ``node --test`` can load as they are, and here each ``import { name } from "./module.js";`` at the beginning
    of a line becomes the module's text, once, without its ``export``. All of it shares one scope: a name means the
    same in every module of a component, and none is imported under another one. Lines that are comments stay behind,
    because every visitor would fetch them.

    Args:
        script: a JavaScript file; what it imports is found relative to it.
    Returns:
        `PRELUDE`, the modules, each behind those that it imports itself, and the script.
    Raises:
        OSError: it, or a module, is not there.
    """
    return without_comments(PRELUDE.read_text("utf-8")) + "\n" + joined(script)


def joined(script: Path) -> str:
    """Put a script and the modules that it imports together, as `bundle` does, without what components begin with."""
    return without_comments("\n".join(_parts(script.resolve(), set())))


def without_comments(script: str) -> str:
    """Return a script without the lines that are comments."""
    return _COMMENT.sub("", script)


def _parts(file: Path, seen: set[Path]) -> list[str]:
    if file in seen:
        return []
    seen.add(file)
    text = file.read_text("utf-8")
    imported = [part for name in _IMPORT.findall(text) for part in _parts((file.parent / name).resolve(), seen)]
    return [*imported, _EXPORT.sub("", _IMPORT.sub("", text))]
