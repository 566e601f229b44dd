"""The route to which the page sends a photo; the file is read from memory and never lies on a disk.

Gradio's own upload stores equal files of equal name at one path, where the first reader would delete it under the eyes
of the others, and refuses files by their name before anybody has looked into them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from facevae import photos
from facevae.ui.components import machine
from facevae.ui.components.request_body import read_body
from facevae.ui.photo.store import PhotoStore, take

PATH = "/facevae/photo"
"""Address of the route, from the root of the app."""

AT_ONCE = 2
"""Photos that are read and searched at the same time; each takes some hundred megabytes for a second."""

NICE = 5
"""How far a search stands back for what people do to the faces that they have, see `machine.stand_back`."""

_NO_STORE = {"Cache-Control": "no-store"}


def photo_route(photo_store: PhotoStore) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of the route: a picture file in, the token of the photo out.

    Args:
        photo_store: will hold the photo; it lets go of it after a while, unless a page has taken it.
    Returns:
        An async Starlette handler. It answers ``{"token": ...}``, or ``{"error": one sentence}`` where the file is no
        photo: that is no failure of the request, which browsers would write into their console.
    """
    turns = asyncio.Semaphore(AT_ONCE)
    threads = ThreadPoolExecutor(AT_ONCE, "photos", machine.stand_back, (NICE,))

    async def receive(request: Request) -> Response:
        try:
            megabytes = photos.MAX_BYTES // 2**20
            too_long = photos.PhotoError(f"This file has more than {megabytes} MB, which is the most that is read.")
            file = await read_body(request, photos.MAX_BYTES, too_long)
            async with turns:
                if await request.is_disconnected():  # the person has chosen another one in the meantime
                    return Response(status_code=400, headers=_NO_STORE)
                uploaded = await asyncio.get_running_loop().run_in_executor(threads, take, file)
        except photos.PhotoError as error:
            return JSONResponse({"error": str(error)}, headers=_NO_STORE)
        token = photo_store.put(uploaded)
        photo_store.expire(token)
        return JSONResponse({"token": token}, headers=_NO_STORE)

    return receive
