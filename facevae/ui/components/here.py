"""Which pages are open, and the route by which one asks whether its server is the one that it knows, and knows it."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from facevae.ui.components.request_body import read_body

if TYPE_CHECKING:
    from gradio.blocks import Blocks

PATH = "/facevae/here"
"""Address of the route, from the root of the app; static/steady.js asks there."""

AFTER_CLOSING = 3600.0
"""Seconds for which what is kept for a page, its photo included, stays after it was closed, or after its line was cut:
phones close pages that are only out of sight."""

KEPT = 4
"""Closed pages that are kept for that long, those that were closed last; one takes up to 15 MB."""

MOST_PAGES = 300
"""Pages, open and closed, of which Gradio keeps anything; an open one takes about 1 MB and what was made on it."""

MOST_BYTES = 100
"""Of the name by which Gradio knows a page; it has about ten."""

_NO_STORE = {"Cache-Control": "no-store"}


class OpenPages:
    """What handlers keep for pages, in each gr.State: of the last few that were closed, for `AFTER_CLOSING`.

    Gradio takes a page for closed as soon as its line is cut, and never for open again. What was set an hour ago, such
    as the face, is gone a second after that, however short the cut was, and what is set later goes an hour after it was
    set, though the page is in use; handlers would then begin with another face without a word. What else it keeps of a
    page, such as the last value of each component, it keeps for ever.

    Args:
        blocks: what is served.
        kept: as `KEPT`.
    """

    def __init__(self, blocks: Blocks, kept: int = KEPT) -> None:
        self._blocks, self._kept = blocks, kept
        self._waiting: OrderedDict[str, threading.Timer] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, page: str | None) -> None:
        """Note that a page is open, until `close`."""
        if page is None:
            return
        with self._lock:
            if waiting := self._waiting.pop(page, None):
                waiting.cancel()
            session = self._blocks.state_holder[page]
            session.is_closed, session.STATE_TTL_WHEN_CLOSED = False, sys.maxsize

    def close(self, page: str | None, seconds: float = AFTER_CLOSING) -> threading.Timer | None:
        """Let go of what is kept for a page after a while, unless it is open by then; returns what waits for that.

        Where more than a few are closed, the one that was first is let go of at once.
        """
        if page is None:
            return None
        timer = threading.Timer(seconds, self._drop, [page])
        timer.daemon = True
        with self._lock:
            if waiting := self._waiting.pop(page, None):
                waiting.cancel()
            self._waiting[page] = timer
            oldest = self._waiting.popitem(last=False) if len(self._waiting) > self._kept else None
        timer.start()
        if oldest is not None:
            first, soon = oldest
            soon.cancel()
            self._forget(first)
        return timer

    def know(self, page: str) -> bool:
        """Tell whether nothing is lost of what was kept for a page."""
        session = self._blocks.state_holder.session_data.get(page)
        return session is not None and all(number in session.state_data for number in session._state_ttl)

    async def answer(self, request: Request) -> Response:
        """Answer the route: the name of a page that is open in, "" for one that has none yet.

        Returns:
            ``{"app": ..., "known": ...}``: a number that each start of the app draws at random, and what `know` tells.
        """
        try:
            body = await read_body(request, MOST_BYTES, ValueError("This is no name of a page."))
        except ValueError as error:
            return PlainTextResponse(str(error), status_code=400, headers=_NO_STORE)
        page = body.decode("ascii", errors="replace")
        if known := self.know(page):
            self.open(page)
        return JSONResponse({"app": self._blocks.app_id, "known": known}, headers=_NO_STORE)

    def _drop(self, page: str) -> None:
        with self._lock:
            self._waiting.pop(page, None)
        self._forget(page)

    def _forget(self, page: str) -> None:
        holder = self._blocks.state_holder
        holder.session_data.pop(page, None)
        holder.time_last_used.pop(page, None)
        self._blocks._queue.pending_messages_per_session.pop(page, None)
