// Two kernels on the current face, one after the other, and one sum of each worked out. Runs as js_on_load of a gr.HTML:
// props.value is the address of the face, a PNG. Nothing is sent to the server.

import { cellAfter } from "../../components/cells.js";
import { offerSetting } from "../../static/settings.js";
import { captionNote, captionTitles, orderInWords } from "./captions.js";
import { CHANNELS, colourOf, planesOf } from "./channels.js";
import { orderDifference } from "./convolution.js";
import { fillCell, frame, makeCell, makeLine, paint } from "./drawing.js";
import { readWeights } from "./fractions.js";
import { firstLayers, otherSize, textsOf, withPreset, withWeight } from "./layer_settings.js";
import { layerOfText, textOfLayer } from "./layer_text.js";
import { runLayer, sizeInWords, whyImpossible } from "./layers.js";
import { OWN, PRESETS } from "./presets.js";
import { cellAt, cornerOf, placeOf } from "./window.js";
import { workedLines, workedProducts } from "./worked_sum.js";

const NAMES = ["First kernel", "Second kernel"];
// Whoever types 1/9 has typed 1/ first, which is no mistake.
const PATIENCE_MS = 600;

const canvases = { before: find(".kernels-before canvas"), after: find(".kernels-after canvas") };
const frames = { before: find(".kernels-before .kernels-window"), after: find(".kernels-after .kernels-window") };
const relu = find("[data-do=relu]");
const inColour = find("[data-do=colour]");
const preset = find(".kernels-preset");

let face = null;
let layers = firstLayers();
let chosen = 0;
let channel = 0;
let place = [0.4, 0.45];
let runs = [];
let ready = [];
let telling = 0;

preset.append(...[...PRESETS, OWN].map(({ key, label }) => new Option(label, key)));

const layer = () => ready[chosen];
// What the face is split into: luma alone, or red, green and blue.
const planes = () => (inColour.checked ? face.colour : face.grey);
const shownChannel = () => (inColour.checked ? channel : 0);
const run = () => runs[chosen]?.[shownChannel()];
const isRectified = () => relu.checked && chosen === 0;
const steps = () => (layer().pooling ? 2 * run().after.side : run().sums.side);
const cell = () => cellAt(place, run().before.side, layer(), steps());

// Works out everything anew. Returns why that cannot be done, in one sentence, or nothing.
function work() {
  [runs, ready] = [[], []];
  for (const setting of layers) {
    const number = ready.length;
    const read = readWeights(textsOf(setting));
    const before = number ? runs[0].map((one) => one.after) : planes();
    const problem = read.problem ?? whyImpossible(before[0].side, setting);
    if (problem) return `${NAMES[number]}: ${problem}`;
    ready.push({ ...setting, ...read });
    runs.push(before.map((plane) => runLayer(plane, ready[number], relu.checked && number === 0)));
  }
  return "";
}

function render() {
  if (!face) return;
  const problem = work();
  showSettings();
  clearTimeout(telling);
  if (problem) telling = setTimeout(tell, PATIENCE_MS, problem);
  else tell("");
  if (!run()) return;
  paint(canvases.before, runs[chosen].map((one) => one.before));
  paint(canvases.after, runs[chosen].map((one) => one.after));
  showCaptions();
  showWindow();
}

// Says what is the matter and that the result is not of what is set; or that all is well.
function tell(problem) {
  const box = find(".kernels-problem");
  box.textContent = problem;
  box.hidden = !problem;
  const stage = find(".kernels-stage");
  if (run()) delete stage.dataset.stale;
  else stage.dataset.stale = "Not what is set";
  if (!run()) find(".kernels-size").textContent = "";
  find(".kernels-order").textContent = problem ? "" : orderInWords(largestDifference(), ready);
}

function showSettings() {
  const setting = layers[chosen];
  for (const button of element.querySelectorAll("[data-layer]")) button.ariaPressed = String(Number(button.dataset.layer) === chosen);
  for (const button of element.querySelectorAll("[data-size]")) button.ariaPressed = String(Number(button.dataset.size) === setting.size);
  for (const button of element.querySelectorAll("[data-channel]")) button.ariaPressed = String(Number(button.dataset.channel) === channel);
  find(".kernels-channels").hidden = !inColour.checked;
  preset.value = setting.preset;
  for (const box of element.querySelectorAll("[data-of]")) {
    if (box !== document.activeElement) box.value = setting[box.dataset.of];
  }
  const texts = textsOf(setting);
  const { wrong = [] } = readWeights(texts);
  boxes(setting.size).forEach((box, index) => {
    if (box !== document.activeElement) box.value = texts[index];
    box.ariaInvalid = String(wrong.includes(index));
  });
}

// The boxes of the weights, made anew where there are more or fewer than before.
function boxes(size) {
  const cells = find(".kernels-cells");
  if (cells.children.length !== size * size) {
    cells.style.setProperty("--size", size);
    cells.replaceChildren(...Array.from({ length: size * size }, (_, index) => makeCell(index, size)));
  }
  return [...cells.querySelectorAll("input")];
}

