"""The page on a voter's phone: one small file that works by itself, without Gradio."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup

from facevae.ui.components.base import text
from facevae.ui.components.templates import Template

_HERE = Path(__file__)


@cache
def vote_page() -> str:
    """Return the page with its style and its script in it."""
    style, script = (Markup(text(_HERE.with_suffix(end))) for end in (".css", ".js"))  # noqa: S704 (files of our own)
    return Template(_HERE.with_suffix(".html"))(style=style, script=script)
