// A patch that is dragged over a face. Runs as js_on_load of a gr.HTML: element, props, trigger and watch come from
// Gradio. props.value is {on, across, down, size, filler}; props.covered is the picture that the server made for
// props.made. Until that is the present value the page shows the bare face, with a grey patch of its own where it is grey.

import { offerSetting } from "../../static/settings.js";
import { onFace, placeAfter, placeUnder } from "./patch_place.js";

const frame = find(".patch-frame");
const picture = find(".patch-face");
const box = find(".patch-box");

let patch = { ...props.value };
let dragging = null;
let isSending = false;

const isMade = () => props.made && ["on", "across", "down", "size", "filler"].every((name) => props.made[name] === patch[name]);

function draw() {
  const fits = patch.on && isMade() && props.covered;
  // A bare face between two places of a patch would flicker; the last picture stays until the next one is there.
  const source = fits || (patch.on && patch.filler === "vae" && props.covered && dragging) ? props.covered : props.face;
  if (source && picture.getAttribute("src") !== source) picture.src = source;
  picture.alt = patch.on ? "The face with a patch on it" : "The face";
  const size = patch.size;
  box.style.setProperty("--left", `${100 * (patch.across - size / 2)}%`);
  box.style.setProperty("--top", `${100 * (patch.down - size / 2)}%`);
  box.style.setProperty("--size", `${100 * size}%`);
  box.dataset.on = String(patch.on);
  box.dataset.waits = patch.on && !fits ? patch.filler : "";
  find("[data-do=off]").disabled = !patch.on;
  for (const radio of element.querySelectorAll("[name=patch-filler]")) radio.checked = radio.value === patch.filler;
  for (const radio of element.querySelectorAll("[name=patch-size]")) radio.checked = props.sizes[radio.value] === size;
}

// While a finger drags, the patch moves many times within one frame of the screen: one message is enough.
function set(changed) {
  patch = { ...patch, ...changed };
  [patch.across, patch.down] = [onFace(patch.across, patch.size), onFace(patch.down, patch.size)];
  draw();
  if (isSending) return;
  isSending = true;
  requestAnimationFrame(() => {
    isSending = false;
    props.value = { ...patch };
    trigger("input");
  });
}

function moveTo(event) {
  const [across, down] = placeUnder([event.clientX, event.clientY], picture.getBoundingClientRect());
  set({ on: true, across, down });
}

frame.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !event.isPrimary || !props.face) return;
  frame.setPointerCapture(event.pointerId);
  dragging = event.pointerId;
  moveTo(event);
});
frame.addEventListener("pointermove", (event) => {
  if (event.pointerId === dragging) moveTo(event);
});
for (const end of ["pointerup", "pointercancel"]) {
  frame.addEventListener(end, () => {
    dragging = null;
    draw();
  });
}

box.addEventListener("keydown", (event) => {
  const place = placeAfter(event.key, [patch.across, patch.down], patch.size, event.shiftKey);
  if (!place || !props.face) return;
  event.preventDefault();
  set({ on: true, across: place[0], down: place[1] });
});

element.addEventListener("input", ({ target }) => {
  if (target.name === "patch-filler") set({ filler: target.value, on: true });
  if (target.name === "patch-size") set({ size: props.sizes[target.value], on: true });
});
find("[data-do=off]").addEventListener("click", () => set({ on: false }));

// For links: what the patch shows, its middle and its side as shares of the face's.
offerSetting("reading-patch", {
  label: "Patch",
  read: () => (patch.on ? [patch.filler, patch.across, patch.down, patch.size].join(",") : null),
  take: (text) => {
    const [filler, ...numbers] = text.split(",");
    const [across, down, size] = numbers.map(Number);
    if (!props.face) return false;
    if (["grey", "vae"].includes(filler) && Number.isFinite(across + down) && props.sizes.includes(size)) set({ on: true, filler, across, down, size });
    return true;
  },
});

watch(["face"], () => {
  patch = { ...props.value };
  draw();
});
watch(["covered", "made"], draw);
draw();
