// Shows one of the parts of a tab: code.css hides those that the panel does not name. Runs as js_on_load of a gr.HTML;
// props.parts has the key and the title of each.

const group = find(".parts");

function show(key) {
  element.closest("[role=tabpanel]").dataset.part = key;
  for (const button of group.children) button.ariaPressed = String(button.dataset.part === key);
}

group.append(
  ...Object.entries(props.parts).map(([key, title], index) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: title, ariaPressed: String(index === 0) });
    button.dataset.part = key;
    button.addEventListener("click", () => show(key));
    return button;
  }),
);
