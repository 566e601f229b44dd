// The tabs by keyboard, as the ARIA pattern has them: one stop for the Tab key, then arrows, Home and End; each panel is
// called as its tab. Gradio makes every tab a stop, hears no arrows and leaves panels without a name.

// How long a tab has the focus before it opens: who holds an arrow down does not open every tab on the way.
const OPENS_AFTER_MS = 250;

// Returns which of `count` tabs a key leads to from `index`, undefined for a key that leads nowhere.
export function tabAfter(key, index, count) {
  const goals = { ArrowRight: (index + 1) % count, ArrowLeft: (index - 1 + count) % count, Home: 0, End: count - 1 };
  return goals[key];
}

const tabsOf = (list) => [...list.querySelectorAll("[role=tab]")];

function setUp(list) {
  const tabs = tabsOf(list);
  const stop = tabs.includes(document.activeElement)
    ? document.activeElement
    : tabs.find((tab) => tab.ariaSelected === "true");
  for (const tab of tabs) {
    tab.tabIndex = tab === (stop ?? tabs[0]) ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls"))?.setAttribute("aria-labelledby", tab.id);
  }
}

function start() {
  let due = false;
  let opening = 0;
  const setUpAll = () => {
    due = false;
    document.querySelectorAll("[role=tablist]").forEach(setUp);
  };
  new MutationObserver(() => {
    if (!due) requestAnimationFrame(setUpAll);
    due = true;
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-selected"] });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    if (!tab || event.ctrlKey || event.altKey || event.metaKey) return;
    // Where one group of tabs is in sight at a time, keys stay in it.
    const tabs = tabsOf(tab.closest("[role=tablist]")).filter((one) => one.checkVisibility());
    const goal = tabs[tabAfter(event.key, tabs.indexOf(tab), tabs.length)];
    if (!goal) return;
    event.preventDefault();
    goal.focus();
    setUpAll();
    clearTimeout(opening);
    opening = setTimeout(() => goal.click(), OPENS_AFTER_MS);
  });
  setUpAll();
}

if (globalThis.document) start();
