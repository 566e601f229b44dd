// Two pictures on top of each other, and a line to drag between them. Runs as js_on_load of a gr.HTML: props.value is
// what compare.py says.

import { Drag } from "./drag.js";
import { sweepFrom } from "./sweep.js";

const SWEEP_MS = 1400;

const frame = find(".fv-picture");
const line = find("input");
const swept = new Set();
let sweeping = 0;

function move(at) {
  find(".compare").style.setProperty("--at", `${at}%`);
  line.ariaValueText = `${Math.round(at)} % ${props.before}`;
}

function stop() {
  cancelAnimationFrame(sweeping);
  sweeping = 0;
}

// Once for each `sweep`, the line goes over the picture, so that everybody sees that it can be moved.
function sweep() {
  if (props.value.sweep === undefined || swept.has(props.value.sweep)) return;
  swept.add(props.value.sweep);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  stop();
  const to = Number(line.value);
  let start = 0;
  const step = (now) => {
    start ||= now;
    const share = Math.min((now - start) / SWEEP_MS, 1);
    move(sweepFrom(share, to));
    sweeping = share < 1 ? requestAnimationFrame(step) : 0;
  };
  sweeping = requestAnimationFrame(step);
}

function show() {
  const pictures = [find(".compare-before"), find(".compare-after")];
  if (!props.value) {
    for (const picture of pictures) picture.removeAttribute("src");
    return;
  }
  const called = props.value.called ?? props.after;
  find(".compare-names > :last-child").textContent = pictures[1].alt = called;
  find(".compare").style.setProperty("--ratio", props.value.ratio ?? 1);
  find(".compare").style.setProperty("--most", `${props.value.most ?? props.most}px`);
  [pictures[0].src, pictures[1].src] = [props.value.before, props.value.after];
  sweep();
}

function put(at) {
  stop();
  line.value = at;
  move(Number(line.value));
}

const drag = new Drag((x) => {
  const box = frame.getBoundingClientRect();
  put((100 * (x - box.left)) / box.width);
});
frame.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  drag.begin(event.pointerId, event.clientX, event.clientY, event.pointerType !== "touch");
  frame.setPointerCapture(event.pointerId);
});
frame.addEventListener("pointermove", (event) => drag.move(event.pointerId, event.clientX, event.clientY));
frame.addEventListener("pointerup", (event) => drag.end(event.pointerId, event.clientX));
frame.addEventListener("pointercancel", () => drag.cancel());

line.addEventListener("input", () => put(line.value));
function tell() {
  const figure = find(".compare");
  figure.toggleAttribute("data-busy", Boolean(props.busy));
  if (props.stale) figure.dataset.stale = props.stale;
  else delete figure.dataset.stale;
}

watch("value", show);
watch("busy", tell);
watch("stale", tell);
move(Number(line.value));
show();
tell();
