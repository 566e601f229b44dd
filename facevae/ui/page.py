"""Components of our own: a gr.HTML whose page, style and behaviour are files in static/, and downloads."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
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


def connect_download(button: gr.Button, picture: Callable[..., Tensor | bytes], inputs: Sequence, *, file: str) -> None:
    """Let a button save a PNG; nothing is written on the server.

    Args:
        button: the button to press.
        picture: takes the values of `inputs`, returns a face, (1, 3, S, S) in [0, 1], saved at the model's own size,
            or the bytes of a PNG.
        inputs: components.
        file: what the browser calls the file.
    """
    address, name = gr.Textbox(visible=False), gr.Textbox(file, visible=False)

    def encode(*values: Any) -> str:
        content = picture(*values)
        png = content if isinstance(content, bytes) else _png(content)
        return data_address(png, "image/png")

    made = button.click(encode, inputs, address, **BUTTON)
    made.success(None, [address, name], None, js=static("download.js"), api_visibility="private")


def static(name: str) -> str:
    """Return the text of a file in static/."""
    return (STATIC / name).read_text(encoding="utf-8")


def _png(face: Tensor) -> bytes:
    file = io.BytesIO()
    photos.to_photo(face).save(file, "PNG")
    return file.getvalue()
