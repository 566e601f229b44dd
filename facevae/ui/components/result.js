// What is shown on the page says when it is old, and is read out when it is new. Runs in <head>; result.py says how.

window.fvResults = (() => {
  const SETTLED_MS = 900;
  const LONGEST = 400;
  const asked = {};
  const shown = {};

  function mark(id, words) {
    const container = document.getElementById(id);
    if (!container) return;
    container.toggleAttribute("data-stale", Boolean(words));
    if (words) container.dataset.stale = words;
    for (const button of container.querySelectorAll(".fv-saves")) button.inert = Boolean(words);
  }

  function compare(id, values, words) {
    if (id in shown) mark(id, JSON.stringify(values) === shown[id] ? "" : words);
  }

  // What a person hears: the captions of a tab's results, the model's first.
  function captions(panel) {
    const found = [...panel.querySelectorAll(".fv-result figcaption, .fv-result .fv-verdict, .fv-result [data-said]")];
    const model = found.filter((caption) => caption.closest(".fv-model"));
    const words = (model.length ? model : found).map((caption) => caption.innerText.replace(/\s+/g, " ").trim());
    return [...new Set(words)].filter(Boolean).join(". ").slice(0, LONGEST);
  }

  // One status for each tab; it is silent until somebody has done something.
  function listen(panel) {
    const status = document.createElement("div");
    status.className = "fv-settled";
    status.role = "status";
    panel.append(status);
    let waiting = 0;
    let said = null;
    const settle = () => {
      if (panel.querySelector(".fv-result .pending")) return start();
      const words = captions(panel);
      if (said !== null && words !== said) status.textContent = words;
      said = words;
    };
    const start = () => {
      clearTimeout(waiting);
      waiting = setTimeout(settle, SETTLED_MS);
    };
    const watches = { subtree: true, childList: true, attributes: true, attributeFilter: ["src", "class"] };
    new MutationObserver((changes) => {
      if (changes.some(({ target }) => target.closest?.(".fv-result"))) start();
    }).observe(panel, watches);
  }

  function find() {
    for (const panel of document.querySelectorAll("[role=tabpanel]")) {
      if (!panel.querySelector(":scope > .fv-settled")) listen(panel);
    }
  }

  // Gradio may put this into a page that is there already.
  function begin() {
    new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
    find();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();

  return {
    ask: (id, values) => (asked[id] = JSON.stringify(values)),
    show: (id, values, words) => {
      shown[id] = asked[id];
      compare(id, values, words);
    },
    compare,
  };
})();
