"""The body of a request as the fields that it should have, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from facevae.ui.components.request_body import read_body


class TooLongError(ValueError):
    """A body has more bytes than are read."""


async def fields(request: Request, most: int) -> dict[str, Any]:
    """Read the body of a request, a JSON object, but never much more than `most` bytes of it.

    Args:
        request: what came.
        most: bytes.
    Returns:
        The object; it is empty for an empty body.
    Raises:
        TooLongError: the body is longer.
        ValueError: it is no JSON object.
    """
    data = await read_body(request, most, TooLongError(f"The request is longer than {most} bytes."))
    try:
        found = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValueError("The request is no JSON object.")
    return found


def named(found: dict[str, Any], *names: str) -> list[Any]:
    """Return the values of these names.

    Raises:
        ValueError: the object has others, or misses one.
    """
    if set(found) != set(names):
        raise ValueError(f"The request has to say {' and '.join(names) or 'nothing'}, and nothing else.")
    return [found[name] for name in names]
