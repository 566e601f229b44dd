// A canvas on which a mask is painted over a picture. Runs as js_on_load of a gr.HTML: element, props, trigger and watch
// come from Gradio. props.face is the picture beneath, props.value the mask as a PNG whose alpha says "painted", and
// props.wide and props.high its size.

import { History } from "./history.js";
import { KeyBrush } from "./key_brush.js";
import { MaskLayer } from "./mask_layer.js";

const UNDO_BYTES = 40e6;
const SHARPEST = 1280;
const KEYS = "keys";

let wide = 0;
let high = 0;
const screen = find("canvas");
const view = screen.getContext("2d");
const width = find(".paint-size input");

const mask = new MaskLayer();
const keyBrush = new KeyBrush();
const tint = document.createElement("canvas");
const tintInk = tint.getContext("2d");

let face = null;
let tool = "brush";
let stroke = null;
let hover = null;
const past = new History(0);
const shown = { face: null, value: null };
// Pictures load asynchronously: only the one asked for last may be drawn.
let faceTurn = 0;
let maskTurn = 0;

// Another size wipes a canvas, which is right: a mask of another size belongs to another picture.
function resize() {
  if (props.wide === wide && props.high === high) return;
  [wide, high] = [props.wide, props.high];
  past.forget();
  past.most = Math.ceil(UNDO_BYTES / (4 * wide * high));
  mask.resize(wide, high);
  const scale = Math.max(1, Math.min(5, SHARPEST / 2 / Math.max(wide, high)));
  for (const canvas of [screen, tint]) Object.assign(canvas, { width: wide * scale, height: high * scale });
  find(".fv-picture").style.aspectRatio = `${wide} / ${high}`;
  find(".paint-stage").style.setProperty("--ratio", wide / high);
}

function draw() {
  const { width: w, height: h } = screen;
  view.clearRect(0, 0, w, h);
  view.imageSmoothingQuality = "high";
  if (face) view.drawImage(face, 0, 0, w, h);
  tintInk.globalCompositeOperation = "copy";
  tintInk.drawImage(mask.canvas, 0, 0, w, h);
  tintInk.globalCompositeOperation = "source-in";
  tintInk.fillStyle = getComputedStyle(screen).getPropertyValue("--fv-model");
  tintInk.fillRect(0, 0, w, h);
  view.globalAlpha = 0.72;
  view.drawImage(tint, 0, 0);
  view.globalAlpha = 1;
  if (hover) ring(hover);
}

function ring([x, y]) {
  const scale = screen.width / wide;
  view.beginPath();
  view.arc(x * scale, y * scale, (brush() * scale) / 2, 0, 2 * Math.PI);
  for (const [line, colour] of [[4, "rgba(0,0,0,.55)"], [2, "#fff"]]) {
    view.lineWidth = line;
    view.strokeStyle = colour;
    view.stroke();
  }
}

const brush = () => (Number(width.value) / 100) * wide;

const line = (from, to) => mask.line(from, to, brush(), tool === "eraser");

function remember() {
  maskTurn += 1;
  past.keep(mask.read());
}

function tell() {
  const hidden = mask.share;
  find(".paint-share").textContent = `${(100 * hidden).toFixed(hidden && hidden < 0.1 ? 1 : 0)} % ${props.painted}`;
  find(".paint-prompt").hidden = hidden > 0 || Boolean(stroke);
  find("[data-do=undo]").disabled = past.isEmpty;
  draw();
}

function send() {
  tell();
  props.value = shown.value = mask.png;
  trigger("input");
}

function change(paintIt) {
  if (stroke) return;
  remember();
  paintIt();
  send();
}

function undo() {
  if (stroke || past.isEmpty) return;
  maskTurn += 1;
  mask.write(past.back());
  send();
}

async function load(source) {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  return picture;
}

