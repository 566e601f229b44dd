"""What holds for the whole page, whatever is on it: type, focus, fingers, contrast themes, and the keys of the tabs."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"

STYLES = ("type.css", "focus.css", "touch.css", "connection.css", "forced_colors.css")
"""In the order in which they apply."""

SCRIPTS = ("skip_link.js", "tabs.js", "swipe.js", "busy.js")
"""Modules without imports; each starts by itself where there is a document."""


def page_head() -> list[str]:
    """Return what holds for the whole page as HTML for its <head>.

    The style sheets do not go the way of ``launch(css=...)``: Gradio puts its own container before each selector of
    that, and inside a media query before each comma as well, so that rules for <html>, and what stands in ``:is()``,
    would hold nowhere. The scripts run once the page is there.
    """
    return [*map(style, STYLES), *map(script, SCRIPTS)]


def style(name: str) -> str:
    """Return a style sheet of `STATIC` as an element for <head>."""
    return f"<style>{_text(name)}</style>"


def script(name: str) -> str:
    """Return a module of `STATIC` as an element for <head>; it runs once the page is there."""
    return f'<script type="module">{_text(name)}</script>'


def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
