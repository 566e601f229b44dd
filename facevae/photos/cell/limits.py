"""What a process that decodes a stranger's file may take, and may not do; on Linux."""

from __future__ import annotations

import resource
from pathlib import Path

MEGABYTES = 1536
"""Addresses that it may use beyond what it has. No file that is accepted needs over 600 MB (`reader.MAX_PIXELS`), but
decoders reserve more than they touch."""

SECONDS = 15
"""Time of a processor that it may use; no file that is accepted needs a third of it."""


def confine() -> None:
    """Let this process open no file and no connection, write to no file, start little and grow little; for good."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, used + MEGABYTES * 2**20)
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))
