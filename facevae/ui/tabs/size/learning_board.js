// Three models along their training. Runs as js_on_load of a gr.HTML: element, props and watch come from Gradio.
// props.value is what learning.py's show returns. Nothing is sent to the server.

import { drawCourses } from "./courses.js";
import { Player } from "./player.js";
import { drawFace, loadSheet } from "./sprite.js";
import { markStale } from "./stale.js";

const FRAME_MS = 450;

const range = find("input");
const play = find("[data-do=play]");
const { courses, last } = props;
const { steps, batch } = courses[0];

let sheets = null;
let movers = [];
let newest = 0;

const figures = courses.map(({ dim }) => {
  const figure = find(".learn-photo").cloneNode(true);
  figure.className = "learn-model";
  figure.querySelector("canvas").ariaLabel = `What the model of ${dim} numbers draws`;
  figure.querySelector(".fv-title").textContent = `${dim} numbers`;
  find(".learn-faces").append(figure);
  return figure;
});

function paint() {
  if (!sheets) return;
  const at = Number(range.value);
  const { value } = props;
  drawFace(find(".learn-photo canvas"), sheets[0], 1, 0, 0);
  figures.forEach((figure, row) => {
    drawFace(figure.querySelector("canvas"), sheets[1], last + 1, row, at);
    figure.querySelector(".fv-note").textContent = `beta ${courses[row].beta}: ${value.psnr[row][at].toFixed(1)} dB`;
  });
  for (const move of movers) move(at);
  const said = `Step ${steps[at].toLocaleString("en")}: ${(steps[at] * batch).toLocaleString("en")} faces seen`;
  find("output").textContent = said;
  range.ariaValueText = said;
}

const player = new Player(
  FRAME_MS,
  (frame) => {
    range.value = frame;
    paint();
  },
  () => {
    play.textContent = "Play";
  },
);

play.addEventListener("click", () => {
  if (player.isPlaying) return player.stop();
  player.play(Number(range.value) === last ? 0 : Number(range.value), last);
  if (player.isPlaying) play.textContent = "Pause";
});

range.addEventListener("input", () => {
  player.stop();
  paint();
});

async function show() {
  const { value } = props;
  if (!value) return;
  const number = ++newest;
  const found = await Promise.all([value.face, value.copies].map(loadSheet));
  if (number !== newest) return;
  sheets = found;
  find(".learn-photo .fv-title").textContent = value.name;
  find(".learn-photo .fv-note").textContent = "At 64 pixels";
  const [loss, psnr] = element.querySelectorAll("svg");
  movers = [
    drawCourses(loss, courses, value.loss, "val_loss", "loss, nats a value", (tick) => tick.toFixed(2)),
    drawCourses(psnr, courses, value.psnr, "val_psnr", "PSNR of the copy, dB", String),
  ];
  loss.setAttribute("aria-label", inWords("Loss", value.loss, 3));
  psnr.setAttribute("aria-label", inWords("PSNR in dB", value.psnr, 1));
  paint();
}

function inWords(what, figuresOf, digits) {
  const told = courses.map(({ dim }, row) => `${dim} numbers from ${figuresOf[row][0].toFixed(digits)} to ${figuresOf[row][last].toFixed(digits)}`);
  return `${what} of this face along the training: ${told.join("; ")}.`;
}

const mark = () => markStale(find(".learn"), props.fresh);

new ResizeObserver(paint).observe(find(".learn-faces"));
watch("value", show);
watch("fresh", mark);
show();
