// A photo with a frame around each face, and what is said about it. Runs as js_on_load of a gr.HTML: element, props, trigger
// and watch come from Gradio. props.value and props.state are what face_picker.py's `picture` and `state` return; a click
// triggers "select" with a face's number, with both places where two eyes are asked for, or with the middle.

import { badgePlace, tapSquares } from "./frames.js";
import { KEPT } from "./kept.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const ASK = ["Click the eye on the left side of the face", "Now click the other eye"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SHOWN = { true: "Hide photo", false: "Show photo" };

const board = find("#photo-board");
const stage = find(".photo-stage");
const svg = find(".photo-frames");
const image = find(".photo-picture");

let groups = [];
let dots = [];
let eyes = [];
let asking = false;
let cross = null;
let token = "";

const state = () => props.state ?? {};

function make(tag, attributes) {
  const node = document.createElementNS(NAMESPACE, tag);
  set(node, attributes);
  return node;
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

// The drawing is in pixels of the photo; labels keep their size on the screen.
const unit = () => props.value.width / (image.clientWidth || 200);

// Frames stay where they are in the document, so that the focus stays on them.
function build() {
  while (groups.length > props.value.frames.length) groups.pop().remove();
  while (groups.length < props.value.frames.length) {
    const group = make("g", { tabindex: 0, role: "button", "data-index": groups.length });
    group.append(...["title", "rect", "polygon", "circle", "text"].map((tag) => make(tag, {})));
    groups.push(group);
    svg.append(group);
  }
}

function lay(group, index, tap) {
  const { corners, sure, label } = props.value.frames[index];
  const isChosen = index === state().chosen;
  const name = `${label}${isChosen ? ", chosen" : ""}`;
  const [title, rect, polygon, circle, text] = group.children;
  group.classList.toggle("photo-unsure", !sure);
  group.classList.toggle("photo-chosen", isChosen);
  set(group, { "aria-label": name, "aria-pressed": isChosen });
  title.textContent = name;
  set(rect, { class: "photo-tap", x: tap[0], y: tap[1], width: tap[2], height: tap[2] });
  set(polygon, { points: corners.map((corner) => corner.join(",")).join(" ") });
  const radius = Math.min(11, 7 + 30 / groups.length) * unit();
  const [x, y] = badgePlace(corners, radius, props.value);
  set(circle, { cx: x, cy: y, r: radius });
  set(text, { x, y, "font-size": radius * 1.15 });
  text.textContent = sure ? `${index + 1}` : `${index + 1}?`;
  circle.style.display = text.style.display = groups.length > 1 || !sure ? "" : "none";
}

function drawEyes() {
  for (const dot of dots) dot.remove();
  dots = eyes.map(([x, y]) => make("circle", { class: "photo-eye", cx: x, cy: y, r: 6 * unit() }));
  if (cross) {
    const reach = 14 * unit();
    const [x, y] = cross;
    dots.push(make("path", { class: "photo-cross", d: `M${x - reach} ${y}h${2 * reach}M${x} ${y - reach}v${2 * reach}` }));
  }
  svg.append(...dots);
  find(".photo-prompt").hidden = !asking;
  find(".photo-prompt").textContent = ASK[eyes.length] ?? "";
}

function draw() {
  if (!props.value) return;
  svg.setAttribute("viewBox", `0 0 ${props.value.width} ${props.value.height}`);
  build();
  const taps = tapSquares(props.value.frames, unit());
  groups.forEach((group, index) => lay(group, index, taps[index]));
  drawEyes();
}

function enlarge(isLarge) {
  board.classList.toggle("photo-large", isLarge);
  find("#photo-larger").setAttribute("aria-pressed", isLarge);
  draw();
}

function ask(isAsked) {
  asking = isAsked;
  eyes = [];
  cross = null;
  stage.classList.toggle("photo-eyes", asking);
  find("#photo-eyes").setAttribute("aria-pressed", asking);
  set(svg, asking ? { tabindex: 0, role: "application", "aria-label": "Your photo: arrows move the cross, Enter places an eye" } : { role: "group", "aria-label": "Faces in your photo" });
  if (!asking) svg.removeAttribute("tabindex");
  draw();
}

function open(isOpen) {
  board.hidden = !isOpen;
  const button = document.getElementById("photo-show");
  if (!button) return;
  button.hidden = !props.value;
  button.setAttribute("aria-expanded", isOpen);
  button.querySelector(".bring-show").textContent = SHOWN[isOpen];
  button.setAttribute("aria-label", SHOWN[isOpen]);
  button.title = SHOWN[isOpen];
  if (isOpen) draw();
}

function tell() {
  const { heading, words, doubts } = state();
  find("#photo-heading").textContent = heading;
  find(".photo-hint").textContent = ` ${words}`;
  const lines = doubts.map((doubt) => Object.assign(document.createElement("p"), { textContent: doubt }));
  find(".photo-doubts").replaceChildren(...lines);
  find(".photo-news").textContent = [heading, ...doubts].join(" ");
}

// Whether the keyboard was used last: who brought a photo by mouse or finger sees no ring around what the focus goes to.
let isByKeys = false;
const QUIET = "photo-quiet";

function hearKeys(isKey) {
  isByKeys = isKey;
  if (isKey) for (const one of document.querySelectorAll(`.${QUIET}`)) one.classList.remove(QUIET);
}

document.addEventListener("keydown", () => hearKeys(true), { capture: true });
document.addEventListener("pointerdown", () => hearKeys(false), { capture: true });

// The focus goes to what is new, but is never taken away from what somebody is using.
function focusNews() {
  const active = document.activeElement;
  if (active && active !== document.body && !active.closest("#header")) return;
  const target = board.hidden ? document.getElementById("photo-show") : find("#photo-heading");
  target?.classList.toggle(QUIET, !isByKeys);
  target?.focus({ preventScroll: true });
}

function show() {
  const value = props.value;
  if (!value || !props.state) return;
  const { choice, used, shown, again } = state();
  const isNew = value.token !== token;
  token = value.token;
  if (image.getAttribute("src") !== value.photo) image.src = value.photo;
  if (isNew || state().chosen >= 0) ask(false);
  draw();
  tell();
  if (isNew) {
    enlarge(false);
    open(shown);
    if (!again) focusNews();
  }
  sessionStorage.setItem(KEPT, JSON.stringify({ token, choice, used }));
}

const select = (data) => trigger("select", data);

function place(eye) {
  eyes.push(eye);
  drawEyes();
  if (eyes.length < ASK.length) return;
  select({ eyes });
  enlarge(false);
  ask(false);
}

function pointAt(event) {
  const box = svg.getBoundingClientRect();
  const { width, height } = props.value;
  return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
}

svg.addEventListener("click", (event) => {
  if (asking) return place(pointAt(event));
  const group = event.target.closest("g[data-index]");
  if (group) select({ index: Number(group.dataset.index) });
});

function moveCross([right, down], far) {
  const { width, height } = props.value;
  const step = (far ? 0.05 : 0.01) * Math.max(width, height);
  const [x, y] = cross ?? [width / 2, height / 2];
  cross = [Math.min(Math.max(x + right * step, 0), width), Math.min(Math.max(y + down * step, 0), height)];
  drawEyes();
}

svg.addEventListener("keydown", (event) => {
  const isPressed = ["Enter", " "].includes(event.key);
  const group = event.target.closest("g[data-index]");
  if (asking && event.key in ARROWS) moveCross(ARROWS[event.key], event.shiftKey);
  else if (asking && isPressed) place(cross ?? [props.value.width / 2, props.value.height / 2]);
  else if (group && isPressed) select({ index: Number(group.dataset.index) });
  else return;
  event.preventDefault();
});

find("#photo-eyes").addEventListener("click", () => {
  const isAsked = !asking;
  enlarge(isAsked);
  ask(isAsked);
  if (isAsked) svg.focus({ preventScroll: true });
});
find("#photo-middle").addEventListener("click", () => select({ middle: true }));
find("#photo-larger").addEventListener("click", () => enlarge(!board.classList.contains("photo-large")));
find("#photo-hide").addEventListener("click", () => {
  open(false);
  document.getElementById("photo-show")?.focus();
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("#photo-show")) open(board.hidden);
});

image.addEventListener("load", draw);
new ResizeObserver(draw).observe(image);
watch(["value", "state"], show);
show();
