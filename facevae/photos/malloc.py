"""Return freed memory to the system (glibc's malloc_trim)."""

from __future__ import annotations

import contextlib
import ctypes


def release_free_memory() -> None:
    """Return freed memory to the system.

    glibc keeps it for later, in pieces: after photos of many sizes hundreds of unused megabytes. Takes some
    milliseconds; does nothing on systems with another C library, which give it back by themselves.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
