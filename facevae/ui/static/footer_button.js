// A button of ours in the page's footer, which Gradio draws when it likes to.

export function footerButton(words, title, onClick) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "fv-in-footer", textContent: words, title });
  button.addEventListener("click", onClick);
  const put = () => {
    const footer = document.querySelector("footer");
    footer?.append(button);
    return Boolean(footer);
  };
  if (put()) return button;
  const waiting = new MutationObserver(() => put() && waiting.disconnect());
  waiting.observe(document.body, { childList: true, subtree: true });
  return button;
}
