"""Nothing that is shown is old without saying so: every control of every tab is moved, as the page has them."""

from __future__ import annotations

import pytest
from playwright.sync_api import ElementHandle, Locator, Page, TimeoutError, expect

from facevae.ui.context import Tab
from facevae.ui.tabs.registry import TABS
from tests.browser.pages import go_to

UNSHOWN = ".compare input, .paint-tools input, #morph-frames input"
"""What sets nothing that is shown: a comparison's line, the width of a brush, and the length of a film nobody has made.

Once a film is there it goes grey, see ``test_morph.py``.
"""

CONTROLS = f"input:is([type=range], [type=checkbox], [type=radio]):not({UNSHOWN})"
"""All that sets something."""

MOST_MOVED = 2
"""How many others are moved for a control that is silent by itself."""

SHOWN = """(panel) => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  // The same picture may have several addresses.
  const numbers = (window.numbersOfPictures ??= new Map());
  const number = (key, make) => {
    if (!numbers.has(key)) numbers.set(key, make());
    return numbers.get(key);
  };
  const pixels = (image) => {
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d").drawImage(image, 0, 0);
    return number(canvas.toDataURL(), () => numbers.size);
  };
  const isThere = (image) => image.complete && image.naturalWidth;
  const picture = (image) => (isThere(image) ? number(image.src, () => pixels(image)) : image.src);
  const shown = (one) => (one.src ? picture(one) : one.toDataURL ? one.toDataURL() : one.outerHTML);
  return [...panel.querySelectorAll("img[src], canvas, svg, .fv-result figcaption")].filter(seen).map(shown).join();
}"""

ANSWERED = f"""([panel, before]) => {{
  const old = [...panel.querySelectorAll("[data-stale], .inpaint-stale")];
  const says = old.some((one) => one.checkVisibility());
  return says || ({SHOWN})(panel) !== before;
}}"""


@pytest.fixture(scope="module")
def page(open_shared_page) -> Page:
    """A page whose tabs are not changed by what is set in another one."""
    return open_shared_page()


def _open_panel(page: Page, tab: Tab) -> Locator:
    go_to(page, tab.title)
    panel = page.locator(f"#tab-{tab.key}")
    expect(panel).to_be_visible()
    expect(panel.locator("img[src], canvas").first).to_be_visible()
    return panel


def _rest(page: Page, panel: Locator) -> str:
    """Wait until nothing changes any more, and return what is shown then."""
    shown = panel.evaluate(SHOWN)
    page.wait_for_function(
        f"""([panel, before]) => {{
          const now = ({SHOWN})(panel);
          if (now !== window.seenLast || panel.querySelector(".pending, [data-busy]")) {{
            [window.seenLast, window.seenSince] = [now, performance.now()];
          }}
          return performance.now() - window.seenSince > 800;
        }}""",
        arg=[panel.element_handle(), shown],
        polling=200,
    )
    return panel.evaluate(SHOWN)


def _move(control: ElementHandle) -> None:
    if control.get_attribute("type") == "range":
        value, low, high = (float(control.evaluate(f"one => one.{name}")) for name in ("value", "min", "max"))
        control.fill(f"{low if value > (low + high) / 2 else high:g}")
    else:
        control.click()


def _silent(page: Page, panel: Locator, control: ElementHandle) -> str:
    """Move a control, and return its name where neither a picture changes nor anything says that it is old."""
    is_chosen = control.get_attribute("type") == "radio" and control.is_checked()
    if not control.is_visible() or not control.is_enabled() or is_chosen:
        return ""
    before = _rest(page, panel)
    _move(control)
    try:
        # Not with every frame, as it would by itself: what is shown is read out whole each time.
        page.wait_for_function(ANSWERED, arg=[panel.element_handle(), before], timeout=20_000, polling=100)
    except TimeoutError:
        return control.evaluate("one => one.ariaLabel || one.closest('[id]').id + ' ' + one.parentElement.innerText")
    return ""


def _is_silent_beside(page: Page, panel: Locator, control: ElementHandle, handles: list[ElementHandle]) -> bool:
    """Tell whether a control is silent even after one of the others was moved.

    It may say only how those act, or how strongly what those have made is shown.
    """
    others = [one for one in handles if one is not control and one.is_visible() and one.is_enabled()]
    for other in others[:MOST_MOVED]:
        _rest(page, panel)
        _move(other)
        if not _silent(page, panel, control):
            return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_whatever_is_moved_a_picture_changes_or_says_that_it_is_old(page, tab):
    panel = _open_panel(page, tab)
    for fold in panel.locator("[id$=-fine] > button").all():
        fold.click()
    handles = [control.element_handle() for control in panel.locator(CONTROLS).all()]
    assert handles
    named = {name: handle for handle in handles if (name := _silent(page, panel, handle))}
    assert [name for name, control in named.items() if _is_silent_beside(page, panel, control, handles)] == []
