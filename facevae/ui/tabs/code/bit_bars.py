"""A bar for each number of a code as a component of the page; each can be switched off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent


class BitBars(PageComponent):
    """The bits of each number of a code, as bars.

    Handlers take and return the numbers that are switched off: a rising list, from 0. Its ``input`` event comes as one
    is switched. A handler shows another code with ``gr.update(value=[], bits=..., order=...)``.

    Args:
        value: the numbers that are off at first.
        elem_id: of the component on the page.
        count: how many numbers a code has.
        bits: the height of each bar; nothing where there is no code yet.
        order: the numbers by their bits, the costliest first.
    """

    def __init__(
        self,
        value: Sequence[int] = (),
        *,
        elem_id: str,
        count: int,
        bits: Sequence[float] = (),
        order: Sequence[int] = (),
        **props: Any,
    ) -> None:
        super().__init__(list(value), elem_id=elem_id, count=count, bits=list(bits), order=list(order), **props)

    def preprocess(self, payload: object) -> list[int]:
        """Read what the browser sends, which is whatever a client chose to.

        Args:
            payload: expected a list of whole numbers from 0 to `count` - 1; None is an empty one.
        Returns:
            Each of them once, rising.
        Raises:
            gr.Error: anything else; one sentence.
        """
        numbers, count = [] if payload is None else payload, self.props["count"]
        if not isinstance(numbers, list) or not all(type(number) is int and 0 <= number < count for number in numbers):
            sentence = f"off must be a list of whole numbers from 0 to {count - 1}."
            raise gr.Error(sentence, title="These numbers cannot be switched off", print_exception=False)
        return sorted(set(numbers))

    def api_info(self) -> dict[str, Any]:
        """Say what the value is to programs."""
        return {"type": "array", "items": {"type": "integer"}, "description": "numbers of the code, from 0"}
