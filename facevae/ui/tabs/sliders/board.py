"""Sliders whose face follows the drag: the page component, and the route that answers it.

The page holds the start and the directions, adds them up, and posts the latents; the route keeps nothing.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import torch
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from torch import Tensor

from facevae.ui.components.base import component
from facevae.ui.components.encoding import data_uri, jpeg
from facevae.ui.tabs.sliders.rows import LEADING_SET, NAMED_SET, SliderRow

PATH = "/facevae/decode"
"""Address of the route, from the root of the app."""

LIMIT = 12.0
"""Latents are clipped to this many prior standard deviations: more than photos have, so those come back exactly."""

REACH = 3.0
"""How far a slider goes each way, in prior standard deviations."""

_SHOWN_SIDE = 384
_THUMBNAIL_SIDE = 88
_THUMBNAIL_AT = 2.0
_SETS = {NAMED_SET: "Named", LEADING_SET: "Leading directions"}
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
    model: Any, rows: Sequence[SliderRow], directions: Tensor, start: dict, *, elem_id: str = "live"
) -> gr.HTML:
    """Return sliders beside the face they describe.

    Its value is a dict: `start` and `note` come from ``start_at``; once a slider is let go the page adds `latents`,
    which ``read_latents`` reads, `sliders` and `independent`. Return another ``start_at`` from a handler to begin anew;
    the page's own undo goes back behind it. An address that ends in ``#face=...``, as "Copy link" makes them, is a
    start, too; what stands behind the # never reaches a server.

    Args:
        model: has `latent_dim` and `decode`; the thumbnails are the mean face moved along each direction.
        rows: one for each slider; one set of them is shown at a time.
        directions: (2, count, D) float32: as they are, and as they are while the switch "independent" is on.
        start: the first value, from ``start_at``.
        elem_id: of the component on the page.
    """
    ends = model.decode(_THUMBNAIL_AT * torch.cat([-directions[0], directions[0]]))
    thumbnails = [data_uri(end, _THUMBNAIL_SIDE) for end in ends]
    lows, highs = thumbnails[: len(rows)], thumbnails[len(rows) :]
    sets = list(dict.fromkeys(row.set for row in rows))
    return component(
        Path(__file__).with_suffix(""),
        value=start,
        elem_id=elem_id,
        path=PATH,
        reach=REACH,
        side=2 * _SHOWN_SIDE,
        directions=_to_text(directions),
        sets=[{"key": key, "label": _SETS[key]} for key in sets] if len(sets) > 1 else [],
        rows=[
            {
                "set": row.set,
                "label": row.label,
                "low": low,
                "high": high,
                "less": row.low or f"{row.label} to -2",
                "more": row.high or f"{row.label} to +2",
                "found": row.notes[0],
                "alone": row.notes[1],
            }
            for row, low, high in zip(rows, lows, highs, strict=True)
        ],
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


def read_change(value: Any, dim: int) -> Tensor:
    """Read how far the sliders of a board have moved its face; Args, Raises: as for `read_latents`.

    Returns:
        (1, D) float32.
    """
    start = {"start": value.get("start")} if isinstance(value, dict) else value
    return read_latents(value, dim) - read_latents(start, dim)


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


def moved(start: Tensor, directions: Tensor, sliders: Any, keys: Sequence[str] = ()) -> Tensor:
    """Return the latents that a slider board shows: the start, moved along each direction.

    Args:
        start: (1, D) float32.
        directions: (count, D) float32.
        sliders: a list of `count` finite numbers, each clipped to ``REACH``; fewer leave the rest at 0. Or a dict of
            such numbers by key.
        keys: of the directions, where `sliders` may be a dict.
    Returns:
        (1, D) float32, clipped to ``LIMIT`` each way.
    Raises:
        ValueError: neither of them, or an unknown key.
    """
    count = len(directions)
    if isinstance(sliders, dict) and keys:
        unknown = [key for key in sliders if key not in keys]
        if unknown:
            raise ValueError(f"There is no slider {unknown[0]!r}; there are {', '.join(keys)}.")
        sliders = [sliders.get(key, 0.0) for key in keys]
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
