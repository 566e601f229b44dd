"""The browser that is on this machine."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

_PATH = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    """Start Chromium.

    Raises:
        FileNotFoundError: there is none.
    """
    if _PATH is None:
        raise FileNotFoundError("There is no Chromium on the path; install it (Debian: apt-get install chromium).")
    return playwright.chromium.launch(executable_path=_PATH, args=_ARGUMENTS)
