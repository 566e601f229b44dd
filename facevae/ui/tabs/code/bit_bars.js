// A bar for each number of a code, and the numbers that are switched off. Runs as js_on_load of a gr.HTML: element, props,
// trigger and watch come from Gradio. props.bits has the height of each bar, props.order the costliest first, and
// props.value is the list of those that are off.

import { offerSetting } from "../../static/settings.js";

const WIPE_FROM = 4;

const bars = find(".bits-bars");
const range = find("input");

let off = new Set();
let sorted = true;
let cursor = 0;
let press = null;
let isSending = false;

const inOrder = () => (sorted ? props.order : props.order.map((_, number) => number));
const at = (position) => inOrder()[position];

function draw() {
  const { bits } = props;
  const most = Math.max(...bits, 1e-6);
  while (bars.children.length > bits.length) bars.lastChild.remove();
  while (bars.children.length < bits.length) {
    const bar = document.createElement("div");
    bar.className = "bits-bar";
    bar.id = `bits-bar-${bars.children.length}`;
    bar.setAttribute("role", "option");
    bars.append(bar);
  }
  inOrder().forEach((number, position) => {
    const bar = bars.children[position];
    bar.style.setProperty("--high", `${(100 * bits[number]) / most}%`);
    bar.setAttribute("aria-selected", String(!off.has(number)));
    bar.setAttribute("aria-label", `Number ${number + 1}: ${bits[number].toFixed(1)} bits`);
  });
  find(".bits-top").textContent = `The longest bar: ${most.toFixed(0)} bits`;
  range.value = bits.length - off.size;
  find("output").textContent = `${bits.length - off.size} of ${bits.length} on`;
  find("[data-do=all]").disabled = off.size === 0;
  read();
}

function read() {
  const number = at(cursor);
  const mark = find(".bits-mark");
  mark.style.setProperty("--at", `${(100 * cursor) / props.bits.length}%`);
  mark.style.setProperty("--wide", `${100 / props.bits.length}%`);
  find(".bits-read").textContent = `Number ${number + 1} of the code: ${props.bits[number].toFixed(1)} bits`;
  find("[data-do=toggle]").textContent = off.has(number) ? "Switch it on" : "Switch it off";
  bars.setAttribute("aria-activedescendant", `bits-bar-${cursor}`);
}

// While a finger wipes, many bars change within one frame of the screen: one message is enough for them.
function send() {
  draw();
  if (isSending) return;
  isSending = true;
  requestAnimationFrame(() => {
    isSending = false;
    props.value = [...off].sort((one, other) => one - other);
    trigger("input");
  });
}

// For links: the numbers that are switched off.
offerSetting("code-off", {
  label: "Numbers switched off",
  read: () => (off.size ? [...off].sort((one, other) => one - other).join(",") : null),
  take: (text) => {
    const count = props.bits.length;
    if (count) {
      off = new Set(String(text).split(",").map(Number).filter((number) => Number.isInteger(number) && number >= 0 && number < count));
      send();
    }
    return count > 0;
  },
});

function turn(position, on) {
  cursor = position;
  on ? off.delete(at(position)) : off.add(at(position));
}

function toggle(position) {
  turn(position, off.has(at(position)));
  send();
}

function step(by) {
  cursor = Math.min(Math.max(cursor + by, 0), props.bits.length - 1);
  read();
}

// The nearest bar, however thin it is and wherever beside the chart the finger has gone.
function under(event) {
  const box = bars.getBoundingClientRect();
  const position = Math.floor(((event.clientX - box.left) / box.width) * props.bits.length);
  return Math.min(Math.max(position, 0), props.bits.length - 1);
}

// Switches all bars alike that the finger passed since it was seen last.
function wipe(to) {
  for (let i = Math.min(press.last, to); i <= Math.max(press.last, to); i++) turn(i, press.on);
  press.last = cursor = to;
  send();
}

bars.addEventListener("pointerdown", (event) => {
  if (press || event.button !== 0 || !props.bits.length) return;
  bars.setPointerCapture(event.pointerId);
  const from = under(event);
  press = { pointer: event.pointerId, x: event.clientX, last: from, on: off.has(at(from)), wiped: false };
  step(from - cursor);
});

bars.addEventListener("pointermove", (event) => {
  if (!props.bits.length) return;
  if (press?.pointer === event.pointerId) {
    press.wiped ||= Math.abs(event.clientX - press.x) > WIPE_FROM;
    if (press.wiped) wipe(under(event));
  } else if (event.pointerType === "mouse") step(under(event) - cursor);
});

// What is cancelled became a scroll of the page: it switches nothing that was not wiped over.
for (const end of ["pointerup", "pointercancel"]) {
  bars.addEventListener(end, (event) => {
    if (press?.pointer !== event.pointerId) return;
    if (!press.wiped && end === "pointerup") toggle(press.last);
    press = null;
  });
}

const keys = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -16, PageUp: 16, Home: -Infinity, End: Infinity };
bars.addEventListener("keydown", (event) => {
  if (!props.bits.length) return;
  if (event.key === "Enter" || event.key === " ") toggle(cursor);
  else if (event.key in keys) step(keys[event.key]);
  else return;
  event.preventDefault();
});

range.addEventListener("input", () => {
  off = new Set(props.order.slice(Number(range.value)));
  send();
});

function order(chosen) {
  const number = at(cursor);
  sorted = chosen === "price";
  cursor = inOrder().indexOf(number);
  for (const button of element.querySelectorAll("[data-order]")) {
    button.setAttribute("aria-pressed", String((button.dataset.order === "price") === sorted));
  }
  draw();
}

function switchAllOn() {
  off.clear();
  send();
}

const actions = { toggle: () => toggle(cursor), all: switchAllOn };
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !props.bits.length) return;
  if (button.dataset.do) actions[button.dataset.do]();
  if (button.dataset.order) order(button.dataset.order);
  if (button.dataset.step) step(Number(button.dataset.step));
});

function follow() {
  if (!props.bits.length) return;
  off = new Set(props.value ?? []);
  draw();
}

watch(["value", "bits", "order"], follow);
follow();
