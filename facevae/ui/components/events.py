"""How handlers are connected to what happens on the page, and what they return."""

from __future__ import annotations

from typing import Any

from gradio.blocks import Block

Updates = dict[Block, Any]
"""What a handler returns: a value for each component that changes; those that are left out stay as they are. One that
changes nothing returns ``gr.skip()``."""

QUIET: dict[str, Any] = {"queue": False, "show_progress": "hidden", "trigger_mode": "always_last"}
"""How a live handler is connected: no queue, no veil over the picture, and only the newest value counts."""

BUTTON: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How a button is connected: through the queue, without which Gradio shows no message and ``face.change`` is silent."""

UNDOCUMENTED: dict[str, Any] = {**QUIET, "api_visibility": "undocumented"}
"""As `QUIET`, for handlers of the page that programs may call, but that may change with the page."""

LIVE: dict[str, Any] = {**QUIET, "api_visibility": "private"}
"""As `QUIET`, for handlers of the page alone."""

WORKING: dict[str, Any] = {**BUTTON, "show_progress": "minimal"}
"""As a button, with a clock for what takes a while."""

LATEST: dict[str, Any] = {"trigger_mode": "always_last", **BUTTON}
"""As a button, where only the newest value counts."""

CLICKED: dict[str, Any] = {"trigger_mode": "multiple", **BUTTON}
"""As a button, for handlers that read their event. Each event is sent: one that is put off, as for `LATEST`, Gradio
would send with the data of the event before it."""

PROGRAMS = "programs"
"""Calls of programs wait for each other by this name, and take no more of the machine than one visitor does."""
