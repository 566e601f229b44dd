"""Feature maps of a trained and an untrained network beside the face, as a component of the page."""

from __future__ import annotations

from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent


class MapBoard(PageComponent):
    """Two rows of maps; the cell under the pointer frames in the face what it can see.

    Its value is the stage that is shown, from 0; its ``input`` event comes as another one is chosen.

    Args:
        value: the first stage.
        elem_id: of the component on the page.
        sides: of the maps of each stage, in cells.
        fields: what a cell of each stage sees, as {"stride", "before", "after"} in pixels of `read` each way.
        read: the side of the face as the network reads it, in pixels.
        props: what a handler sets: `face`, the address of the face's picture; `rows`, two lists of addresses of
            pictures, one a map; `shown`, the stage that they are of; `trained`, which of the rows is the trained
            network's, 0 or 1; and `maps`, how many maps the stage has, in words.
    """

    def __init__(
        self,
        value: int = 1,
        *,
        elem_id: str,
        sides: list[int],
        fields: list[dict[str, int]],
        read: int,
        **props: Any,
    ) -> None:
        shown = {"face": "", "shown": -1, "rows": [], "trained": 0, "maps": ""} | props
        super().__init__(value, elem_id=elem_id, sides=sides, fields=fields, read=read, **shown)

    def preprocess(self, payload: object) -> int:
        """Read which stage the browser asks for.

        Raises:
            gr.Error: there is no such stage.
        """
        stages = len(self.props["sides"])
        if type(payload) is not int or not 0 <= payload < stages:
            sentence = f"A stage is a whole number from 0 to {stages - 1}."
            raise gr.Error(sentence, title="There is no such stage", print_exception=False)
        return payload
