"""How handlers are connected to what happens on the page."""

from __future__ import annotations

QUIET = {"queue": False, "show_progress": "hidden", "trigger_mode": "always_last"}
"""How a live handler is connected: no queue, no veil over the picture, and only the newest value counts."""

BUTTON = {"show_progress": "hidden", "api_visibility": "private"}
"""How a button is connected: through the queue, without which Gradio shows no message and ``face.change`` is silent."""
