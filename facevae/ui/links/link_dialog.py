"""The dialog that makes a link to what is on the screen; it also opens such a link."""

from __future__ import annotations

from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent


class LinkDialog(PageComponent):
    """The dialog; nobody sees it before it is asked for.

    As a link is opened it triggers ``take``: read it with `read`, and answer with ``gr.update(taken=turn)`` when its
    face is the current one.

    Args:
        value: none; what handlers change is `taken`.
        elem_id: of the component on the page.
        face, name: what a link names the face by that stands in for one that cannot travel, and what the page calls it.
    """

    def __init__(self, value: None = None, *, elem_id: str, face: str, name: str, **props: Any) -> None:
        super().__init__(value, elem_id=elem_id, face=face, name=name, **{"taken": 0, **props})

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""

    @staticmethod
    def read(event: gr.EventData) -> tuple[str, int]:
        """Read which face a link names, and the turn that an answer has to name; both are whatever a client sent.

        Args:
            event: expected to carry a dict with a text `face` and a whole number `turn`.
        Returns:
            The name of the face, "" for none, and the turn.
        Raises:
            gr.Error: anything else; one sentence.
        """
        sent: Any = event._data if isinstance(event._data, dict) else {}
        face, turn = sent.get("face"), sent.get("turn")
        if isinstance(face, str) and type(turn) is int:
            return face, turn
        raise gr.Error("This is no link of this page.", print_exception=False)
