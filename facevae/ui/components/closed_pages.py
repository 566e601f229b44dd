"""What is kept of pages that were closed, as phones do with those out of sight: of few all, of others little.

Gradio keeps the states of a page for an hour after it was closed, and the last value of each component for ever.
"""

from __future__ import annotations

import pickle
import threading
from collections import OrderedDict
from datetime import datetime
from typing import Any

import gradio as gr

KEPT = 3
"""Closed pages of which everything is kept; one takes up to 15 MB."""

LITTLE = 2**19
"""Bytes: a state that takes more is let go of. The current face takes 200 KB and stays, so that who comes back works on
it; nine imagined faces, films and marks on a photo have to be made again."""

MOST_PAGES = 300
"""Pages, open and closed, of which Gradio keeps anything; one that was closed takes 1 MB."""


class ClosedPages:
    """Pages by their session, in the order in which they were closed.

    Args:
        blocks: the page.
        kept: as `KEPT`.
    """

    def __init__(self, blocks: gr.Blocks, kept: int = KEPT) -> None:
        self._blocks, self._kept = blocks, kept
        self._closed: OrderedDict[str, datetime | None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, session: str | None) -> None:
        """Note that a page was closed; one that was closed long before it is let go of, but for its face."""
        if session is None:
            return
        with self._lock:
            self._closed[session] = self._blocks.state_holder.time_last_used.get(session)
            self._closed.move_to_end(session)
            oldest = self._closed.popitem(last=False) if len(self._closed) > self._kept else None
        if oldest is not None:
            self._empty(*oldest)

    def _empty(self, session: str, used: datetime | None) -> None:
        holder = self._blocks.state_holder
        state = holder.session_data.get(session)
        if state is None or holder.time_last_used.get(session) != used:  # gone already, or come back
            return
        for key in [key for key, value in list(state.state_data.items()) if _bytes(value) > LITTLE]:
            state.state_data.pop(key, None)
        state.config_values.clear()
        self._blocks._queue.pending_messages_per_session.pop(session, None)


def _bytes(value: Any) -> int:
    """Return about how much memory a value takes; what cannot be told counts as much."""
    try:
        return len(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    except (pickle.PicklingError, TypeError, AttributeError):
        return LITTLE + 1
