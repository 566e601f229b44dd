"""Scripts that run before Gradio's: what it is given for <head> it puts there itself, after its first requests."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facevae.ui.components.scripts import joined

SCRIPTS = [Path(__file__).parents[1] / "static" / "steady.js"]

_HEAD, _GRADIO = b"<head>", b"gradio_config"


class EarlyScripts:
    """Middleware that puts scripts at the beginning of the <head> of Gradio's page, and of no other answer.

    Args:
        app: what answers.
        scripts: JavaScript files; what they import is found as `scripts.bundle` finds it.
    """

    def __init__(self, app: ASGIApp, scripts: list[Path]) -> None:
        self._app = app
        self._added = "".join(f"<script>(() => {{\n{joined(script)}\n}})();</script>" for script in scripts).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        started: Message | None = None

        async def pass_on(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and _is_page(message):
                started = message  # its length is not known yet
                return
            if started is not None and message["type"] == "http.response.body":
                message, start, started = self._with_scripts(message, started), started, None
                await send(start)
            await send(message)

        await self._app(scope, receive, pass_on)

    def _with_scripts(self, message: Message, start: Message) -> Message:
        body: bytes = message.get("body", b"")
        if _GRADIO not in body:
            return message
        body = body.replace(_HEAD, _HEAD + self._added, 1)
        headers = MutableHeaders(raw=start["headers"])
        if "content-length" in headers:
            headers["content-length"] = str(len(body))
        return {**message, "body": body}


def _is_page(start: Message) -> bool:
    return MutableHeaders(raw=start["headers"]).get("content-type", "").startswith("text/html")
