"""Components of our own: a gr.HTML whose page, style and behaviour are files in static/, and downloads."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from torch import Tensor

from facevae import photos
from facevae.ui.controls import data_address

STATIC = Path(__file__).with_name("static")

BUTTON = {"show_progress": "hidden", "api_visibility": "private"}
"""How a button is connected: through the queue, without which Gradio shows no message and ``face.change`` is silent."""


def component(name: str, *, value: Any, elem_id: str, **props: Any) -> gr.HTML:
    """Return a component made of ``static/name.html``, ``.css`` and ``.js``.

    Args:
        name: of the files.
        value: what a handler reads; a client can send anything in its place.
        elem_id: of the component on the page.
        props: what the HTML template fills in; never text that a person typed.
    Returns:
        The component; its style also has static/common.css.
    """
    return gr.HTML(
        value,
        html_template=static(f"{name}.html"),
        css_template=static("common.css") + static(f"{name}.css"),
        js_on_load=static(f"{name}.js"),
        apply_default_css=False,
        elem_id=elem_id,
        **props,
    )


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

    def encode(*values: Any) -> tuple[str, str]:
        content = made(*values)
        if not isinstance(content, File):
            content = File(content if isinstance(content, bytes) else _png(content), "image/png", file)
        return data_address(content.content, content.media), content.name

    encoded = button.click(encode, inputs, [address, name], **BUTTON)
    encoded.success(None, [address, name], None, js=static("download.js"), api_visibility="private")


def static(name: str) -> str:
    """Return the text of a file in static/."""
    return (STATIC / name).read_text(encoding="utf-8")


def _png(face: Tensor) -> bytes:
    file = io.BytesIO()
    photos.to_photo(face).save(file, "PNG")
    return file.getvalue()
