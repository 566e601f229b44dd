// The way of a face through a VAE, its dice, and one number opened up. Runs as js_on_load of a gr.HTML: element, props,
// trigger and watch come from Gradio. props.shown is what dice.py tells of the way; props.value is what is chosen.

import { offerSetting } from "../../static/settings.js";
import { axisMarkup } from "./number_axis.js";
import { barsPath, reachOf } from "./strips.js";
import { workedLine, workedNumber } from "./worked_number.js";

const OPENING_MS = 3200;

const numbers = find(".path-numbers");
const select = find("select");
const seed = find("input");
const row = find(".path-row");

select.append(...Object.entries(props.models).map(([name, label]) => new Option(label, name)));

// The bars by price, and which of them is opened up: its place in that order.
let way = null;
let place = 0;
let isOpened = false;

const count = () => way.order.length;
const at = (position) => {
  const index = way.order[position];
  const [mean, deviation, epsilon] = [way.mean[index], way.deviation[index], way.epsilon[index]];
  return { index, mean, deviation, epsilon, z: mean + deviation * epsilon };
};

function drawStrip(name, values, low, high) {
  const svg = find(`.path-line[data-of=${name}] svg`);
  svg.setAttribute("viewBox", `0 0 ${values.length} 1`);
  svg.innerHTML = `<path d="${barsPath(values, low, high)}"/>`;
}

function drawStrips() {
  const all = way.order.map((_, position) => at(position));
  const reach = reachOf(...["mean", "epsilon", "z"].map((name) => all.map((number) => number[name])));
  const widest = Math.max(1, ...way.deviation);
  for (const name of ["mean", "epsilon", "z"]) drawStrip(name, all.map((number) => number[name]), -reach, reach);
  drawStrip("deviation", way.order.map((index) => way.deviation[index]), 0, widest);
}

function open(position) {
  place = Math.min(Math.max(position, 0), count() - 1);
  const number = at(place);
  const texts = workedNumber(number);
  const mark = find(".path-mark");
  mark.style.setProperty("--at", place / count());
  mark.style.setProperty("--wide", 1 / count());
  const name = `Number ${number.index + 1} of ${count()}`;
  find(".path-name").textContent = `${name}: ${way.bits[number.index].toFixed(1)} bits`;
  find(".path-worked").textContent = workedLine(texts);
  const svg = find(".path-axis");
  svg.innerHTML = axisMarkup(number, texts);
  const said = `mean ${texts.mean}, deviation ${texts.deviation}, epsilon ${texts.epsilon}, z ${texts.z}`;
  svg.ariaLabel = `On one axis, under the bell of the prior: ${said}`;
  Object.assign(numbers, { ariaValueNow: String(place + 1), ariaValueMax: String(count()), ariaValueText: `${name}: ${said}` });
  numbers.setAttribute("aria-valuemax", count());
}

function picture(which, address, note) {
  const image = find(`.path-${which} img`);
  Object.assign(image, { src: address, alt: find(`.path-${which} .fv-title`).textContent });
  find(`.path-${which} .fv-note`).textContent = note;
}

function follow() {
  if (!props.shown) return;
  const before = way;
  way = props.shown;
  find(".path-problem").textContent = way.problem;
  find(".path-problem").hidden = !way.problem;
  select.value = way.model;
  if (seed !== document.activeElement) seed.value = way.seed;
  find(".path-told").textContent = way.told;
  find(".path-used").textContent = way.used;
  for (const label of element.querySelectorAll(".path-line > span")) label.dataset.count = count();
  picture("photo", way.photo, way.shape);
  picture("drawn", way.drawn, way.moved);
  picture("copy", way.copy, "The dice left out: ε = 0");
  drawStrips();
  open(before?.model === way.model ? place : 0);
  if (isOpened) thrown();
  else playOnce();
}

// The way from left to right, the first time that it is seen; who wants no motion gets none by the style sheet.
function playOnce() {
  isOpened = true;
  row.classList.add("is-opening");
  setTimeout(() => row.classList.remove("is-opening"), OPENING_MS);
}

function thrown() {
  for (const line of element.querySelectorAll(".path-line")) {
    line.classList.remove("is-thrown");
    void line.offsetWidth;
    line.classList.add("is-thrown");
  }
}

function choose(change) {
  props.value = { model: select.value, seed: Number(seed.value), ...change };
  trigger("input");
}

find(".path-throw").addEventListener("click", () => {
  seed.value = (Number(seed.value) + 1) % (Number(seed.max) + 1);
  choose({});
});
offerSetting("code-model", { label: "Model", read: () => select.value || null, take: (model) => chosen({ model }) });
offerSetting("code-seed", { label: "Seed of the dice", read: () => props.value?.seed ?? way?.seed ?? null, take: (seed) => chosen({ seed: Number(seed) }) });

// Takes a choice from a link, as soon as there is a way to choose for.
function chosen(change) {
  if (way) choose(change);
  return way !== null;
}

select.addEventListener("change", () => choose({}));
seed.addEventListener("input", () => {
  if (seed.value !== "" && seed.checkValidity()) choose({});
});
seed.addEventListener("blur", () => {
  if (way) seed.value = props.value?.seed ?? way.seed;
});

// The nearest number, however thin its bars are.
function under(event) {
  const box = find(".path-line svg").getBoundingClientRect();
  return Math.floor(((event.clientX - box.left) / box.width) * count());
}

numbers.addEventListener("pointerdown", (event) => {
  if (!way || event.button !== 0) return;
  numbers.setPointerCapture(event.pointerId);
  open(under(event));
});
numbers.addEventListener("pointermove", (event) => {
  if (way && numbers.hasPointerCapture(event.pointerId)) open(under(event));
});

const keys = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -16, PageUp: 16, Home: -Infinity, End: Infinity };
numbers.addEventListener("keydown", (event) => {
  if (!way || !(event.key in keys)) return;
  open(place + keys[event.key]);
  event.preventDefault();
});

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button && way) open(place + Number(button.dataset.step));
});

watch("shown", follow);
follow();
