"""How the process that serves the app uses the machine; figures are of 20 people at once on two busy cores."""

from __future__ import annotations

import contextlib
import ctypes
import os

import torch

THREADS = 1
"""Threads that one computation uses. With 2 a face took 34 ms of both cores to decode in place of 8, as soon as
anything else ran: each waits for the other one by going round in circles. What that costs who is alone: a restoration
took 0.27 s with 1, and 0.20 s with 2."""

ARENAS = 2
"""Places from which glibc gives memory. Left to itself it makes one for each thread, and none of them is ever given
back as a whole: in two minutes of 20 people the app grew by 515 MB, with 2 by 195."""

_M_ARENA_MAX = -8

_GRADIO = {"GRADIO_ANALYTICS_MAX_EVENTS": "100", "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000"}
"""Gradio sums up, with pandas and after every request, the last 10,000 of them; nobody looks at that here."""


def settle() -> None:
    """Set all that; call it once, before anything computes or a page is drawn."""
    torch.set_num_threads(THREADS)
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)
    for name, value in _GRADIO.items():
        os.environ.setdefault(name, value)
