"""Two pictures in one place, before and after, with a line between them to drag."""

from __future__ import annotations

from typing import Any

from facevae.ui.components.base import PageComponent


class BeforeAfter(PageComponent):
    """A comparison of two pictures.

    Its value is None, or a dict: `before` and `after`, addresses of pictures; `ratio`, width over height, 1 if it is
    left out; and `called`, what the one on the right is called for now, the component's `after` if it is left out.

    Args:
        elem_id: of the component on the page.
        before: what the picture on the left of the line is called.
        after: what the one on its right is called.
        most: pixels that it is wide at most.
        at: where the line stands at first, per cent of the width.
        props: what Gradio adds where it is left as it is.
    """

    def __init__(self, *, elem_id: str, before: str, after: str, most: int, at: int = 50, **props: Any) -> None:
        super().__init__(elem_id=elem_id, before=before, after=after, most=most, at=at, **props)
