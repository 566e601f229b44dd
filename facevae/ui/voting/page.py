"""The page on a voter's phone: one small file that works by itself, without Gradio."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup

from facevae.ui.components.scripts import without_comments
from facevae.ui.components.templates import Template

_HERE = Path(__file__)


@cache
def vote_page() -> str:
    """Return the page with its style and its script in it."""
    style, script = (_HERE.with_suffix(end).read_text(encoding="utf-8") for end in (".css", ".js"))
    script = without_comments(script)
    return Template(_HERE.with_suffix(".html"))(style=Markup(style), script=Markup(script))  # noqa: S704 (our own files)
