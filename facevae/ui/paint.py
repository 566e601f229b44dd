"""A canvas to paint a mask on, and the way back from what the browser sends to a mask."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import gradio as gr
import torch
from torch import Tensor

from facevae import masks, photos
from facevae.ui.page import component

FIRST = "eyes"
"""The ready-made mask that is there before anybody paints."""

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
        "paint",
        value=presets[FIRST][1][0],
        elem_id=elem_id,
        size=size,
        face="",
        presets=[{"key": key, "label": label, "masks": " ".join(uris)} for key, (label, uris) in presets.items()],
    )


def mask_uri(mask: Tensor) -> str:
    """Return a (1, 1, S, S) mask as the value of a mask canvas."""
    return _PREFIX + base64.b64encode(photos.mask_to_png(mask)).decode() if mask.any() else ""


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
    if value is None or value == "":
        return torch.zeros(1, 1, size, size)
    if not isinstance(value, str) or not value.startswith(_PREFIX):
        raise photos.PhotoError("A painted mask is a PNG in a data address; this is something else.")
    # Four bytes a pixel that do not compress, in base64, and room for headers: no honest mask is longer.
    if len(value) > 6 * size * size + 4096:
        raise photos.PhotoError("This painted mask is too large; please paint it again.")
    try:
        data = base64.b64decode(value.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise photos.PhotoError("The painted mask arrived damaged; please paint it again.") from error
    return photos.mask_from_png(data, size)


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
