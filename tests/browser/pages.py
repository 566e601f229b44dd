"""What browser tests do to a page again and again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def go_to(page: Page, title: str) -> None:
    page.get_by_role("tab", name=title, exact=True).click()


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
