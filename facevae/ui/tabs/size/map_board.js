// The map of a code of two numbers. Runs as js_on_load of a gr.HTML: element, props, trigger and watch come from Gradio.
// props.value is what latent_map.py's show returns. While the point moves, the nearest face of the map's own picture is
// shown; once it rests, "select" asks the server for the face exactly there, and props.drawn brings it.

import { makeSvg } from "./chart.js";
import { colourOf, nearestFace, placeAfter, placeAt, shareOf } from "./map_places.js";
import { drawFace, loadSheet, placeIn } from "./sprite.js";
import { markStale } from "./stale.js";

// Of the faces of the picture every second one is seen on the map: larger, and none of them is cut.
const EVERY = 2;
const REST_MS = 120;
// It leaves its middle free, for what lies under it.
const CROSS = "M-.42 0H-.18M.18 0H.42M0-.42V-.18M0 .18V.42";

const ground = find(".map-ground");
const { side, limit, ages } = props;

let shownGround = "faces";
let place = { x: 0, y: 0 };
let isMoved = false;
let seenKey = "";
let sheet = null;
let resting = 0;

const number = (value) => value.toFixed(2).replace("-", "\u2212");
const inWords = ({ x, y }) => `(${number(x)}, ${number(y)})`;

function paintGround() {
  const pixels = Math.round(ground.clientWidth * (window.devicePixelRatio || 1));
  if (!pixels || !sheet) return;
  ground.width = ground.height = pixels;
  const context = ground.getContext("2d");
  if (shownGround === "ages") paintAges(context, pixels);
  else paintFaces(context, pixels);
}

// Each face is around its own place, so that those at the rim reach beyond the map.
function paintFaces(context, pixels) {
  const cell = (pixels * EVERY) / (side - 1);
  context.imageSmoothingQuality = "high";
  for (let row = 0; row < side; row += EVERY) {
    for (let column = 0; column < side; column += EVERY) {
      const from = placeIn(sheet.naturalWidth, side, row, column);
      const [left, top] = [column, row].map((at) => (at / EVERY - 0.5) * cell);
      context.drawImage(sheet, from.x, from.y, from.side, from.side, left, top, cell, cell);
    }
  }
}

function paintAges(context, pixels) {
  const cell = pixels / ages.side;
  context.clearRect(0, 0, pixels, pixels);
  ages.means.forEach((line, row) => line.forEach((mean, column) => {
    if (mean === null) return;
    context.fillStyle = `rgb(${colourOf((mean - ages.low) / (ages.high - ages.low), ages.colours).join()})`;
    context.fillRect(Math.floor(column * cell), Math.floor(row * cell), Math.ceil(cell), Math.ceil(cell));
  }));
}

// The mean age around a place, if enough faces are there.
function ageAt({ x, y }) {
  const { across, down } = shareOf({ x, y }, limit);
  const [row, column] = [down, across].map((share) => Math.min(Math.floor(share * ages.side), ages.side - 1));
  return ages.means[row][column];
}

async function paintDrawn() {
  const canvas = find(".map-drawn canvas");
  const { drawn } = props;
  if (drawn && drawn.x === place.x && drawn.y === place.y) {
    const exact = await loadSheet(drawn.picture);
    if (exact && drawn === props.drawn && drawn.x === place.x && drawn.y === place.y) drawFace(canvas, exact, 1, 0, 0);
  } else if (sheet) {
    const { row, column } = nearestFace(place, side, limit);
    drawFace(canvas, sheet, side, row, column);
  }
}

function tell() {
  find(".map-cross").setAttribute("transform", `translate(${place.x} ${-place.y})`);
  find(".map-drawn .fv-title").textContent = `The face at ${inWords(place)}`;
  find(".map-drawn .fv-note").textContent = shownGround === "ages" && isMoved ? ageInWords(place) : "";
}

// Not said where the point is the current face's own place: that would be a reading of its age.
function ageInWords(at) {
  const mean = ageAt(at);
  return mean === null ? "Fewer than five training faces in this square" : `Training faces in this square: ${mean.toFixed(0)} years on average`;
}

function move(to) {
  if (!to) return;
  place = to;
  isMoved = true;
  tell();
  paintDrawn();
  clearTimeout(resting);
  resting = setTimeout(rest, REST_MS);
}

function rest() {
  find(".map-told").textContent = `${inWords(place)}. ${find(".map-drawn .fv-note").textContent}`;
  trigger("select", place);
}

function under(event) {
  const box = ground.getBoundingClientRect();
  return placeAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, limit);
}

ground.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  ground.setPointerCapture(event.pointerId);
  move(under(event));
});
ground.addEventListener("pointermove", (event) => {
  if (ground.hasPointerCapture(event.pointerId)) move(under(event));
});
ground.addEventListener("keydown", (event) => {
  const to = placeAfter(place, event.key, event.shiftKey, limit);
  if (!to) return;
  event.preventDefault();
  move(to);
});

function home() {
  const [x, y] = props.value.center;
  place = { x, y };
  props.drawn = props.value.drawn;
  isMoved = false;
  tell();
  paintDrawn();
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do && props.value) home();
  if (!button?.dataset.ground) return;
  shownGround = button.dataset.ground;
  for (const one of element.querySelectorAll("[data-ground]")) one.ariaPressed = String(one === button);
  find(".map-legend").hidden = find(".map-ages").hidden = shownGround !== "ages";
  paintGround();
  tell();
});

async function show() {
  const { value } = props;
  if (!value) return;
  sheet ??= await loadSheet(props.faces);
  const face = await loadSheet(value.face);
  if (value !== props.value) return;
  const [x, y] = value.center;
  for (const ellipse of element.querySelectorAll("ellipse")) {
    Object.entries({ cx: x, cy: -y, rx: value.radii[0], ry: value.radii[1] }).forEach(([name, one]) => ellipse.setAttribute(name, one));
  }
  find(".map-right .fv-title").textContent = value.name;
  find(".map-right .fv-note").textContent = `Its copy: ${value.psnr.toFixed(1)} dB, for ${value.nats.toFixed(1)} nats`;
  find(".map-words").textContent = `Two numbers are all that this model keeps of a face, so this is all that it can draw. The ellipse holds 90 % of the codes that it finds plausible for ${value.name}: ± ${number(value.radii[0])} across, ± ${number(value.radii[1])} up.`;
  drawFace(find(".map-face"), face, 1, 0, 0);
  if (value.key !== seenKey || !isMoved) home();
  seenKey = value.key;
  paintGround();
}

function begin() {
  find(".map-cross").append(...[0, 1].map(() => makeSvg("path", { d: CROSS })));
  find("svg").setAttribute("viewBox", [-limit, -limit, 2 * limit, 2 * limit].join(" "));
  if (!ages) return;
  find(".size-choice").hidden = false;
  find(".map-low").textContent = `${ages.low} years`;
  find(".map-high").textContent = ages.high;
  find(".map-scale").style.background = `linear-gradient(to right, ${ages.colours.join()})`;
  find(".map-ages").textContent = `Mean age, as labelled, of the ${ages.faces.toLocaleString("en")} training faces whose codes fall into a square; empty where there are fewer than five. It tells where ages lie on the map, not how old anybody is.`;
}

const mark = () => markStale(find(".map"), props.fresh);

function resize() {
  paintGround();
  if (props.value) paintDrawn();
}

new ResizeObserver(resize).observe(find(".map-frame"));
watch("value", show);
watch("drawn", paintDrawn);
watch("fresh", mark);
begin();
show();
