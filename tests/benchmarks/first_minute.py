"""`python -m tests.benchmarks.first_minute`: what a visitor meets first, on four screens.

How much of the first screen lies above the tool, how far things jump while a tab loads, how heavy the page is, and how
long it takes until the first restored picture is there. Serves the app itself, in Chromium, on this machine.
"""

from __future__ import annotations

import gzip
import urllib.request
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

import facevae
from facevae.ui.app import build_demo
from facevae.ui.tabs.registry import TABS
from tests.support import chromium

LIMIT_MS = 120_000


@dataclass(frozen=True)
class Screen:
    """A screen to look at the page on: its name, its size in CSS pixels, and device pixels in one of them."""

    name: str
    width: int
    height: int
    scale: float = 1


SCREENS = (
    Screen("1440 x 900", 1440, 900),
    Screen("1024 x 768", 1024, 768),
    Screen("390 x 844", 390, 844, 3),
    Screen("1440 x 900 at 200 %", 720, 450, 2),
)
DESKTOP, PHONE = SCREENS[0], SCREENS[2]

_WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

_RESTORED = """() => {
  const picture = document.querySelector("[role=tabpanel] img.compare-after[src]");
  return picture && picture.complete && picture.naturalWidth > 1 ? performance.now() / 1000 : 0;
}"""

_AT_REST = """() => {
  const busy = [...document.querySelectorAll("[role=tabpanel] [aria-busy=true]")].some((one) => one.checkVisibility());
  const now = performance.now();
  if (busy || window.shifted !== window.shiftedBefore) [window.shiftedBefore, window.since] = [window.shifted, now];
  return now - window.since > 2500;
}"""


def main() -> None:
    """Serve the app, measure, and print two tables."""
    demo = build_demo(facevae.load("face"))
    _, address, _ = demo.launch(prevent_thread_lock=True, quiet=True, inbrowser=False)
    try:
        whole, sent = weight(address)
        print(f"The page: {whole / 1000:.0f} KB of HTML, {sent / 1000:.0f} KB as it travels\n")
        with sync_playwright() as playwright:
            browser = chromium.launch(playwright)
            print(f"{'screen':<22}{'above the tool':>16}{'restored after':>16}")
            for screen in SCREENS:
                share, seconds = first_screen(browser, address, screen)
                print(f"{screen.name:<22}{share:>14.0f} %{seconds:>14.1f} s", flush=True)
            print(f"\n{'layout shift':<22}{DESKTOP.name:>16}{PHONE.name:>16}")
            for tab in TABS:
                shifts = (layout_shift(browser, f"{address}?tab={tab.key}", screen) for screen in (DESKTOP, PHONE))
                print(f"{tab.title:<22}" + "".join(f"{shift:>16.3f}" for shift in shifts), flush=True)
            browser.close()
    finally:
        demo.close()


def weight(address: str) -> tuple[int, int]:
    """Return how many bytes the first document has, and how many are sent to a browser."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        sent = answer.read()
        is_compressed = answer.headers["Content-Encoding"] == "gzip"
    return len(gzip.decompress(sent) if is_compressed else sent), len(sent)


def first_screen(browser: Browser, address: str, screen: Screen) -> tuple[float, float]:
    """Return how much of the first screen lies above the tool, per cent, and when the first restored picture came."""
    page = _opened(browser, address, screen)
    seconds = page.wait_for_function(_RESTORED, timeout=LIMIT_MS).json_value()
    share = page.evaluate("100 * document.querySelector('[role=tabpanel]').getBoundingClientRect().top / innerHeight")
    page.context.close()
    return share, seconds


def layout_shift(browser: Browser, address: str, screen: Screen) -> float:
    """Return the sum of all layout shifts until nothing has moved for 2.5 seconds; 0 is best, 0.1 called good."""
    page = _opened(browser, address, screen)
    page.wait_for_selector("[role=tabpanel]:visible", timeout=LIMIT_MS)
    page.wait_for_function(_AT_REST, timeout=LIMIT_MS, polling=100)
    shifted = page.evaluate("window.shifted")
    page.context.close()
    return shifted


def _opened(browser: Browser, address: str, screen: Screen) -> Page:
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height}, device_scale_factor=screen.scale
    )
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.goto(address, wait_until="commit")
    return page


if __name__ == "__main__":
    main()
