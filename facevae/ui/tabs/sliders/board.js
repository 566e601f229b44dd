// Sliders and the face they describe. Runs as js_on_load of a gr.HTML: element, props and watch come from Gradio. While a
// slider moves, the latents go straight to a route that answers with a JPEG; on release they go into props.value.

const GLIDE_MS = 700;
const MOST_UNDONE = 200;

const find = (selector) => element.querySelector(selector);
const board = find(".live");
const reach = Number(board.dataset.reach);
const rows = [...element.querySelectorAll(".live-row")];
const ranges = [...element.querySelectorAll("input[type=range]")];
const zeros = [...element.querySelectorAll(".live-zero")];
const sets = [...element.querySelectorAll(".live-set")];
const untangle = find(".live-switch input");
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

const text = (numbers) => btoa(String.fromCharCode(...bytesOf(numbers)));

// Two lots of directions, one after the other: as found, and untangled.
const directions = floats(board.dataset.directions);
const lot = directions.length / 2;
let start = new Float32Array(lot / ranges.length);
let note = "";
let wanted = null;
let busy = false;
let troubled = false;
let glide = 0;
let gliding = false;
let stamp = 0;
let settled = null;
const past = [];

function latents() {
  const sum = Float32Array.from(start);
  const from = untangle.checked ? lot : 0;
  ranges.forEach((range, row) => {
    const amount = Number(range.value);
    for (let i = 0; i < sum.length; i++) sum[i] += amount * directions[from + row * sum.length + i];
  });
  return sum;
}

// One request in flight; what was asked meanwhile is dropped but for the newest, so the picture never lags behind.
async function ask() {
  wanted = bytesOf(latents());
  if (busy) return;
  busy = true;
  mark();
  while (wanted) {
    const body = wanted;
    wanted = null;
    try {
      await show(body);
      if (troubled) say("");
      troubled = false;
    } catch (error) {
      const silent = error instanceof TypeError;
      say(silent ? "The server does not answer; move a slider to try again." : error.message);
      troubled = true;
    }
  }
  busy = false;
  mark();
}

// Whether the picture is about to change, for whoever cannot see it.
function mark() {
  find(".live-view").setAttribute("aria-busy", busy || gliding);
}

