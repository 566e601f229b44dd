"""What browser tests do to a page again and again."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def tab(page: Page, title: str) -> Locator:
    """A tab by its title, whether its group is in sight or not."""
    return page.get_by_role("tab", name=title, exact=True, include_hidden=True)


def go_to(page: Page, title: str) -> None:
    """Open a tab, through its group where the others are folded away."""
    goal = tab(page, title)
    expect(goal).to_have_attribute("aria-describedby", re.compile("."))
    if not goal.is_visible():
        page.locator(f"#{goal.get_attribute('aria-describedby')}").click()
    goal.click()


def picture(page: Page, box: str, title: str) -> Locator:
    """The image above a caption."""
    return page.locator(f"#{box} figure", has_text=title).locator("img")


def change_of(image: Locator, action) -> None:
    """Do something and wait until an image shows something else, fully loaded."""
    before = image.get_attribute("src")
    action()
    expect(image).not_to_have_attribute("src", before)
    expect(image).to_have_js_property("complete", True)


def upload(page: Page, path: Path) -> None:
    page.locator("#photo input[type=file]").first.set_input_files(path)


def open_accordions(page: Page) -> None:
    """Open all that is folded in the tab that is shown, and wait until nothing moves any more."""
    folded = page.locator("[role=tabpanel] .label-wrap:not(.open):visible")
    folded.evaluate_all("titles => titles.forEach((title) => title.click())")
    expect(folded).to_have_count(0)
    _stand_still(page)


def turn_theme(page: Page, scheme: str) -> None:
    """Let a page that follows the machine's theme, "light" or "dark", change to it as where the machine does.

    That costs a moment, and a new page several seconds.
    """
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("body.dark")).to_have_count(int(scheme == "dark"))
    _stand_still(page)


def _stand_still(page: Page) -> None:
    """Wait until nothing moves any more."""
    page.wait_for_function(
        "() => document.getAnimations().every((animation) => animation.playState !== 'running'"
        " || animation.effect.getTiming().iterations === Infinity)"
    )


def settle(panel: Locator) -> None:
    """Wait until no result of a tab has been made anew for a second: one that is being made is dim."""
    panel.evaluate("() => { window.busyLast = performance.now(); }")
    panel.page.wait_for_function(
        """panel => {
          if (panel.querySelector(".pending, [data-busy]")) window.busyLast = performance.now();
          return performance.now() - window.busyLast > 1000;
        }""",
        arg=panel.element_handle(),
        polling=100,
    )


def reach(page: Page, goal: Locator, key: str = "Tab", most: int = 150) -> None:
    """Press Tab, or another key, until `goal` has the focus.

    Raises:
        AssertionError: it has not, after so many presses.
    """
    for _ in range(most):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not reach {goal}")
