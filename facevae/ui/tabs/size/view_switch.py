"""A switch between the parts of the tab, as a component of the page."""

from __future__ import annotations

from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent

VIEWS = {"nine": "Nine models", "map": "A map of two numbers", "learning": "While it learns"}
"""Key of each part, and what it is called."""


class ViewSwitch(PageComponent):
    """Buttons of which one is pressed.

    Its value is the key of the part that is shown, and ``input`` comes as it changes. The page's style shows that part,
    see size.css.

    Args:
        value: the first part.
        elem_id: of the component on the page.
    """

    def __init__(self, value: str = "nine", *, elem_id: str, **props: Any) -> None:
        super().__init__(value, elem_id=elem_id, **props)

    def preprocess(self, payload: object) -> str:
        """Read what the browser sends, which is whatever a client chose to.

        Raises:
            gr.Error: no part's key.
        """
        if not isinstance(payload, str) or payload not in VIEWS:
            raise gr.Error("There is no such part of this tab; please choose another.", print_exception=False)
        return payload

    def api_info(self) -> dict[str, Any]:
        """Say what the value is to programs."""
        return {"type": "string", "enum": list(VIEWS)}