function showCaptions() {
  const titles = captionTitles(inColour.checked, relu.checked);
  const of = inColour.checked ? ` ${CHANNELS[channel]} value` : "";
  caption("before", titles[chosen], run().before, chosen === 0);
  caption("after", titles[chosen + 1], run().after, false);
  find(".kernels-cells").ariaLabel = `Each pixel${of} in the window, its weight and their product`;
  find(".kernels-size").textContent = sizeInWords(run().before.side, layer());
}

function caption(which, title, { side, isSigned }, isFace) {
  canvases[which].ariaLabel = `${title}. Arrow keys move the window, with Shift ten steps.`;
  find(`.kernels-${which} .fv-title`).textContent = `${title}, ${side}\u00a0\u00d7\u00a0${side}`;
  find(`.kernels-${which} .fv-note`).textContent = captionNote(inColour.checked, isSigned, isFace);
}

function largestDifference() {
  return Math.max(...planes().map((plane) => orderDifference(plane, ...ready, relu.checked)));
}

// The window in both pictures, and the sum that is worked out there.
function showWindow() {
  const at = cell();
  const { before, after } = run();
  frame(frames.before, cornerOf(at, layer()), layer().size, before.side);
  frame(frames.after, at.map((step) => (layer().pooling ? Math.floor(step / 2) : step)), 1, after.side);
  const cells = find(".kernels-cells").children;
  workedProducts(run(), layer(), at).forEach((product, index) => {
    fillCell(cells[index], product, colourOf(product.level, channel, planes().length));
  });
  const lines = workedLines(run(), layer(), at, isRectified());
  find("dl").replaceChildren(...lines.map(makeLine));
  return lines;
}

function moveTo(event, which) {
  const box = canvases[which].getBoundingClientRect();
  const shares = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  if (which === "before") place = shares;
  else {
    const scale = run().after.side * (layer().pooling ? 2 : 1);
    const reached = shares.map((share) => Math.min(Math.max(Math.floor(share * scale), 0), steps() - 1));
    place = placeOf(reached, run().before.side, layer());
  }
  showWindow();
}

for (const [which, canvas] of Object.entries(canvases)) {
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || !run()) return;
    canvas.setPointerCapture(event.pointerId);
    moveTo(event, which);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (run() && canvas.hasPointerCapture(event.pointerId)) moveTo(event, which);
  });
  canvas.addEventListener("keydown", (event) => {
    const next = run() && cellAfter(event.key, cell(), steps(), event.shiftKey);
    if (!next) return;
    event.preventDefault();
    place = placeOf(next, run().before.side, layer());
    const told = showWindow().map((line) => line.join(" ")).join(", ");
    const of = inColour.checked ? `, ${CHANNELS[channel]}` : "";
    find(".kernels-told").textContent = `Column ${next[0] + 1}, row ${next[1] + 1}${of}: ${told}`;
  });
}

function set(changed) {
  layers = layers.with(chosen, { ...layers[chosen], ...changed });
  render();
}

element.addEventListener("input", ({ target }) => {
  if (target.dataset.weight) set(withWeight(layers[chosen], Number(target.dataset.weight), target.value));
  else if (target === preset) set(withPreset(layers[chosen], target.value));
  else if (target.type === "number") set({ [target.dataset.of]: target.value === "" ? Number.NaN : Number(target.value) });
  else if (target.dataset.of) set({ [target.dataset.of]: target.value });
  else if (target === relu || target === inColour) render();
});

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.size) set(otherSize(layers[chosen], Number(button.dataset.size)));
  if (button?.dataset.layer) chosen = Number(button.dataset.layer);
  if (button?.dataset.channel) channel = Number(button.dataset.channel);
  if (button?.dataset.do === "swap") layers = layers.toReversed();
  if (button) render();
});

// What a link to this tab carries.
function offerLayer(name, index) {
  const take = (text) => {
    const layer = layerOfText(text);
    if (layer) layers = layers.with(index, layer);
    render();
    return layer !== null;
  };
  offerSetting(`kernels-${name}`, { label: NAMES[index], read: () => textOfLayer(layers[index]), take });
}

function offerBox(name, box, label) {
  const take = (ticked) => {
    box.checked = ticked === true;
    render();
    return true;
  };
  offerSetting(`kernels-${name}`, { label, read: () => box.checked, take });
}

offerLayer("first", 0);
offerLayer("second", 1);
offerBox("relu", relu, "ReLU between");
offerBox("colour", inColour, "Colour");

async function show() {
  const address = props.value;
  if (!address) return;
  const image = new Image();
  image.src = address;
  await image.decode();
  if (address !== props.value) return;
  const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  face = planesOf(context.getImageData(0, 0, canvas.width, canvas.height));
  render();
}

watch("value", show);
show();