async function follow() {
  resize();
  if (props.face !== shown.face) {
    shown.face = props.face;
    const turn = ++faceTurn;
    const picture = props.face ? await load(props.face) : null;
    if (turn === faceTurn) face = picture;
  }
  const value = props.value || "";
  if (value !== shown.value) {
    const first = shown.value === null;
    shown.value = value;
    const turn = ++maskTurn;
    const picture = value ? await load(value) : null;
    if (turn !== maskTurn) return draw();
    if (!first) remember();
    picture ? mask.stamp(picture) : mask.wipe();
  }
  tell();
}

function place(event) {
  const box = screen.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * wide, ((event.clientY - box.top) / box.height) * high];
}

// pointer: whose stroke it is, a pointer's id or KEYS.
function begin(pointer, at) {
  remember();
  stroke = { pointer, at };
  line(at, at);
  tell();
}

function extend(to) {
  line(stroke.at, to);
  stroke.at = to;
}

function end() {
  stroke = null;
  send();
}

function cancel() {
  stroke = null;
  if (!past.isEmpty) mask.write(past.back());
  tell();
}

screen.addEventListener("pointerdown", (event) => {
  // With a second finger the first one did not begin a stroke, but a pinch.
  if (stroke && !event.isPrimary) return cancel();
  if (stroke || event.button !== 0 || !event.isPrimary) return;
  screen.setPointerCapture(event.pointerId);
  begin(event.pointerId, place(event));
});

screen.addEventListener("pointermove", (event) => {
  hover = event.pointerType === "touch" ? null : place(event);
  if (stroke?.pointer === event.pointerId) {
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length ? steps : [event]) extend(place(step));
  }
  draw();
});

screen.addEventListener("pointerup", (event) => {
  if (stroke?.pointer === event.pointerId) end();
});

// The browser took the fingers to zoom by.
screen.addEventListener("pointercancel", (event) => {
  if (stroke?.pointer === event.pointerId) cancel();
});

screen.addEventListener("pointerleave", () => {
  hover = null;
  draw();
});

// --- by keyboard

function showKeyBrush() {
  hover = keyBrush.at(wide, high);
  if (stroke?.pointer === KEYS) extend(hover);
  find(".paint-place").textContent = keyBrush.inWords;
  draw();
}

function leave() {
  if (stroke?.pointer === KEYS) return cancel();
  find("[data-tool][aria-pressed=true]").focus();
}

function pressed(event) {
  const { key } = event;
  if (event.ctrlKey || event.metaKey) {
    if (event.shiftKey || key.toLowerCase() !== "z") return false;
    undo();
  } else if (key === " ") {
    if (!stroke) begin(KEYS, keyBrush.at(wide, high));
    showKeyBrush();
  } else if (key === "Escape") {
    leave();
  } else if (keyBrush.move(key, Math.max(brush() / 2, 1), event.shiftKey, wide, high)) {
    showKeyBrush();
  } else {
    return false;
  }
  return true;
}

screen.addEventListener("keydown", (event) => {
  if (pressed(event)) event.preventDefault();
});

screen.addEventListener("keyup", (event) => {
  if (event.key === " " && stroke?.pointer === KEYS) end();
});

screen.addEventListener("focus", () => {
  if (screen.matches(":focus-visible")) showKeyBrush();
});

screen.addEventListener("blur", () => {
  hover = null;
  if (stroke?.pointer === KEYS) end();
  draw();
});

const actions = { undo, clear: () => change(() => mask.wipe()), invert: () => change(() => mask.invert()) };

async function preset(button) {
  // Several masks for one button: each press takes the next.
  const choices = button.dataset.masks.split(" ");
  const press = Number(button.dataset.press ?? -1) + 1;
  button.dataset.press = press;
  const turn = ++maskTurn;
  const picture = await load(choices[press % choices.length]);
  if (turn === maskTurn) change(() => mask.stamp(picture));
}

function choose(chosen) {
  tool = chosen;
  for (const button of element.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
  }
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) actions[button.dataset.do]();
  if (button?.dataset.preset) preset(button);
  if (button?.dataset.tool) choose(button.dataset.tool);
});

watch(["value", "face", "wide", "high"], follow);
follow();
