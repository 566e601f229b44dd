"""A table of faces drawn as one picture, whose cells can be clicked and walked through with the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from PIL import Image
from torch import Tensor

from facevae import photos
from facevae.ui.components.base import PageComponent
from facevae.ui.components.encoding import data_address, photo_jpeg

SIDE = 1120
"""Width of the picture in pixels: twice what a table of faces has on the screen."""

NONE = -1
"""What is chosen when it is no cell."""


class FaceGrid(PageComponent):
    """A table of faces.

    Handlers return what ``table`` returns to change it, and ``gr.update(chosen=index)`` to mark another cell as the one
    that is shown large; `NONE` marks none. A click triggers ``select``, a second one right after it ``double_click``;
    both carry the cell: read it with ``read_cell``. Handlers that take its value get None: which faces it shows, the
    server knows itself.

    Args:
        value: the first value; None leaves it empty.
        elem_id: of the component on the page.
        label: what the table is, for those who cannot see it.
        chosen: the cell that is marked.
        over: another picture of the same faces, as ``table`` returns it, to be laid over the first; it is shown only
            while its "key" is that of the value.
        share: how strongly it is, 0 to 1.
    """

    def __init__(
        self,
        value: dict[str, Any] | None = None,
        *,
        elem_id: str,
        label: str,
        chosen: int = NONE,
        over: dict[str, Any] | None = None,
        share: float = 0.0,
        **props: Any,
    ) -> None:
        super().__init__(value, elem_id=elem_id, label=label, chosen=chosen, over=over, share=share, **props)

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""

    @staticmethod
    def read_cell(event: gr.EventData, rows: int, columns: int) -> tuple[int, int]:
        """Read which cell was clicked from an event, which is whatever a client chose to send.

        Args:
            event: expected to carry a dict with whole numbers `row` and `column`.
            rows: how many there are.
            columns: the same across.
        Returns:
            Row and column, counted from 0.
        Raises:
            gr.Error: anything else, or a cell outside the table.
        """
        sent = event._data if isinstance(event._data, dict) else {}
        row, column = sent.get("row"), sent.get("column")
        if type(row) is int and type(column) is int and 0 <= row < rows and 0 <= column < columns:
            return row, column
        raise gr.Error("There is no such face in the table; please click another one.", print_exception=False)


def table(
    faces: Tensor,
    columns: int,
    names: Sequence[str],
    *,
    marked: Sequence[int] = (),
    above: Sequence[str] = (),
    beside: Sequence[str] = (),
    captioned: bool = False,
    key: str = "",
) -> dict[str, Any]:
    """Return the value of a table of faces.

    Args:
        faces: (rows * columns, 3, S, S) float32 RGB in [0, 1], row by row.
        columns: faces in a row.
        names: of each cell, read out when it is reached; "" for a cell that cannot be chosen.
        marked: cells with a border of their own.
        above: a word for each column, or nothing.
        beside: a word for each row, or nothing.
        captioned: whether the names stand in the cells.
        key: which faces they are, where another picture of them may be laid over this one.
    """
    return {
        "picture": _uri(photos.contact_sheet(faces, columns), columns),
        "columns": columns,
        "names": list(names),
        "marked": list(marked),
        "above": list(above),
        "beside": list(beside),
        "captioned": captioned,
        "key": key,
    }


def _uri(sheet: Image.Image, columns: int) -> str:
    cell = round(SIDE / columns)
    size = (columns * cell, round(sheet.height / sheet.width * columns * cell))
    return data_address(photo_jpeg(sheet.resize(size, Image.Resampling.LANCZOS)), "image/jpeg")
