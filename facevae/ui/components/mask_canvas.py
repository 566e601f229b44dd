"""A canvas to paint a mask on, and the way back from what the browser sends to a mask."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import gradio as gr
import torch
from torch import Tensor

from facevae import photos
from facevae.damage import masks
from facevae.photos import cell
from facevae.ui.components.base import PageComponent
from facevae.ui.components.encoding import data_address

FIRST = "eyes"
"""The ready-made mask that is there before the first stroke."""

HOLES, SCRATCHES = (3, 40, 1, 14), (0.4, 12, 0.2, 1.6)
"""Thinnest, thickest, step and first width of the brush, percent of the picture's width."""

_PREFIX = "data:image/png;base64,"

_BY_KEYS = (
    "Arrow keys move the brush, with Shift five times as far. Space paints, and held down with an arrow key it draws a "
    "line. Escape takes the line back, or leads to the tools. Control and Z undo."
)

_STROKES = 8
"""How many different masks the button "Random strokes" goes through."""


class MaskCanvas(PageComponent):
    """A picture on which a person paints a mask.

    Handlers take and return the mask, (1, 1, high, wide) float32 of zeros and ones, 1 = painted; None, returned, is
    an empty one. Its ``input`` event comes at the end of each stroke and with each button. A handler changes the
    picture beneath with ``gr.update(face=uri)``, and its size with ``gr.update(wide=W, high=H, value=None)``.

    With `finds` it also shows what a program has marked, ``found`` and ``doubtful``, each an address as `mask_uri`
    returns it. The eraser rubs that out as well, and the mask has two channels, (1, 2, high, wide): what is painted,
    and what was rubbed out.

    With `fills` a handler returns ``gr.update(filled={"picture": uri, "pixels": number})``: what it put into a hole of
    so many pixels. On a narrow page the canvas shows that in the hole, until the hole is another one; None takes it
    back.

    Args:
        value: the mask at first.
        elem_id: of the component on the page.
        wide, high: size of the mask in pixels.
        face: address of the picture beneath.
        props: what the page says, see ``mask_canvas.html``, and `brush`: thinnest, thickest, step and first width.
    """

    def __init__(
        self, value: Tensor | None = None, *, elem_id: str, wide: int = 1, high: int = 1, face: str = "", **props: Any
    ) -> None:
        super().__init__(value, elem_id=elem_id, wide=wide, high=high, face=face, **props)

    def preprocess(self, payload: object) -> Tensor:
        """Read what the browser sends, which is whatever a client chose to.

        Args:
            payload: expected "" or None (nothing painted), or a PNG of the canvas' size in a ``data:`` address.
        Returns:
            The mask.
        Raises:
            gr.Error: anything else; one sentence.
        """
        wide, high, layers = self.props["wide"], self.props["high"], 2 if self.props.get("finds") else 1
        try:
            return _read(payload, wide, layers * high).view(1, layers, high, wide)
        except photos.PhotoError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def postprocess(self, value: Tensor | None) -> str:
        """Return a mask as the page takes it: a PNG in a ``data:`` address, "" where nothing is painted."""
        # Channels stand below one another.
        return "" if value is None else mask_uri(value.reshape(1, 1, -1, value.shape[-1]))


def mask_canvas(size: int, *, elem_id: str = "paint") -> MaskCanvas:
    """Return a canvas on which a person paints what is missing of a face.

    Args:
        size: S, side of a mask in pixels.
        elem_id: of the component on the page.
    """
    presets = _presets(size)
    buttons = [
        {"key": key, "label": label, "masks": " ".join(map(mask_uri, choices))}
        for key, (label, choices) in presets.items()
    ]
    return MaskCanvas(
        presets[FIRST][1][0],
        elem_id=elem_id,
        wide=size,
        high=size,
        brush=HOLES,
        title="The face, and what you hide",
        painted="hidden",
        paints="Paint: hide a part of the face",
        about=f"The current face. Paint over it to hide a part. {_BY_KEYS}",
        presets=buttons,
        fills=True,
        filled=None,
    )


def mark_canvas(*, elem_id: str) -> MaskCanvas:
    """Return a canvas on which a person marks what is broken in a photo, as large as the first photo will set.

    Args:
        elem_id: of the component on the page.
    """
    return MaskCanvas(
        elem_id=elem_id,
        brush=SCRATCHES,
        title="The photo, and what is broken",
        finds=True,
        found="",
        doubtful="",
        painted="painted",
        paints="Mark a scratch or a stain",
        about=f"Your photo. Paint over scratches and stains to mark them. {_BY_KEYS}",
        presets=[],
    )


def mask_uri(mask: Tensor) -> str:
    """Return a (1, 1, H, W) mask as the value of a mask canvas on the page."""
    return data_address(photos.mask_to_png(mask), "image/png") if mask.any() else ""


def _read(value: object, width: int, height: int) -> Tensor:
    if value is None or value == "":
        return torch.zeros(1, 1, height, width)
    if not isinstance(value, str) or not value.startswith(_PREFIX):
        raise photos.PhotoError("A painted mask is a PNG in a data address; this is something else.")
    # Four bytes a pixel that do not compress, in base64, and room for headers: no honest mask is longer.
    if len(value) > 6 * width * height + 4096:
        raise photos.PhotoError("This painted mask is too large; please paint it again.")
    try:
        data = base64.b64decode(value.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise photos.PhotoError("The painted mask arrived damaged; please paint it again.") from error
    return photos.mask_from_png(data, width, height, cell.painted_alpha)


def _presets(size: int) -> dict[str, tuple[str, list[Tensor]]]:
    """Return the ready-made masks, key to (label, masks); eyes and mouth where the average training face has them."""
    generator = torch.Generator().manual_seed(0)
    return {
        "eyes": ("Eyes", [_box(size, left=0.1, top=0.17, right=0.9, bottom=0.38)]),
        "mouth": ("Mouth", [_box(size, left=0.24, top=0.6, right=0.76, bottom=0.83)]),
        "left": ("Left half", [masks.half(size, "left")]),
        "box": ("Middle", [masks.centre_box(size)]),
        "strokes": ("Random strokes", [masks.random_strokes(size, generator=generator) for _ in range(_STROKES)]),
    }


def _box(size: int, *, left: float, top: float, right: float, bottom: float) -> Tensor:
    mask = torch.zeros(1, 1, size, size)
    mask[..., round(top * size) : round(bottom * size), round(left * size) : round(right * size)] = 1
    return mask
