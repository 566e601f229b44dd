"""The parts of a tab that do not fit one screen together: buttons that show one of them."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

from facevae.ui.components.base import PageComponent

PART = "code-part"
"""Class of a part; it also has the class ``code-part-key``."""


class Parts(PageComponent):
    """Buttons, one for each part. All of it happens in the browser; handlers that take its value get None.

    Args:
        parts: key and title of each; the first is shown at first.
        elem_id: of the component on the page.
    """

    def __init__(self, parts: Mapping[str, str] | None = None, *, elem_id: str, **props: object) -> None:
        super().__init__(None, elem_id=elem_id, parts=dict(parts or {}), **props)

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""


def part(key: str) -> gr.Column:
    """Return the column that holds a part."""
    return gr.Column(elem_classes=[PART, f"{PART}-{key}"])
