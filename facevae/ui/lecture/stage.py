"""The stage of a lecture, as a component of the page: its strip of words, its spotlight and its keys."""

from __future__ import annotations

from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent


class Stage(PageComponent):
    """The lecture view; nothing of it is seen before somebody starts it.

    As a step begins it triggers ``take``, and when the face of that step is in use, ``ask``: read both with `read`, and
    with `linked_face` the face that the link to a step may name. A handler answers with ``gr.update(taken=turn)``, and
    with ``gr.update(answer={"turn", "right", "sentence", "note"})`` where `right` is the index of the right choice, -1
    for none.

    Args:
        value: none; what handlers change are the properties above.
        elem_id: of the component on the page.
        lecture, steps: what ``plan`` returns.
        opens: whether a page opens with it.
    """

    def __init__(self, value: None = None, *, elem_id: str, **props: Any) -> None:
        super().__init__(value, elem_id=elem_id, **{"taken": 0, "answer": None, **props})

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""

    @staticmethod
    def read(event: gr.EventData, count: int) -> tuple[int, int]:
        """Read which step it is, and the turn that an answer has to name; both are whatever a client chose to send.

        Args:
            event: expected to carry a dict with whole numbers `step`, from 1, and `turn`.
            count: of the steps.
        Returns:
            The index of the step, from 0, and the turn.
        Raises:
            gr.Error: anything else; one sentence.
        """
        sent: Any = event._data if isinstance(event._data, dict) else {}
        step, turn = sent.get("step"), sent.get("turn")
        if type(step) is int and type(turn) is int and 1 <= step <= count:
            return step - 1, turn
        raise gr.Error("The lecture has no such step.", print_exception=False)

    @staticmethod
    def linked_face(event: gr.EventData) -> str:
        """Read which face the link to a step names in place of the step's own; "" for none."""
        sent: Any = event._data if isinstance(event._data, dict) else {}
        face = sent.get("face")
        return face if isinstance(face, str) else ""
