"""One button that saves a picture, with its format beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import gradio as gr
from PIL import Image
from torch import Tensor

from facevae import photos
from facevae.ui.components.download import FACE_SIDE, QUALITY, File, connect_download
from facevae.ui.components.result import SAVES

Format = Literal["JPEG", "PNG"]

FORMATS: dict[Format, str] = {"JPEG": ".jpg", "PNG": ".png"}
"""How a file of each format ends."""


class SaveButton:
    """A button "Download", and a small menu of formats; disabled until a handler returns `enable(True)` for `button`.

    Draws itself where it is made.

    Args:
        key: the button's elem_id is ``key-download``, the menu's ``key-format``.
    """

    def __init__(self, key: str) -> None:
        self.format = gr.Dropdown(
            list(FORMATS),
            value="JPEG",
            label="Format",
            show_label=False,
            container=False,
            min_width=88,
            scale=0,
            elem_id=f"{key}-format",
            elem_classes=SAVES,
        )
        self.button = gr.Button(
            "Download", interactive=False, min_width=110, scale=0, elem_id=f"{key}-download", elem_classes=SAVES
        )

    def connect(self, made: Callable[..., File], inputs: Sequence) -> None:
        """Let the button save what `made` returns for a format and the values of `inputs`."""
        connect_download(self.button, made, [self.format, *inputs])

    @staticmethod
    def enable(there: bool) -> dict:
        """Return what makes the button work where there is something to save, and disables it where there is not."""
        return gr.update(interactive=there)


def face_file(format: Format, face: Tensor, name: str = "face") -> File:
    """Return a face, (1, 3, S, S) in [0, 1], as a file of `FACE_SIDE` pixels."""
    return picture_file(format, photos.to_photo(face, FACE_SIDE), name)


def picture_file(format: Format, picture: Image.Image, name: str) -> File:
    """Return a picture as a file of its own size; anything but a known format is a PNG."""
    kind: Format = "JPEG" if format == "JPEG" else "PNG"
    options = {"quality": QUALITY} if kind == "JPEG" else {}
    return File(photos.encode(picture, kind, **options), f"image/{kind.lower()}", name + FORMATS[kind])
