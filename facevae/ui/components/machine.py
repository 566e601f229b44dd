"""How the process that serves the app uses the machine; figures are of 20 people at once on two busy cores."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading

import torch

THREADS = 1
"""Threads that one computation uses. With 2 a face took 34 ms of both cores to decode in place of 8, as soon as
anything else ran: each waits for the other one by going round in circles. What that costs who is alone: a restoration
took 0.27 s with 1, and 0.20 s with 2."""

SWITCH = 0.0005
"""Seconds after which a thread that is in Python lets another one in. A network leaves Python and comes back with each
of its operations: with Python's own 0.005 95 of 100 restorations took less than 2.5 s, and with this 1.9 s."""

ARENAS = 2
"""Places from which glibc gives memory. Left to itself it makes one for each thread, and none of them is ever given
back as a whole: in two minutes of 20 people the app grew by 515 MB, with 2 by 195."""

_M_ARENA_MAX = -8

_GRADIO = {"GRADIO_ANALYTICS_MAX_EVENTS": "100", "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000"}
"""Gradio sums up, with pandas and after every request, the last 10,000 of them; nobody looks at that here."""


def stand_back(by: int) -> None:
    """Let the system give the cores to other threads rather than to the one that calls this, where it can (Linux).

    Args:
        by: how far, as with ``nice``: with 5 it gets a quarter of a core that another one wants, with 10 a tenth, and
            all of one that nobody wants.
    """
    if sys.platform != "linux":  # elsewhere that is a matter of the whole process
        return
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + by)


def settle() -> None:
    """Set all that; call it once, before anything computes or a page is drawn."""
    torch.set_num_threads(THREADS)
    sys.setswitchinterval(SWITCH)
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)
    for name, value in _GRADIO.items():
        os.environ.setdefault(name, value)