function stopGlide() {
  cancelAnimationFrame(glide);
  gliding = false;
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

function say(words) {
  find(".live-trouble").textContent = words;
}

function tell() {
  ranges.forEach((range, row) => {
    const amount = Number(range.value);
    zeros[row].textContent = (amount > 0 ? "+" : "") + amount.toFixed(1).replace("-", "\u2212");
    zeros[row].disabled = amount === 0;
    range.style.setProperty("--low", Math.min(amount, 0) / reach);
    range.style.setProperty("--high", Math.max(amount, 0) / reach);
  });
  for (const effect of element.querySelectorAll(".live-effect")) {
    effect.textContent = untangle.checked ? effect.dataset.alone : effect.dataset.found;
  }
  ask();
}

const state = () => ({ start, note, sliders: ranges.map((range) => Number(range.value)), independent: untangle.checked });

function put(wished) {
  stopGlide();
  start = wished.start;
  note = wished.note;
  find(".live-note").textContent = note;
  ranges.forEach((range, row) => (range.value = wished.sliders[row] ?? 0));
  untangle.checked = wished.independent;
  find(".live-address").hidden = true;
  say("");
  tell();
}

const same = (one, other) =>
  one.start === other.start &&
  one.independent === other.independent &&
  one.sliders.every((amount, row) => amount === other.sliders[row]);

// What is left behind can be gone back to.
function settle() {
  const now = state();
  if (settled && !same(settled, now)) {
    past.push(settled);
    if (past.length > MOST_UNDONE) past.shift();
  }
  settled = now;
  hand();
}

// What was asked of the route is nowhere on the server: this is where the app's other handlers find the face.
function hand() {
  find("[data-do=undo]").disabled = past.length === 0;
  stamp += 1;
  props.value = {
    start: text(start), note, latents: text(latents()), sliders: settled.sliders, independent: settled.independent, stamp,
  };
}

function undo() {
  if (!past.length) return;
  settled = past.pop();
  put(settled);
  hand();
}

// Moves the sliders there in a short glide, so that one sees what changes.
function moveTo(goals) {
  const from = ranges.map((range) => Number(range.value));
  const length = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : GLIDE_MS;
  const since = performance.now();
  stopGlide();
  gliding = true;
  const step = (now) => {
    const time = length ? Math.min(Math.max(now - since, 0) / length, 1) : 1;
    const eased = time * time * (3 - 2 * time);
    ranges.forEach((range, row) => (range.value = from[row] + eased * (goals[row] - from[row])));
    gliding = time < 1;
    tell();
    if (time < 1) glide = requestAnimationFrame(step);
    else settle();
  };
  glide = requestAnimationFrame(step);
}

const surprise = () =>
  ranges.map((range, row) => (rows[row].hidden ? Number(range.value) : (Math.random() + Math.random() - 1) * reach));

function moveOne(row, goal) {
  moveTo(ranges.map((range, other) => (other === row ? goal : Number(range.value))));
}

function choose(key) {
  rows.forEach((row) => (row.hidden = row.dataset.set !== key));
  sets.forEach((set) => set.setAttribute("aria-pressed", set.dataset.set === key));
  find(".live-switch").hidden = key !== "named";
  find(".live-choice").hidden = sets.length === 0;
}

// The whole code goes into the address, so that the very same pixels come back; a # keeps it out of servers' logs.
function link() {
  const now = state();
  const code = text(now.start).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const last = now.sliders.findLastIndex((amount) => amount !== 0);
  const sliders = now.sliders.slice(0, last + 1).map(String).join(",");
  const url = new URL(document.baseURI);
  url.search = "?tab=sliders";
  url.hash = `face=${code}&sliders=${sliders}&independent=${Number(now.independent)}`;
  return url.href;
}

async function copyLink() {
  const address = link();
  try {
    await navigator.clipboard.writeText(address);
    say("The link is copied: whoever opens it sees this very face.");
  } catch {
    const field = find(".live-address");
    field.hidden = false;
    field.value = address;
    field.select();
    say("Copy this address: whoever opens it sees this very face.");
  }
}

// Returns what an address describes, null where it describes nothing.
function linked() {
  const asked = new URLSearchParams(location.hash.slice(1));
  if (!asked.has("face")) return null;
  try {
    const code = floats(asked.get("face").replaceAll("-", "+").replaceAll("_", "/"));
    const amounts = (asked.get("sliders") || "").split(",").filter(Boolean).map(Number);
    if (code.length !== start.length || amounts.length > ranges.length) throw new RangeError();
    if (![...code, ...amounts].every(Number.isFinite)) throw new RangeError();
    const sliders = ranges.map((_, row) => Math.min(Math.max(amounts[row] ?? 0, -reach), reach));
    return { start: code, note: "A face from a link", sliders, independent: asked.get("independent") === "1" };
  } catch {
    return "damaged";
  }
}

function follow() {
  const value = props.value;
  if (!value?.start || value.stamp === stamp) return;
  put({ start: floats(value.start), note: value.note, sliders: value.sliders ?? [], independent: value.independent ?? untangle.checked });
  settle();
}

const actions = { surprise: () => moveTo(surprise()), reset: () => moveTo(ranges.map(() => 0)), undo, link: copyLink };

element.addEventListener("input", (event) => {
  if (event.target === find(".live-address")) return;
  stopGlide();
  say("");
  tell();
});
element.addEventListener("change", settle);
element.addEventListener("dblclick", (event) => {
  if (ranges.includes(event.target)) moveOne(ranges.indexOf(event.target), 0);
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) actions[button.dataset.do]();
  if (button?.classList.contains("live-set")) choose(button.dataset.set);
  if (button?.dataset.to) moveOne(Number(button.dataset.row), Number(button.dataset.to));
});
element.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  event.preventDefault();
  undo();
});

choose(rows[0].dataset.set);
watch("value", follow);
follow();
const shared = linked();
if (shared === "damaged") {
  say("This link is damaged, or of another model; here is a random face instead.");
} else if (shared) {
  past.length = 0;
  put(shared);
  settled = state();
  hand();
}
