"""Components of our own: a gr.HTML whose page, style and behaviour are files beside its Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

COMMON = Path(__file__).parents[1] / "static" / "common.css"
"""What the styles of all components have in common."""


def component(files: Path, *, value: Any, elem_id: str, **props: Any) -> gr.HTML:
    """Return a component made of an HTML, a CSS and a JavaScript file that lie beside its Python.

    Args:
        files: their common path, without the suffix: ``Path(__file__).with_suffix("")`` for a component of its own.
        value: what a handler reads; a client can send anything in its place.
        elem_id: of the component on the page.
        props: what the HTML template fills in; never text that a person typed.
    Returns:
        The component; its style also has static/common.css.
    """
    return gr.HTML(
        value,
        html_template=text(files.with_suffix(".html")),
        css_template=text(COMMON) + text(files.with_suffix(".css")),
        js_on_load=text(files.with_suffix(".js")),
        apply_default_css=False,
        elem_id=elem_id,
        **props,
    )


def text(path: Path) -> str:
    """Return what a file of the page says."""
    return path.read_text(encoding="utf-8")
