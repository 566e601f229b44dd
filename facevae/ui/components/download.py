"""Buttons that save a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from torch import Tensor

from facevae import photos
from facevae.ui.components.base import text
from facevae.ui.components.encoding import data_address
from facevae.ui.components.events import BUTTON


@dataclass(frozen=True)
class File:
    """A file to be saved: its content, what browsers call its kind, and its name."""

    content: bytes
    media: str
    name: str


def connect_download(
    button: gr.Button, made: Callable[..., Tensor | bytes | File], inputs: Sequence, *, file: str = ""
) -> None:
    """Let a button save a file; nothing is written on the server.

    Args:
        button: the button to press.
        made: takes the values of `inputs`, returns a face, (1, 3, S, S) in [0, 1], saved as a PNG of the model's own
            size, the bytes of a PNG, or any other `File`.
        inputs: components.
        file: what the browser calls a PNG.
    """
    address, name = gr.Textbox(visible=False), gr.Textbox(visible=False)

    def pack(*values: Any) -> tuple[str, str]:
        content = made(*values)
        if isinstance(content, Tensor):
            content = photos.encode(photos.to_photo(content), "PNG")
        if isinstance(content, bytes):
            content = File(content, "image/png", file)
        return data_address(content.content, content.media), content.name

    encoded = button.click(pack, inputs, [address, name], **BUTTON)
    encoded.success(None, [address, name], None, js=text(Path(__file__).with_suffix(".js")), api_visibility="private")
