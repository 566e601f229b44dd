// A canvas on which a mask is painted over a picture. Runs as js_on_load of a gr.HTML: element, props, trigger and watch
// come from Gradio. props.face is the picture beneath, props.value the mask as a PNG whose alpha says "painted", and
// props.wide and props.high its size. Where props.finds is set, props.found and props.doubtful are masks of what a program
// has marked: the eraser rubs that out as well, and the value is twice as high: what is painted, and below it what of
// the finds was rubbed out. Where props.fills is set, props.filled is null or {picture, pixels}: what a program put into a hole
// of so many pixels; on a narrow page, which has no room for it elsewhere, the canvas shows it in the hole.

import { offerSetting } from "../static/settings.js";
import { FilledHole } from "./filled_hole.js";
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
const erased = new MaskLayer();
const finds = { found: new MaskLayer(), doubtful: new MaskLayer() };
const FIND_COLOURS = { found: "#ff40a1", doubtful: "#f5b301" };
const tint = document.createElement("canvas");
const tintInk = tint.getContext("2d");

const filledHole = new FilledHole();
const narrow = matchMedia("(max-width: 760px)");
let isFilled = false;
let isHeld = false;

let face = null;
let tool = "brush";
// The ready-made hole that is all that is painted, with which of its masks; "" where it is not.
let ready = "";
let stroke = null;
let hover = null;
const past = new History(0);
const shown = { face: null, value: null, filled: null, found: "", doubtful: "" };
// Pictures load asynchronously: only the one asked for last may be drawn.
let faceTurn = 0;
let maskTurn = 0;

// Another size wipes a canvas, which is right: a mask of another size belongs to another picture.
function resize() {
  if (props.wide === wide && props.high === high) return;
  [wide, high] = [props.wide, props.high];
  past.forget();
  past.most = Math.ceil(UNDO_BYTES / (8 * wide * high));
  for (const layer of [mask, erased, ...Object.values(finds)]) layer.resize(wide, high);
  Object.assign(shown, { value: null, found: "", doubtful: "" });
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
  if (isHeld) return;
  for (const [key, layer] of Object.entries(props.finds ? finds : {})) dye(layer, FIND_COLOURS[key], erased);
  const colour = getComputedStyle(screen).getPropertyValue("--fv-model");
  if (isFilled && narrow.matches) filledHole.draw(view, tintInk, mask.canvas, colour);
  else dye(mask, colour);
  if (hover) ring(hover);
}

function dye(layer, colour, without) {
  const { width: w, height: h } = screen;
  tintInk.globalCompositeOperation = "copy";
  tintInk.drawImage(layer.canvas, 0, 0, w, h);
  tintInk.globalCompositeOperation = "destination-out";
  if (without) tintInk.drawImage(without.canvas, 0, 0, w, h);
  tintInk.globalCompositeOperation = "source-in";
  tintInk.fillStyle = colour;
  tintInk.fillRect(0, 0, w, h);
  view.globalAlpha = 0.72;
  view.drawImage(tint, 0, 0);
  view.globalAlpha = 1;
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

function line(from, to) {
  const isEraser = tool === "eraser";
  mask.line(from, to, brush(), isEraser);
  if (isEraser) erased.line(from, to, brush(), false);
}

function remember() {
  maskTurn += 1;
  ready = "";
  past.keep([mask.read(), erased.read()]);
}

const percent = (share) => `${(100 * share).toFixed(share && share < 0.1 ? 1 : 0)} %`;

function tell() {
  const hidden = mask.share;
  const found = props.finds ? finds.found.shareWithout(erased) : 0;
  const also = props.finds ? `, ${percent(found)} found` : "";
  find(".paint-share").textContent = `${percent(hidden)} ${props.painted}${also}`;
  find(".paint-prompt").hidden = hidden > 0 || found > 0 || Boolean(stroke);
  find("[data-do=undo]").disabled = past.isEmpty;
  isFilled = !stroke && filledHole.fits(Math.round(hidden * wide * high));
  if (props.fills) find(".paint-hold").disabled = !isFilled;
  draw();
}

function send() {
  tell();
  props.value = shown.value = props.finds ? mask.pngAbove(erased) : mask.png;
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
  goBack();
  send();
}

function goBack() {
  ready = "";
  const [painted, rubbedOut] = past.back();
  mask.write(painted);
  erased.write(rubbedOut);
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
  if (props.filled !== shown.filled) {
    shown.filled = props.filled;
    await filledHole.follow(props.filled, load);
  }
  for (const key of Object.keys(finds)) await followFinds(key, props[key] || "");
  const value = props.value || "";
  if (value !== shown.value) {
    const first = shown.value === null;
    shown.value = value;
    const turn = ++maskTurn;
    const picture = value ? await load(value) : null;
    if (turn !== maskTurn) return draw();
    if (!first) remember();
    for (const [number, layer] of (props.finds ? [mask, erased] : [mask]).entries()) {
      picture ? layer.stamp(picture, number * high) : layer.wipe();
    }
  }
  tell();
}

async function followFinds(key, source) {
  if (source === shown[key]) return;
  shown[key] = source;
  const picture = source ? await load(source) : null;
  if (source !== shown[key]) return;
  picture ? finds[key].stamp(picture) : finds[key].wipe();
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
  if (!past.isEmpty) goBack();
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

function clear() {
  mask.wipe();
  if (props.finds) erased.fill();
}

const actions = { undo, clear: () => change(clear), invert: () => change(() => mask.invert()) };

async function preset(button) {
  // Several masks for one button: each press takes the next.
  const choices = button.dataset.masks.split(" ");
  const press = Number(button.dataset.press ?? -1) + 1;
  button.dataset.press = press;
  const turn = ++maskTurn;
  const which = press % choices.length;
  const picture = await load(choices[which]);
  if (turn !== maskTurn) return;
  change(() => mask.stamp(picture));
  ready = which ? `${button.dataset.preset}.${which}` : button.dataset.preset;
}

// For links, which carry no paint: a ready-made hole, asked for until it is there.
let awaited = 0;

function takeHole(name) {
  const [key, press = "0"] = String(name).split(".");
  const button = [...element.querySelectorAll("[data-preset]")].find((one) => one.dataset.preset === key);
  if (!button || !/^\d+$/.test(press)) return true;
  if (wide && awaited !== maskTurn) {
    button.dataset.press = Number(press) - 1;
    preset(button);
    awaited = maskTurn;
  }
  return wide > 0;
}

const tab = element.closest("[role=tabpanel]")?.id.replace(/^tab-/, "");
if (find("[data-preset]")) offerSetting(`${tab}-hole`, { label: "Hole", read: () => ready || null, take: takeHole });

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

// --- the face as it was, for as long as the button is held

function hold(isHeldNow) {
  isHeld = isHeldNow;
  draw();
}

if (props.fills) {
  const button = find(".paint-hold");
  const isPress = (event) => [" ", "Enter"].includes(event.key);
  button.addEventListener("pointerdown", () => hold(true));
  for (const kind of ["pointerup", "pointercancel", "pointerleave", "blur"]) button.addEventListener(kind, () => hold(false));
  button.addEventListener("keydown", (event) => isPress(event) && hold(true));
  button.addEventListener("keyup", (event) => isPress(event) && hold(false));
  // A finger that rests opens no menu.
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}

narrow.addEventListener("change", draw);
watch(["value", "face", "wide", "high", "filled", "found", "doubtful"], follow);
follow();
