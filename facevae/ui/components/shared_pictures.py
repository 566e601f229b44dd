"""Pictures that every visitor gets alike, each at an address of its own: the page is then not heavy with them.

What a page opens with holds its pictures as ``data:`` addresses, a third larger than they are, and sent anew with every
visit. `SharedPictures.move_out` takes them out of it, once, while the page is drawn. A visitor's own pictures never
come here: nothing of a person may have an address that somebody else could open.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import gradio as gr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

FOLDER = "/facevae/picture/"
"""Where the pictures are, from the root of the app."""

PATH = FOLDER + "{name}"
"""Address of the route, from the root of the app."""

WORTH_IT = 1500
"""Characters: a shorter ``data:`` address weighs less than another request."""

_DATA = re.compile(rf"data:image/(jpeg|png|webp);base64,([A-Za-z0-9+/=]{{{WORTH_IT},}})")

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
"""The name of a picture says what is in it, so that it never changes."""


class SharedPictures:
    """Picture files, held in memory by the digest of what is in them."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def move_out(self, value: Any) -> Any:
        """Return a value of the page with its pictures as addresses of the route.

        The addresses are relative, so that they hold behind a proxy under any path, too.

        Args:
            value: plain data, with ``data:`` addresses in its texts; the same for every visitor.
        Returns:
            The same; JPEG, PNG and WebP files whose ``data:`` address has `WORTH_IT` characters are moved out of it.
        """
        if isinstance(value, str):
            return _DATA.sub(lambda found: self._put(found[1], base64.b64decode(found[2])), value)
        if isinstance(value, dict):
            return {key: self.move_out(one) for key, one in value.items()}
        return [self.move_out(one) for one in value] if isinstance(value, list) else value

    def move_out_of(self, component: gr.HTML) -> list[str]:
        """Move the pictures out of what a component opens with; returns their addresses."""
        component.value, component.props = self.move_out(component.value), self.move_out(component.props)
        return re.findall(rf"{FOLDER[1:]}\w+\.\w+", f"{component.value} {component.props}")

    async def answer(self, request: Request) -> Response:
        """Answer a request for one of the pictures, and for nothing else."""
        name = request.path_params["name"]
        if name not in self._files:
            return PlainTextResponse("There is no such picture.", status_code=404)
        return Response(self._files[name], media_type=f"image/{name.rpartition('.')[2]}", headers=_FOREVER)

    def _put(self, kind: str, file: bytes) -> str:
        name = f"{hashlib.sha256(file).hexdigest()[:32]}.{kind}"
        self._files[name] = file
        return FOLDER[1:] + name
