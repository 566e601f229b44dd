// Sliders and the face they describe. Runs as js_on_load of a gr.HTML: element, props and watch come from Gradio. While a
// slider moves, the latents go straight to a route that answers with a JPEG; on release they go into props.value.

const GLIDE_MS = 700;

const find = (selector) => element.querySelector(selector);
const board = find(".live");
const reach = Number(board.dataset.reach);
const ranges = [...element.querySelectorAll("input[type=range]")];
const zeros = [...element.querySelectorAll(".live-zero")];
const screen = find("canvas");
const view = screen.getContext("2d");

function floats(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const data = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => data.getFloat32(4 * i, true));
}

function bytesOf(numbers) {
  const data = new DataView(new ArrayBuffer(4 * numbers.length));
  numbers.forEach((number, i) => data.setFloat32(4 * i, number, true));
  return new Uint8Array(data.buffer);
}

const directions = floats(board.dataset.directions);
let start = new Float32Array(directions.length / ranges.length);
let wanted = null;
let busy = false;
let glide = 0;

function latents() {
  const sum = Float32Array.from(start);
  ranges.forEach((range, row) => {
    const amount = Number(range.value);
    for (let i = 0; i < sum.length; i++) sum[i] += amount * directions[row * sum.length + i];
  });
  return sum;
}

// One request in flight; what was asked meanwhile is dropped but for the newest, so the picture never lags behind.
async function ask() {
  wanted = bytesOf(latents());
  if (busy) return;
  busy = true;
  while (wanted) {
    const body = wanted;
    wanted = null;
    try {
      await show(body);
      find(".live-trouble").textContent = "";
    } catch (error) {
      const silent = error instanceof TypeError;
      find(".live-trouble").textContent = silent ? "The server does not answer; move a slider to try again." : error.message;
    }
  }
  busy = false;
}

async function show(body) {
  const url = new URL(board.dataset.path.replace(/^\//, ""), document.baseURI);
  const answer = await fetch(url, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
  if (!answer.ok) throw new Error(await answer.text());
  const picture = await createImageBitmap(await answer.blob());
  view.imageSmoothingQuality = "high";
  view.drawImage(picture, 0, 0, screen.width, screen.height);
  picture.close();
  screen.dataset.drawn = Number(screen.dataset.drawn ?? 0) + 1;
}

function tell() {
  ranges.forEach((range, row) => {
    const amount = Number(range.value);
    zeros[row].textContent = (amount > 0 ? "+" : "") + amount.toFixed(1).replace("-", "\u2212");
    zeros[row].disabled = amount === 0;
    range.style.setProperty("--low", Math.min(amount, 0) / reach);
    range.style.setProperty("--high", Math.max(amount, 0) / reach);
  });
  ask();
}

// What was asked of the route is nowhere on the server: this is where the app's other handlers find the face.
function release() {
  const text = btoa(String.fromCharCode(...bytesOf(latents())));
  props.value = { ...props.value, latents: text, sliders: ranges.map((range) => Number(range.value)) };
}

// Moves the sliders there in a short glide, so that one sees what changes.
function moveTo(goals) {
  const from = ranges.map((range) => Number(range.value));
  const length = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : GLIDE_MS;
  const since = performance.now();
  cancelAnimationFrame(glide);
  const step = (now) => {
    const time = length ? Math.min((now - since) / length, 1) : 1;
    const eased = time * time * (3 - 2 * time);
    ranges.forEach((range, row) => (range.value = from[row] + eased * (goals[row] - from[row])));
    tell();
    if (time < 1) glide = requestAnimationFrame(step);
    else release();
  };
  glide = requestAnimationFrame(step);
}

const surprise = () => ranges.map(() => (Math.random() + Math.random() - 1) * reach);
const actions = { surprise: () => moveTo(surprise()), reset: () => moveTo(ranges.map(() => 0)) };

function moveOne(row, goal) {
  moveTo(ranges.map((range, other) => (other === row ? goal : Number(range.value))));
}

function follow() {
  const value = props.value;
  if (!value?.start) return;
  cancelAnimationFrame(glide);
  start = floats(value.start);
  find(".live-note").textContent = value.note;
  ranges.forEach((range, row) => (range.value = value.sliders?.[row] ?? 0));
  tell();
}

element.addEventListener("input", () => {
  cancelAnimationFrame(glide);
  tell();
});
element.addEventListener("change", release);
element.addEventListener("dblclick", (event) => {
  if (ranges.includes(event.target)) moveOne(ranges.indexOf(event.target), 0);
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) actions[button.dataset.do]();
  if (button?.dataset.to) moveOne(Number(button.dataset.row), Number(button.dataset.to));
});

watch("value", follow);
follow();
