"""One small picture for each example, of which the one in use is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.examples import Portrait

NONE = -1
"""What is chosen when it is no example."""


class ExampleChoices(PageComponent):
    """A row of buttons with faces.

    Its value is what ``choices`` returns; a handler returns ``gr.update(chosen=number)`` to mark another one. A click
    triggers ``select``: read it with ``read_index``.

    Args:
        value: the first value.
        elem_id: of the component on the page.
        chosen: number of the example in use, `NONE` for none.
    """

    def __init__(
        self, value: list[dict[str, str]] | None = None, *, elem_id: str, chosen: int = NONE, **props: Any
    ) -> None:
        super().__init__(value, elem_id=elem_id, chosen=chosen, **props)

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""

    @staticmethod
    def read_index(event: gr.EventData, count: int) -> int:
        """Read which example was clicked, which is whatever a client chose to send.

        Args:
            event: expected to carry a dict with a whole number `index`.
            count: of the examples.
        Raises:
            gr.Error: anything else; one sentence.
        """
        index = event._data.get("index") if isinstance(event._data, dict) else None
        if type(index) is int and 0 <= index < count:
            return index
        raise gr.Error("There is no such example.", print_exception=False)


def choices(portraits: Sequence[Portrait], faces: Sequence[CurrentFace] = ()) -> list[dict[str, str]]:
    """Return examples as the value of a row of buttons; without `faces` there are names and no pictures yet."""
    pictures = [data_uri(face.pixels, 144) for face in faces] or len(portraits) * [""]
    return [
        {"name": one.name, "about": one.about, "picture": picture}
        for one, picture in zip(portraits, pictures, strict=True)
    ]
