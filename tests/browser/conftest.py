"""The real app, served to a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

import facevae
from facevae.ui.app import Demo, build_demo

PATIENCE_MS = 60_000
HARMLESS = ("queue/data", "AbortError", "manifest.json")
"""Parts of console messages that Gradio itself causes when a page is left."""


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo() -> Demo:
    """The app, which `address` serves."""
    return build_demo(facevae.load("face"))


@pytest.fixture(scope="session")
def address(demo: Demo) -> Iterator[str]:
    """Where the app is served."""
    expect.set_options(timeout=PATIENCE_MS)
    _, local, _ = demo.launch(prevent_thread_lock=True, quiet=True, inbrowser=False)
    yield local
    demo.close()


@pytest.fixture(scope="session")
def presenter_key(demo: Demo) -> str:
    """What makes a page the presenter's."""
    return demo.voting.key


class Visitor:
    """Opens pages in one browser, and hears every complaint of their consoles."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []

    def open_page(self, query: str = "", width: int = 1280, height: int = 900, **profile: Any) -> Page:
        """Open the app in a new browser profile, and wait for its first picture."""
        context = self._browser.new_context(viewport={"width": width, "height": height}, **profile)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("console", self._listen)
        page.goto(self._address + query)
        expect(page.locator("#current-face img")).to_be_visible()
        return page

    def leave(self) -> None:
        """Close all pages.

        Raises:
            AssertionError: one had an error on its console.
        """
        for context in self._contexts:
            context.close()
        assert [text for text in self._complaints if not any(part in text for part in HARMLESS)] == []

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._complaints.append(message.text)


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A function that opens the app; any error on its console fails the test."""
    visitor = Visitor(browser, address)
    yield visitor.open_page
    visitor.leave()


@pytest.fixture(scope="module")
def open_shared_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """The same for a page on which several tests of a file do what does not disturb the others; it takes seconds."""
    visitor = Visitor(browser, address)
    yield visitor.open_page
    visitor.leave()
