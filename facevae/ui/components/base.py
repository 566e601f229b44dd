"""Components of our own: a gr.HTML whose page, style and behaviour are files beside its Python."""

from __future__ import annotations

import inspect
from abc import ABCMeta
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.component_meta import ComponentMeta, updateable

from facevae.ui.components.scripts import bundle

COMMON = Path(__file__).parents[1] / "static" / "common.css"
"""What the styles of all components have in common."""


class _WithoutStub(ComponentMeta):
    """Gradio's metaclass, less the stub file (.pyi) that it writes beside the source of every component."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        if "__init__" in attrs:
            attrs["__init__"] = updateable(attrs["__init__"])
        return ABCMeta.__new__(mcs, name, bases, attrs)


class PageComponent(gr.HTML, metaclass=_WithoutStub):
    """A component made of an HTML, a CSS and a JavaScript file, named as the module of its class and beside it.

    The script may import modules of pure JavaScript; ``scripts.bundle`` says how they get to the browser.

    A client can send anything as its value or with its events: a subclass checks the value in ``preprocess``, which
    raises gr.Error with one sentence, and what comes with an event in a method of its own. To change properties, a
    handler returns ``gr.update(value=..., name=...)`` for it.

    Args:
        value: what a handler reads.
        elem_id: of the component on the page.
        props: what the HTML template fills in; never text that a person typed.
    """

    def __init__(self, value: Any = None, *, elem_id: str, **props: Any) -> None:
        files = Path(inspect.getfile(type(self)))
        super().__init__(
            value,
            html_template=text(files.with_suffix(".html")),
            css_template=text(COMMON) + text(files.with_suffix(".css")),
            js_on_load=bundle(files.with_suffix(".js")),
            apply_default_css=False,
            elem_id=elem_id,
            **props,
        )

    def __getattr__(self, name: str) -> Any:
        # gr.HTML takes every word that its script quotes for an event. A property that is quoted, as for `watch`, would
        # stand in the page's configuration as an event bound to the component, and be copied with all of the page for
        # every visitor.
        if name in vars(self).get("props", ()):
            raise AttributeError(name)
        return super().__getattr__(name)

    def preprocess(self, payload: Any) -> Any:
        """Check what the browser sends, which is whatever a client chose to; returns what handlers take."""
        return payload

    def postprocess(self, value: Any) -> Any:
        """Return what a handler returned as the page takes it."""
        return value


def text(path: Path) -> str:
    """Return what a file of the page says."""
    return path.read_text(encoding="utf-8")
