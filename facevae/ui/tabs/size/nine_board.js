// Nine models on the current face: what each copies, invents and leaves open. Runs as js_on_load of a gr.HTML: element,
// props and watch come from Gradio. props.value is what nine.py's show returns. Nothing is sent to the server.

import { drawPlane, planeInWords } from "./plane.js";
import { Player } from "./player.js";
import { drawFace, loadSheet } from "./sprite.js";
import { markStale } from "./stale.js";

const DRAWS = 8;
const FRAME_MS = 220;
const HINTS = {
  copy: "Blurred where the code leaves it open. Click one to enlarge it.",
  new: "Drawn from random codes; in a row, from the same ones.",
  wobble: "Eight codes that the encoder finds plausible for this face, and how far they are from the copy.",
};
const NEXT = { new: "Other faces", wobble: "Throw again" };

const table = find(".nine-table");
const large = find(".nine-large");
const { dims, betas, averages } = props;

let mode = "copy";
let draw = 0;
let chosen = 0;
let sheets = {};
let newest = 0;

const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);
const settingOf = (index) => [dims[Math.floor(index / betas.length)], betas[index % betas.length]];
const nameOf = (index) => settingOf(index).map((one, place) => (place ? `beta ${one}` : `${one} numbers`)).join(", ");
const isLarge = () => !large.hidden;

const buttons = dims.flatMap((_, row) => {
  const line = make("div", { className: "nine-row", role: "row" });
  const cells = betas.map((_, column) => {
    const button = make("button", { type: "button", role: "gridcell", tabIndex: row + column ? -1 : 0 });
    button.append(make("canvas", { ariaHidden: "true" }), make("span", { className: "nine-words" }));
    return button;
  });
  line.append(...cells);
  find(".nine-grid").append(line);
  return cells;
});
find(".nine-above").append(...betas.map((beta) => make("span", { textContent: `beta ${beta}` })));
find(".nine-beside").append(...dims.map((dim) => make("span", { textContent: `${dim} numbers` })));

// What stands beside a picture: a number to be seen first, and two more.
function linesOf(index) {
  const { psnr, nats, telling, wobble } = props.value.cells[index];
  const of = `${telling} of ${settingOf(index)[0]} above 0.1 nat`;
  if (mode === "wobble") return [`${wobble.toFixed(1)} of 255`, `${nats.toFixed(0)} nats`, of];
  const { frechet } = averages[index];
  if (mode === "new") return [frechet ? frechet.toFixed(2) : "not measured", "from real faces", "(Fréchet distance)"];
  return [`${psnr.toFixed(1)} dB`, `${nats.toFixed(0)} nats`, of];
}

// Which sheet, and where in it.
function faceOf(index) {
  if (mode === "copy") return [sheets.copies, 1, index, 0];
  return [mode === "new" ? sheets.invented : sheets.wobbles, DRAWS, index, draw];
}

function paint() {
  if (!props.value || !sheets.copies) return;
  if (isLarge()) {
    drawFace(find(".nine-face"), sheets.face, 1, 0, 0);
    drawFace(find(".nine-by canvas"), ...faceOf(chosen));
  } else buttons.forEach((button, index) => drawFace(button.firstChild, ...faceOf(index)));
}

function tell() {
  if (!props.value) return;
  buttons.forEach((button, index) => {
    const lines = linesOf(index);
    const name = make("span", { className: "fv-unseen", textContent: `${nameOf(index)}: ` });
    const rest = lines.slice(1).map((line) => make("span", { textContent: line }));
    button.lastChild.replaceChildren(name, make("strong", { textContent: lines[0] }), ...rest);
    button.ariaSelected = String(index === chosen);
    button.tabIndex = index === chosen ? 0 : -1;
  });
  find("figure .fv-title").textContent = props.value.name;
  find("figure .fv-note").textContent = "As these models see it, at 64 pixels";
  find(".nine-by .fv-title").textContent = nameOf(chosen);
  find(".nine-by .fv-note").textContent = linesOf(chosen).join(mode === "new" ? " " : ", ");
  find(".nine-of").hidden = mode === "new";
  drawPlane(find("svg"), props.value.cells, averages, dims, betas, chosen);
  find("svg").setAttribute("aria-label", planeInWords(props.value.cells, dims, betas));
  find(".nine-best").textContent = props.value.best;
  find(".nine-hint").textContent = HINTS[mode];
  const next = find("[data-do=next]");
  next.hidden = mode === "copy";
  next.textContent = NEXT[mode] ?? "";
  for (const button of element.querySelectorAll("[data-mode]")) button.ariaPressed = String(button.dataset.mode === mode);
}

const player = new Player(FRAME_MS, (frame) => {
  draw = frame % DRAWS;
  paint();
});

// Two rounds of the eight draws: long enough to see, and over before anybody has to stop it.
function throwDice() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) player.show(draw + 1);
  else player.play(draw + 1, draw + 2 * DRAWS);
}

function turnTo(which) {
  mode = which;
  player.show(0);
  tell();
  if (mode === "wobble") throwDice();
}

function choose(index) {
  chosen = index;
  tell();
  paint();
}

function enlarge(on) {
  large.hidden = !on;
  table.hidden = on;
  tell();
  paint();
  (on ? find("[data-do=back]") : buttons[chosen]).focus();
}

const actions = {
  next: () => (mode === "wobble" ? throwDice() : player.show(draw + 1)),
  back: () => enlarge(false),
};

element.addEventListener("click", (event) => {
  if (!props.value) return;
  const mark = event.target.closest("[data-cell]");
  if (mark) return choose(Number(mark.dataset.cell));
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.mode) turnTo(button.dataset.mode);
  if (button.dataset.do) actions[button.dataset.do]();
  if (button.dataset.step) choose((chosen + Number(button.dataset.step) + buttons.length) % buttons.length);
  const at = buttons.indexOf(button);
  if (at < 0) return;
  choose(at);
  enlarge(true);
});

const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: betas.length, ArrowUp: -betas.length };
element.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isLarge()) return enlarge(false);
  const at = buttons.indexOf(event.target);
  if (at < 0 || !(event.key in steps) || !props.value) return;
  event.preventDefault();
  const isAcross = Math.abs(steps[event.key]) === 1;
  const next = at + steps[event.key];
  const isThere = next >= 0 && next < buttons.length && (!isAcross || Math.floor(next / betas.length) === Math.floor(at / betas.length));
  if (!isThere) return;
  choose(next);
  buttons[next].focus();
});

async function show() {
  const { value } = props;
  if (!value) return;
  const number = ++newest;
  const names = ["face", "copies", "wobbles"];
  const found = await Promise.all([...names.map((name) => value[name]), props.invented].map(loadSheet));
  if (number !== newest) return;
  sheets = Object.fromEntries([...names, "invented"].map((name, index) => [name, found[index]]));
  player.stop();
  tell();
  paint();
}

const mark = () => markStale(find(".nine"), props.fresh);

new ResizeObserver(paint).observe(find(".nine-models"));
watch("value", show);
watch("fresh", mark);
show();
