"""Reading the body of a request that may be longer than it should be."""

from __future__ import annotations

from starlette.requests import Request


async def read_body(request: Request, most: int, too_long: ValueError) -> bytes:
    """Read a request's body, but never much more than `most` bytes, whatever its length claims to be.

    Args:
        request: what came.
        most: bytes.
        too_long: what is raised where there are more; a new one each time, as it will hold on to what was read.
    """
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise too_long
        parts.append(part)
    return b"".join(parts)
