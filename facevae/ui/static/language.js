// All words of the page are English, and screen readers are told so, whatever the browser speaks: Gradio would name the
// browser's language. Runs in <head>.
(() => {
  const tell = () => {
    if (document.documentElement.lang !== "en") document.documentElement.lang = "en";
  };
  tell();
  new MutationObserver(tell).observe(document.documentElement, { attributeFilter: ["lang"] });
})();
