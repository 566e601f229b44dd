"""A kernel on the current face, worked out in the browser, as a component of the page."""

from __future__ import annotations

from typing import Any

from facevae.ui.components.base import PageComponent


class KernelBoard(PageComponent):
    """The face, an editable kernel with one sum worked out, and the result; a second kernel may follow.

    It shows luma, or all three channels and the sum of one of them.

    Its value is the ``data:`` address of the face as a PNG, one pixel of the file a pixel of the face. All else happens
    in the browser: it sends nothing, and handlers that take its value get None.

    Args:
        value: the first face; None leaves the pictures empty.
        elem_id: of the component on the page.
    """

    def __init__(self, value: str | None = None, *, elem_id: str, **props: Any) -> None:
        super().__init__(value, elem_id=elem_id, **props)

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""
