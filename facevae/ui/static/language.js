// All words of the page are English, so Gradio's are as well, and screen readers are told so, whatever the browser speaks.
// Runs in <head>, before Gradio asks.
(() => {
  for (const [name, value] of [["language", "en"], ["languages", ["en"]]]) {
    Object.defineProperty(navigator, name, { configurable: true, get: () => value });
  }
  document.documentElement.lang = "en";
  new MutationObserver(() => {
    if (document.documentElement.lang !== "en") document.documentElement.lang = "en";
  }).observe(document.documentElement, { attributeFilter: ["lang"] });
})();
