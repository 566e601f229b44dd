// Takes the pictures of the page as they are seen, and makes files of them that fit into a report.

const LEAST_SIDE = 40;
const MOST_SIDE = 960;
// A picture whose PNG is larger than this many bytes becomes a WebP, or a JPEG where the browser writes no WebP.
const PNG_BYTES = 24_000;
const QUALITY = 0.85;

const COPIED = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "opacity",
  "font-size", "font-family", "font-weight", "font-style", "text-anchor", "dominant-baseline", "visibility", "display", "color",
];

// Whether a picture is there and more than an icon.
export function isLargeEnough(media) {
  if (media.tagName === "IMG" && !(media.complete && media.naturalWidth)) return false;
  const box = media.getBoundingClientRect();
  const [most, least] = media.tagName === "svg" ? [120, 20] : [LEAST_SIDE, LEAST_SIDE];
  const isLarge = Math.max(box.width, box.height) >= most && Math.min(box.width, box.height) >= least;
  return isLarge && media.checkVisibility({ visibilityProperty: true });
}

// Takes pictures that lie on one another, and the empty boxes that frame parts of them. Returns { width, height, layers,
// frames } in pixels of the sharpest of them, null where nothing is to be seen.
export function takePicture(media, frame) {
  const shown = media.filter((one) => Number(getComputedStyle(one).opacity) > 0);
  if (!shown.length) return null;
  const outer = shown[0].getBoundingClientRect();
  const own = Math.max(...shown.map((one) => (sizeOf(one)[0] * outer.width) / one.getBoundingClientRect().width));
  const scale = Math.min(own, MOST_SIDE * Math.min(1, outer.width / outer.height)) / outer.width;
  const inside = (box) => [box.left - outer.left, box.top - outer.top, box.width, box.height].map((length) => length * scale);
  const layers = shown.map((one) => ({
    image: one.tagName === "svg" ? plotOf(one).source : copyOf(one),
    place: inside(one.getBoundingClientRect()),
    opacity: Number(getComputedStyle(one).opacity),
  }));
  const frames = framesOn(frame).map((one) => ({
    place: inside(one.getBoundingClientRect()),
    fill: getComputedStyle(one).backgroundColor,
  }));
  return { width: Math.round(outer.width * scale), height: Math.round(outer.height * scale), layers, frames };
}

function sizeOf(media) {
  if (media.tagName === "IMG") return [media.naturalWidth, media.naturalHeight];
  if (media.tagName === "CANVAS") return [media.width, media.height];
  return [media.getBoundingClientRect().width, media.getBoundingClientRect().height];
}

// The part of a picture that is seen: a square one in a wide box is cut, as its style says.
function copyOf(media) {
  const [width, height] = sizeOf(media);
  const box = media.getBoundingClientRect();
  const fits = getComputedStyle(media).objectFit === "cover" ? Math.min(width / box.width, height / box.height) : 0;
  const [wide, high] = fits ? [box.width * fits, box.height * fits] : [width, height];
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(wide), height: Math.round(high) });
  canvas.getContext("2d").drawImage(media, (width - wide) / 2, (height - high) / 2, wide, high, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function framesOn(frame) {
  const spans = [...(frame?.querySelectorAll("span") ?? [])];
  return spans.filter((one) => !one.textContent && parseFloat(getComputedStyle(one).outlineWidth) > 0 && one.checkVisibility());
}

// Returns { source, width } of a plot: an SVG in a data: address that needs no style sheet, in the colours of a light page.
export function plotOf(svg) {
  const box = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true);
  const isDark = document.body.classList.contains("dark");
  const still = Object.assign(document.createElement("style"), { textContent: "svg, svg * { transition: none !important; }" });
  document.head.append(still);
  document.body.classList.remove("dark");
  const originals = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((one, index) => takeStyle(one, getComputedStyle(originals[index])));
  document.body.classList.toggle("dark", isDark);
  still.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", viewOf(svg, box).join(" "));
  copy.setAttribute("width", Math.round(box.width));
  copy.setAttribute("height", Math.round(box.height));
  const text = new TextEncoder().encode(new XMLSerializer().serializeToString(copy));
  const coded = btoa(Array.from(text, (byte) => String.fromCharCode(byte)).join(""));
  return { source: `data:image/svg+xml;base64,${coded}`, width: Math.round(box.width) };
}

function takeStyle(copy, style) {
  if (["defs", "title", "desc", "metadata"].includes(copy.tagName)) return;
  for (const name of COPIED) copy.style.setProperty(name, style.getPropertyValue(name));
  copy.removeAttribute("class");
}

// What is seen of a plot, with whatever its labels need beyond its edge.
function viewOf(svg, box) {
  const own = svg.viewBox.baseVal;
  const view = own?.width ? own : { x: 0, y: 0, width: box.width, height: box.height };
  const isStretched = svg.getAttribute("preserveAspectRatio") === "none";
  if (isStretched) return [view.x, view.y, view.width, view.height];
  const drawn = svg.getBBox();
  const [left, top] = [Math.min(view.x, drawn.x), Math.min(view.y, drawn.y)];
  const right = Math.max(view.x + view.width, drawn.x + drawn.width);
  const bottom = Math.max(view.y + view.height, drawn.y + drawn.height);
  return [left, top, right - left, bottom - top];
}

// Makes a file of a picture that was taken: returns { source, width, height }, `source` a data: address.
export async function encodePicture({ width, height, layers, frames }) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  for (const { image, place, opacity } of layers) {
    context.globalAlpha = opacity;
    context.drawImage(typeof image === "string" ? await loaded(image) : image, ...place);
  }
  context.globalAlpha = 1;
  for (const { place, fill } of frames) outline(context, place, fill);
  return { source: await addressOf(await smallest(canvas)), width, height };
}

function outline(context, place, fill) {
  context.fillStyle = fill;
  context.fillRect(...place);
  const line = Math.max(1, context.canvas.width / 160);
  for (const [colour, wide] of [["#fff", 3 * line], ["#0057b8", line]]) {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.strokeRect(...place);
  }
}

async function loaded(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

async function smallest(canvas) {
  const written = (kind) => new Promise((resolve) => canvas.toBlob(resolve, kind, QUALITY));
  const png = await written("image/png");
  if (png.size <= PNG_BYTES) return png;
  const webp = await written("image/webp");
  return webp.type === "image/webp" ? webp : written("image/jpeg");
}

function addressOf(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
