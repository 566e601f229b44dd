// A table of faces: one picture, and a button over each face. Runs as js_on_load of a gr.HTML: element, props, trigger and
// watch come from Gradio. props.value is what face_grid.py's table returns; a click triggers "select" with the cell.

const grid = find(".cells-grid");

let buttons = [];
let columns = 0;

const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);

function build(rows) {
  find(".cells").style.setProperty("--rows", rows);
  find(".cells").style.setProperty("--columns", columns);
  const lines = Array.from({ length: rows }, () => {
    const line = make("div", { className: "cells-row", role: "row" });
    line.append(...Array.from({ length: columns }, () => make("button", { type: "button", role: "gridcell" })));
    return line;
  });
  grid.replaceChildren(...lines);
  buttons = [...grid.querySelectorAll("button")];
}

function head(selector, words) {
  find(selector).replaceChildren(...words.map((word) => make("span", { textContent: word })));
}

function show() {
  const value = props.value;
  if (!value) return;
  find(".cells-picture").src = value.picture;
  if (value.columns !== columns || value.names.length !== buttons.length) {
    columns = value.columns;
    build(value.names.length / columns);
  }
  value.names.forEach((name, index) => {
    buttons[index].ariaLabel = buttons[index].title = name;
    buttons[index].disabled = !name;
    if (value.captioned) buttons[index].dataset.caption = name;
    buttons[index].classList.toggle("cells-marked", value.marked.includes(index));
  });
  head(".cells-above", value.above);
  head(".cells-beside", value.beside);
  choose();
  lay();
}

// Another picture of the same faces comes later, if at all; one of other faces is never seen.
function lay() {
  const image = find(".cells-over");
  const isOfThese = Boolean(props.over) && props.over.key === props.value?.key;
  if (isOfThese && image.getAttribute("src") !== props.over.picture) image.src = props.over.picture;
  if (!isOfThese) image.removeAttribute("src");
  image.style.opacity = isOfThese ? props.share : 0;
}

// One cell can be reached with the Tab key, and from there all others with the arrows.
function choose() {
  const reached = buttons[props.chosen] ? props.chosen : buttons.findIndex((button) => !button.disabled);
  buttons.forEach((button, other) => {
    button.ariaSelected = String(other === props.chosen);
    button.tabIndex = other === reached ? 0 : -1;
  });
}

const steps = {
  ArrowRight: (at) => (at % columns < columns - 1 ? 1 : 0),
  ArrowLeft: (at) => (at % columns > 0 ? -1 : 0),
  ArrowDown: (at) => (at + columns < buttons.length ? columns : 0),
  ArrowUp: (at) => (at >= columns ? -columns : 0),
  Home: (at) => -(at % columns),
  End: (at) => columns - 1 - (at % columns),
};

element.addEventListener("keydown", (event) => {
  const at = buttons.indexOf(event.target);
  if (at < 0 || !(event.key in steps)) return;
  event.preventDefault();
  const next = buttons[at + steps[event.key](at)];
  if (next.disabled) return;
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

for (const [heard, told] of [["click", "select"], ["dblclick", "double_click"]]) {
  element.addEventListener(heard, (event) => {
    const at = buttons.indexOf(event.target);
    if (at < 0) return;
    props.chosen = at;
    choose();
    trigger(told, { row: Math.floor(at / columns), column: at % columns });
  });
}

watch("value", show);
watch("chosen", choose);
watch("over", lay);
watch("share", lay);
show();
