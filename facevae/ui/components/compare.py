"""Two pictures in one place, before and after, with a line between them to drag."""

from __future__ import annotations

from typing import Any

from facevae.ui.components.base import PageComponent


class BeforeAfter(PageComponent):
    """A comparison of two pictures.

    Its value is None, or a dict: `before` and `after`, addresses of pictures; `ratio`, width over height, 1 if it is
    left out; `called`, what the one on the right is called for now, and `most`, how wide it is, the component's `after`
    and `most` if they are left out; and `sweep`, a word: the line goes over the picture once each time that it is
    another one.

    A handler returns ``gr.update(busy=True)`` while it works in several steps, and ``gr.update(stale="...")`` to say
    over the pictures that they belong to something else; both last until they are taken back.

    Args:
        elem_id: of the component on the page.
        before: what the picture on the left of the line is called.
        after: what the one on its right is called.
        most: pixels that it is wide at most.
        at: where the line stands at first, per cent of the width.
        props: what Gradio adds where it is left as it is.
    """

    def __init__(self, *, elem_id: str, before: str, after: str, most: int, at: int = 50, **props: Any) -> None:
        for name, at_first in (("busy", False), ("stale", "")):
            props.setdefault(name, at_first)
        super().__init__(elem_id=elem_id, before=before, after=after, most=most, at=at, **props)
