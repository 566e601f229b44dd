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
from facevae.ui.components.events import BUTTON, LIVE

FACE_SIDE = 512
"""Pixels of a saved face, each way: what is taken home is at least as large as what was seen."""

MOST_SIDE = 4096
"""Pixels of a saved table of faces, each way at most; the faces of a larger one are smaller."""

QUALITY = 95
"""Of a saved JPEG, out of 100: as a PNG a table of faces would have ten times the bytes."""


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
        made: takes the values of `inputs`, returns a face, (1, 3, S, S) in [0, 1], saved as a PNG of `FACE_SIDE`
            pixels, the bytes of a PNG, or any other `File`.
        inputs: components.
        file: what the browser calls a PNG.
    """
    address, name = gr.Textbox(visible=False), gr.Textbox(visible=False)

    def pack(*values: Any) -> tuple[str, str]:
        content = made(*values)
        if isinstance(content, Tensor):
            content = photos.encode(photos.to_photo(content, FACE_SIDE), "PNG")
        if isinstance(content, bytes):
            content = File(content, "image/png", file)
        return data_address(content.content, content.media), content.name

    button.click(None, js=_busy(button, True), **LIVE)
    encoded = button.click(pack, inputs, [address, name], **BUTTON)
    encoded.then(None, js=_busy(button, False), **LIVE)
    encoded.success(None, [address, name], None, js=text(Path(__file__).with_suffix(".js")), api_visibility="private")


def _busy(button: gr.Button, busy: bool) -> str:
    """Return what marks a button as at work, and what takes that back; a large photo takes seconds to encode."""
    return f"() => {{ document.getElementById('{button.elem_id}').ariaBusy = {str(busy).lower()}; return []; }}"


def table_file(faces: Tensor, columns: int, name: str) -> File:
    """Return faces laid out row by row as a JPEG, each of `FACE_SIDE` pixels where that fits into `MOST_SIDE`.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        columns: faces in a row.
        name: of the file.
    Raises:
        ValueError: no batch of faces, or no columns.
    """
    side = min(FACE_SIDE, MOST_SIDE // max(columns, 1))
    sheet = photos.contact_sheet(faces, columns, side)
    return File(photos.encode(sheet, "JPEG", quality=QUALITY, subsampling=0), "image/jpeg", name)
