"""Two pictures in one place, before and after, with a line between them to drag."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from facevae.ui.components.base import component


def before_after(*, elem_id: str, before: str, after: str, most: int, at: int = 50) -> gr.HTML:
    """Return a comparison of two pictures.

    Its value is None, or a dict: `before` and `after`, addresses of pictures, and `ratio`, width over height, 1 if
    it is left out.

    Args:
        elem_id: of the component on the page.
        before, after: what the pictures are called.
        most: pixels that it is wide at most.
        at: where the line stands at first, per cent of the width.
    """
    files = Path(__file__).with_suffix("")
    return component(files, value=None, elem_id=elem_id, before=before, after=after, at=at, most=most)
