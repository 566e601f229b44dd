"""Sliders whose face follows the drag: the page component, and the route that answers it.

The page holds the start and the directions, adds them up, and posts the latents; the route keeps nothing.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import gradio as gr
import numpy as np
import torch
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from torch import Tensor

from facevae.ui.controls import data_uri, jpeg
from facevae.ui.page import component

PATH = "/facevae/decode"
"""Address of the route, from the root of the app."""

LIMIT = 4.0
"""Latents are clipped to this many prior standard deviations; beyond it the model has seen nothing."""

REACH = 3.0
"""How far a slider goes each way, in prior standard deviations."""

_SHOWN_SIDE = 384
_THUMBNAIL_SIDE = 88
_THUMBNAIL_AT = 2.0
_NO_STORE = {"Cache-Control": "no-store"}


def decode_route(model: Any) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of the route: D little-endian float32 latents in, one JPEG out.

    Args:
        model: has `latent_dim` and `decode`.
    Returns:
        An async Starlette handler; what is no latents is answered with status 400 and one sentence.
    """

    async def decode(request: Request) -> Response:
        try:
            latents = latents_from_bytes(await _body(request, 4 * model.latent_dim), model.latent_dim)
        except ValueError as error:
            return PlainTextResponse(str(error), status_code=400, headers=_NO_STORE)
        picture = await run_in_threadpool(lambda: jpeg(model.decode(latents), _SHOWN_SIDE, quality=90))
        return Response(picture, media_type="image/jpeg", headers=_NO_STORE)

    return decode


def slider_board(
    model: Any, directions: Tensor, labels: Sequence[str], start: dict, *, elem_id: str = "live"
) -> gr.HTML:
    """Return sliders beside the face they describe.

    Its value is a dict: `start` and `note` come from ``start_at``; once a slider is let go the page adds `latents`,
    which ``read_latents`` reads, and `sliders`. Return another ``start_at`` from a handler to begin anew.

    Args:
        model: has `latent_dim` and `decode`; the thumbnails are the mean face moved along each direction.
        directions: (count, D) float32, one slider each.
        labels: what each slider is called; `count` of them.
        start: the first value, from ``start_at``.
        elem_id: of the component on the page.
    """
    ends = model.decode(torch.cat([-_THUMBNAIL_AT * directions, _THUMBNAIL_AT * directions]))
    thumbnails = [data_uri(end, _THUMBNAIL_SIDE) for end in ends]
    rows = zip(labels, thumbnails[: len(labels)], thumbnails[len(labels) :], strict=True)
    return component(
        "live",
        value=start,
        elem_id=elem_id,
        path=PATH,
        reach=REACH,
        side=2 * _SHOWN_SIDE,
        directions=_to_text(directions),
        rows=[{"label": label, "low": low, "high": high} for label, low, high in rows],
    )


def start_at(latents: Tensor, note: str) -> dict[str, str]:
    """Return the value of a slider board with every slider at 0.

    Args:
        latents: (1, D) float32, the face in the middle of every slider.
        note: what it is, shown under the face.
    """
    return {"start": _to_text(latents), "note": note}


def read_latents(value: Any, dim: int) -> Tensor:
    """Read the latents a slider board shows from its value, which is whatever a client chose to send.

    Args:
        value: expected a dict with `latents`, or `start` while no slider has moved: base64 of D float32 numbers.
        dim: D.
    Returns:
        (1, D) float32, clipped to ``LIMIT`` each way.
    Raises:
        ValueError: anything else; the message is one sentence.
    """
    text = (value.get("latents") or value.get("start")) if isinstance(value, dict) else None
    if not isinstance(text, str) or len(text) > 8 * dim:
        raise ValueError("The sliders sent something that is no face; please move one and try again.")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("The sliders' face arrived damaged; please move one and try again.") from error
    return latents_from_bytes(data, dim)


def latents_from_bytes(data: bytes, dim: int) -> Tensor:
    """Return D little-endian float32 numbers as (1, D) latents, clipped to ``LIMIT`` each way.

    Raises:
        ValueError: another length, or numbers that are not finite.
    """
    if len(data) != 4 * dim:
        raise ValueError(f"Got {len(data)} bytes; latents are {dim} float32 numbers, {4 * dim} bytes.")
    numbers = np.frombuffer(data, "<f4")
    if not np.isfinite(numbers).all():
        raise ValueError("The latents hold values that are not finite.")
    return torch.from_numpy(numbers.clip(-LIMIT, LIMIT).astype(np.float32))[None]


def moved(start: Tensor, directions: Tensor, sliders: Any) -> Tensor:
    """Return the latents that a slider board shows: the start, moved along each direction.

    Args:
        start: (1, D) float32.
        directions: (count, D) float32.
        sliders: a list of `count` finite numbers, each clipped to ``REACH``; fewer leave the rest at 0.
    Returns:
        (1, D) float32, clipped to ``LIMIT`` each way.
    Raises:
        ValueError: not such a list.
    """
    count = len(directions)
    if not isinstance(sliders, list) or len(sliders) > count or not all(_is_finite(value) for value in sliders):
        raise ValueError(f"sliders must be a list of at most {count} numbers.")
    amounts = torch.tensor([float(value) for value in sliders] + [0.0] * (count - len(sliders)))
    return (start + amounts.clamp(-REACH, REACH) @ directions).clamp(-LIMIT, LIMIT)


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


async def _body(request: Request, most: int) -> bytes:
    """Read a request's body, but never much more than `most` bytes, whatever its length claims to be."""
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > most:
            raise ValueError(f"The request is longer than the {most} bytes of one face's latents.")
    return data


def _to_text(numbers: Tensor) -> str:
    return base64.b64encode(numbers.detach().numpy().astype("<f4").tobytes()).decode()
