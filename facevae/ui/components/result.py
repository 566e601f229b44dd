"""Shown results: each says when it is being made anew, and when it no longer belongs to what is set.

How a tab adopts it:

1. Give a gr.HTML that shows a result ``elem_classes=RESULT``. `mark_work` then finds every handler that changes it, and
   while one of them is at work the old result dims, from 0.3 s on, and a bar runs along its edge (``result.css``). What
   the tab shows is read out when it has settled (``result.js``): the words of its ``figcaption``, the model's first.
2. What is made on request only, such as a film, goes grey with "Settings changed" as soon as one of the settings that
   it was made with is another one: connect it with `grey`. Buttons that save it have the class `SAVES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.blocks import Block, Blocks
from gradio.components import Component

from facevae.ui.components.base import PageComponent

RESULT = "fv-result"
"""Class of a gr.HTML that shows a result."""

SAVES = "fv-saves"
"""Class of a button that saves one: pressed in vain while the result is old."""

FAILED = "This is the picture before: something went wrong"
"""What is said over a result where making it anew did not work."""

STYLE, SCRIPT = (Path(__file__).with_suffix(kind) for kind in (".css", ".js"))

_PAGE_ONLY: dict[str, Any] = {"api_visibility": "private", "queue": False, "show_progress": "hidden"}


def is_result(component: object) -> bool:
    """Tell whether a component shows a result."""
    return RESULT in (getattr(component, "elem_classes", None) or ())


def mark_work(blocks: Blocks) -> None:
    """Let every handler that changes a result show there that it is at work; called once, when the page is drawn."""
    for handler in blocks.fns.values():
        results = [output for output in handler.outputs if isinstance(output, Component) and is_result(output)]
        if results:
            handler.show_progress = "minimal"
            handler.show_progress_on = results


def grey(
    container: Block, made: Mapping[gr.Button, Any], settings: Sequence[Any], words: str = "Settings changed"
) -> None:
    """Grey a result while the settings are not those that it was made with.

    Args:
        container: around the result; it has an elem_id.
        made: each button that asks for the result, with the event that brings it, as ``button.click(...)`` returns it.
        settings: what the result depends on; where all of them are as they were, it is shown as it is.
        words: what is said over it.
    """
    call = "(...values) => fvResults.{}('" + str(container.elem_id) + "', values, " + repr(words) + ")"
    for button, event in made.items():
        button.click(None, list(settings), None, js=call.format("ask"), **_PAGE_ONLY)
        event.success(None, list(settings), None, js=call.format("show"), **_PAGE_ONLY)
    seen = [setting for setting in settings if not isinstance(setting, gr.State)]
    # Components of our own tell of what a person does by "input", and of what a handler sets by "change".
    changes = [setting.change for setting in seen] + [
        setting.input for setting in seen if isinstance(setting, PageComponent)
    ]
    gr.on(changes, None, list(settings), None, js=call.format("compare"), **_PAGE_ONLY)
