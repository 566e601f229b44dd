"""Nothing that is shown is old without saying so: every control of every tab is moved, as the page has them."""

from __future__ import annotations

import pytest
from playwright.sync_api import ElementHandle, Locator, Page, TimeoutError, expect

from facevae.ui.context import Tab
from facevae.ui.tabs.registry import TABS

CONTROLS = "input:is([type=range], [type=checkbox], [type=radio]):not(.compare input, .paint-tools input)"
"""All that sets something: a comparison's line and the width of a brush set nothing that is shown."""

SHOWN = """(panel) => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const pictures = [...panel.querySelectorAll("img[src], canvas, svg, .fv-result figcaption")].filter(seen);
  return pictures.map((one) => one.src ?? (one.toDataURL ? one.toDataURL() : one.outerHTML)).join();
}"""

ANSWERED = f"""([panel, before]) => {{
  const old = [...panel.querySelectorAll("[data-stale], .inpaint-stale")];
  const says = old.some((one) => one.checkVisibility());
  return says || ({SHOWN})(panel) !== before;
}}"""


def _panel(page: Page, key: str) -> Locator:
    panel = page.locator(f"#tab-{key}")
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
          return performance.now() - window.seenSince > 1500;
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
        page.wait_for_function(ANSWERED, arg=[panel.element_handle(), before], timeout=20_000)
    except TimeoutError:
        return control.evaluate("one => one.ariaLabel || one.closest('[id]').id + ' ' + one.parentElement.innerText")
    return ""


OWED = {
    "morph": "the length of the film",
    "repair": "all faces of a photo that has one",
    "sliders": "how the sliders act",
    "inside-vae": "the seed of the invented face",
}
"""Controls that change nothing and do not say so yet; see ``components/result.py`` for how they can."""


def _with_debts(tab: Tab):
    owed = [pytest.mark.xfail(reason=OWED[tab.key])] if tab.key in OWED else []
    return pytest.param(tab, id=tab.key, marks=owed)


@pytest.mark.slow
@pytest.mark.parametrize("tab", map(_with_debts, TABS))
def test_whatever_is_moved_a_picture_changes_or_says_that_it_is_old(open_page, tab):
    page = open_page(f"?tab={tab.key}")
    panel = _panel(page, tab.key)
    for fold in panel.locator("[id$=-fine] > button").all():
        fold.click()
    handles = [control.element_handle() for control in panel.locator(CONTROLS).all()]
    # One that only says how others act is silent until they are moved.
    silent = [handle for handle in handles if _silent(page, panel, handle)]
    assert handles
    assert [name for handle in silent if (name := _silent(page, panel, handle))] == []
