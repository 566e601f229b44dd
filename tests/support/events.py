"""What a page sends to its handlers."""

from __future__ import annotations

import gradio as gr


class Sent(gr.EventData):
    """An event with the data that a component of our own sends along."""

    def __init__(self, data: object) -> None:
        super().__init__(None, data)
