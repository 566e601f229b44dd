// Feature maps of two networks, and what the cell under the pointer can see. Runs as js_on_load of a gr.HTML.

import { cellAfter } from "../../components/cells.js";
import { cellUnder, fieldOf } from "./field.js";

const root = find(".maps");
const face = find(".maps-face");
const field = find(".maps-field");
const rows = [...element.querySelectorAll(".maps-row")];
const names = [...element.querySelectorAll(".maps-name")];

let chosen = props.value;
let isTold = false;
let cells = new Map();

find(".maps-stages").append(
  ...props.sides.map((side, stage) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${side} \u00d7 ${side}` });
    button.dataset.stage = stage;
    return button;
  }),
);

function draw() {
  for (const button of element.querySelectorAll("[data-stage]")) button.ariaPressed = String(Number(button.dataset.stage) === chosen);
  if (props.face && face.getAttribute("src") !== props.face) face.src = props.face;
  root.toggleAttribute("data-busy", props.shown !== chosen);
  if (props.shown !== chosen) return;
  cells = new Map();
  rows.forEach((row, number) => {
    row.replaceChildren(...(props.rows[number] ?? []).map((source, index) => makeMap(source, number, index)));
  });
  hideField();
  showNames();
}

function makeMap(source, row, index) {
  const button = document.createElement("button");
  const label = `Map ${index + 1} of the ${row ? "lower" : "upper"} row. Arrow keys choose a cell and show what it sees.`;
  Object.assign(button, { type: "button", className: "maps-cell", ariaLabel: label });
  button.append(Object.assign(new Image(), { src: source, alt: "", draggable: false }));
  cells.set(button, [props.sides[chosen] >> 1, props.sides[chosen] >> 1]);
  return button;
}

function showNames() {
  names.forEach((name, number) => {
    const who = number === props.trained ? "A network that has learned to read faces" : "The same network before it learned anything";
    name.textContent = isTold ? who : number ? "Lower row" : "Upper row";
  });
  find("[data-do=tell]").textContent = isTold ? "Hide the answer" : "Which row has learned?";
}

function hideField() {
  field.hidden = true;
  find(".maps-told").textContent = props.maps;
}

function showField(button, cell) {
  cells.set(button, cell);
  const seen = fieldOf(cell, props.fields[chosen], props.read);
  for (const name of ["left", "top", "width", "height"]) field.style[name] = `${seen[name]}%`;
  field.hidden = false;
  const { before, after } = props.fields[chosen];
  const side = props.sides[chosen];
  const seenSide = before + after;
  const part = seenSide >= 2 * props.read ? "all of the face" : `${seenSide} \u00d7 ${seenSide} pixels of ${props.read} \u00d7 ${props.read}`;
  find(".maps-told").textContent = `Column ${cell[0] + 1}, row ${cell[1] + 1} of ${side}: sees ${part}.`;
}

const mapOf = (event) => event.target.closest?.(".maps-cell");
for (const name of ["pointermove", "pointerdown"]) {
  root.addEventListener(name, (event) => {
    const button = mapOf(event);
    if (!button) return;
    const { left, top, width, height } = button.getBoundingClientRect();
    showField(button, cellUnder([(event.clientX - left) / width, (event.clientY - top) / height], props.sides[chosen]));
  });
}
root.addEventListener("focusin", (event) => {
  const button = mapOf(event);
  if (button?.matches(":focus-visible")) showField(button, cells.get(button));
});
root.addEventListener("pointerleave", hideField);
root.addEventListener("keydown", (event) => {
  const button = mapOf(event);
  const next = button && cellAfter(event.key, cells.get(button), props.sides[chosen]);
  if (!next) return;
  event.preventDefault();
  showField(button, next);
});

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.stage) {
    chosen = Number(button.dataset.stage);
    props.value = chosen;
    draw();
    if (props.shown !== chosen) trigger("input");
  }
  if (button?.dataset.do === "tell") {
    isTold = !isTold;
    showNames();
  }
});

// Another face brings another order of the rows.
watch(["face"], () => {
  isTold = false;
});
watch(["rows", "shown", "face"], draw);
draw();
