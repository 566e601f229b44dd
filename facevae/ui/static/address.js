// The address follows the tab, as ?tab=key, and the tab follows the address when one goes back. Runs in <head>, before the
// page is there.
(() => {
  // Where tabs of earlier versions have gone, so that links to them go on working.
  const MOVED = { "inside-vae": "code" };
  const keyOf = (button) => button.id.replace(/^tab-/, "").replace(/-button$/, "");
  const asked = () => new URL(location.href).searchParams.get("tab");
  const buttonOf = (key) => document.getElementById(`tab-${key}-button`);

  if (asked() in MOVED) {
    const address = new URL(location.href);
    address.searchParams.set("tab", MOVED[asked()]);
    history.replaceState(history.state, "", address);
  }

  // The page opens with its first tab before it opens the one that is asked for: that is no step of anybody's way.
  let isOpening = true;
  let isGoingBack = false;

  function follow(key) {
    if (isOpening) {
      isOpening = Boolean(asked()) && Boolean(buttonOf(asked())) && asked() !== key;
      return;
    }
    if (isGoingBack) {
      isGoingBack = false;
      return;
    }
    if (key === asked()) return;
    const address = new URL(location.href);
    address.searchParams.set("tab", key);
    // What stands behind the # belongs to the tab that was left.
    address.hash = "";
    history.pushState(history.state, "", address);
  }

  let first = null;
  window.addEventListener("popstate", () => {
    const button = buttonOf(asked() ?? first);
    if (!button || button.ariaSelected === "true") return;
    isGoingBack = true;
    button.click();
  });

  // Whoever clicks is past the opening.
  document.addEventListener("click", (event) => {
    if (event.isTrusted && event.target.closest?.("#tabs > .tab-wrapper button")) isOpening = false;
  }, true);

  let shown = null;
  new MutationObserver(() => {
    const button = document.querySelector("#tabs [role=tab][aria-selected=true]");
    if (!button || button.id === shown) return;
    shown = button.id;
    first ??= keyOf(document.querySelector("#tabs [role=tab]"));
    follow(keyOf(button));
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["aria-selected"] });
})();
