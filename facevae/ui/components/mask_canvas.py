"""A canvas to paint a mask on, and the way back from what the browser sends to a mask."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Any

import gradio as gr
import torch
from torch import Tensor

from facevae import photos
from facevae.damage import masks
from facevae.ui.components.base import component
from facevae.ui.components.encoding import data_address

FIRST = "eyes"
"""The ready-made mask that is there before anybody paints."""

HOLES, SCRATCHES = (3, 40, 1, 14), (0.4, 12, 0.2, 1.6)
"""Thinnest, thickest, step and first width of the brush, percent of the picture's width."""

_PREFIX = "data:image/png;base64,"

_STROKES = 8
"""How many different masks the button "Random strokes" goes through."""


def mask_canvas(size: int, *, elem_id: str = "paint") -> gr.HTML:
    """Return a canvas on which a person paints what is missing.

    Its value is the mask as a PNG in a ``data:`` address, or "" when nothing is painted: read it with ``read_mask``.
    Return ``gr.HTML(face=uri)`` from a handler to change the picture beneath, and ``gr.HTML(value=mask_uri(mask))``,
    or ``""``, to change the mask. Its ``input`` event comes at the end of each stroke and with each button.

    Args:
        size: S, side of a mask in pixels.
        elem_id: of the component on the page.
    """
    presets = {key: (label, [mask_uri(mask) for mask in choices]) for key, (label, choices) in _presets(size).items()}
    return component(
        Path(__file__).with_suffix(""),
        value=presets[FIRST][1][0],
        elem_id=elem_id,
        wide=size,
        high=size,
        face="",
        brush=HOLES,
        title="The face, and what you hide",
        painted="hidden",
        paints="Paint: hide a part of the face",
        about="The current face. Paint over it to hide a part; Ctrl+Z undoes.",
        presets=[{"key": key, "label": label, "masks": " ".join(uris)} for key, (label, uris) in presets.items()],
    )


def mark_canvas(*, elem_id: str) -> gr.HTML:
    """Return a canvas on which a person marks what is broken in a photo; otherwise as `mask_canvas`.

    Return ``gr.HTML(face=uri, wide=W, high=H, value="")`` from a handler to change the photo; W and H are those of the
    mask, and its value is read with ``read_marks``.

    Args:
        elem_id: of the component on the page.
    """
    return component(
        Path(__file__).with_suffix(""),
        value="",
        elem_id=elem_id,
        wide=1,
        high=1,
        face="",
        brush=SCRATCHES,
        title="Your photo, and what is broken",
        painted="marked",
        paints="Mark a scratch or a stain",
        about="Your photo. Paint over scratches and stains to mark them; Ctrl+Z undoes.",
        presets=[],
    )


def mask_uri(mask: Tensor) -> str:
    """Return a (1, 1, S, S) mask as the value of a mask canvas."""
    return data_address(photos.mask_to_png(mask), "image/png") if mask.any() else ""


def read_mask(value: Any, size: int) -> Tensor:
    """Read the value of a mask canvas, which is whatever a client chose to send.

    Args:
        value: expected "" or None (nothing painted), or a PNG of S x S pixels in a ``data:`` address.
        size: S, side of the mask in pixels.
    Returns:
        (1, 1, S, S) float32 of zeros and ones; 1 = missing.
    Raises:
        photos.PhotoError: anything else; the message is for the person.
    """
    return read_marks(value, size, size)


def read_marks(value: Any, width: int, height: int) -> Tensor:
    """Read the value of a mark canvas: (1, 1, height, width), 1 = marked; Args, Raises: as for `read_mask`."""
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
    return photos.mask_from_png(data, width, height)


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
