// Sliders and the face they describe. Runs as js_on_load of a gr.HTML: element, props and watch come from Gradio. While a
// slider moves, the latents go straight to a route that answers with a JPEG, the faithful face; once it rests, the real one is
// asked for, too. On release the latents go into props.value.

import { History } from "../../components/history.js";
import { offerSetting } from "../../static/settings.js";
import { bytesFromFloats, floatsFromText, textFromFloats } from "./codec.js";
import { CurrentFace } from "./current.js";
import { DAMAGED, fragmentOf, stateOfFragment } from "./link.js";
import { isSameState, latentsOf } from "./state.js";
import { FaceView } from "./face_view.js";
import { Glide } from "./glide.js";
import { LiveFace } from "./live_face.js";
import { styleInWords } from "./style.js";

const MOST_UNDONE = 200;

const board = find(".live");
const rows = [...element.querySelectorAll(".live-row")];
const ranges = [...element.querySelectorAll("input[type=range]")];
const zeros = [...element.querySelectorAll(".live-zero")];
const sets = [...element.querySelectorAll(".live-set")];
const independence = find(".live-switch input");

// Two lots of directions, one after the other: as found, and each independent of the others.
const directions = floatsFromText(board.dataset.directions);
const dim = directions.length / 2 / ranges.length;

// How far each slider goes, to the left and to the right of its middle.
const reaches = ranges.map(({ min, max }) => ({ low: Number(min), high: Number(max) }));

const past = new History(MOST_UNDONE);
const current = new CurrentFace();
const glide = new Glide();
const view = new FaceView(find("canvas"), () => board.dataset.path, Number(board.dataset.share), tellStyle);
const live = new LiveFace(view, { drawn: forgetFailure, failed: (error) => say(error.message, true), changed: markBusy });

let start = new Float32Array(dim);
let note = "";
let settled = null;
let stamp = 0;

// --- what the sliders say

const amounts = () => ranges.map((range) => Number(range.value));
const state = () => ({ start, note, sliders: amounts(), independent: independence.checked });
const latents = () => latentsOf(state(), directions, independence.checked ? ranges.length : 0);

function setAmounts(wished) {
  for (const [row, range] of ranges.entries()) range.value = wished[row] ?? 0;
}

function setState(wished) {
  glide.stop();
  ({ start, note } = wished);
  setAmounts(wished.sliders);
  independence.checked = wished.independent;
  find(".live-note").textContent = note;
  find(".live-address").hidden = true;
  say("");
  showAmounts();
}

// --- what is seen

function forgetFailure() {
  if (find(".live-trouble").dataset.failed) say("");
}

function tellStyle() {
  find(".live-style").textContent = styleInWords(view);
}

// Whether the picture is about to change, for whoever cannot see it.
function markBusy() {
  find(".live-view").setAttribute("aria-busy", live.isBusy || glide.isRunning);
}

// failed: whether it stands only until the next picture.
function say(words, failed = false) {
  const line = find(".live-trouble");
  line.textContent = words;
  line.dataset.failed = failed ? "yes" : "";
}

function showAmounts() {
  amounts().forEach((amount, row) => {
    const { low, high } = reaches[row];
    const place = (number) => (number - low) / (high - low);
    zeros[row].textContent = (amount > 0 ? "+" : "") + amount.toFixed(1).replace("-", "\u2212");
    zeros[row].disabled = amount === 0;
    ranges[row].style.setProperty("--from", place(Math.min(amount, 0)));
    ranges[row].style.setProperty("--to", place(Math.max(amount, 0)));
  });
  countMoved();
  for (const effect of element.querySelectorAll(".live-effect")) {
    effect.textContent = independence.checked ? effect.dataset.alone : effect.dataset.found;
  }
  live.put(bytesFromFloats(latents()));
}

// What is moved but out of sight is applied all the same, so every set says how many of its sliders are.
function countMoved() {
  const moved = amounts().map((amount) => amount !== 0);
  for (const set of sets) {
    const count = rows.filter((row, index) => moved[index] && row.dataset.set === set.dataset.set).length;
    set.textContent = set.dataset.label + (count ? ` \u00b7 ${count} moved` : "");
  }
  find("[data-do=reset]").disabled = !moved.includes(true);
}

function showSet(key) {
  for (const row of rows) row.hidden = row.dataset.set !== key;
  for (const set of sets) set.setAttribute("aria-pressed", set.dataset.set === key);
  find(".live-switch").hidden = key !== "named";
  find(".live-choice").hidden = sets.length === 0;
}

// --- what is remembered, and handed to the app

// What is left behind can be gone back to.
function settle() {
  markBusy();
  const now = state();
  if (settled && !isSameState(settled, now)) past.keep(settled);
  settled = now;
  handOver();
}

// What was asked of the route is nowhere on the server: this is where the app's other handlers find the face.
function handOver() {
  find("[data-do=undo]").disabled = past.isEmpty;
  find(".live-own").hidden = current.isStartOf(settled);
  find(".live-own span").textContent = `The current face is ${current.face?.name}.`;
  stamp += 1;
  const { sliders, independent } = settled;
  props.value = { start: textFromFloats(start), note, latents: textFromFloats(latents()), sliders, independent, stamp };
  trigger("input");
}

// Shows a state that nothing new can be undone from.
function goTo(wished) {
  setState(wished);
  settled = state();
  handOver();
}

function undo() {
  if (!past.isEmpty) goTo(past.back());
}

// Takes in what the app says: a start, the current face, or both.
function follow() {
  const value = props.value;
  if (!value || value.stamp === stamp) return;
  if (value.start) begin(floatsFromText(value.start), value.note);
  if (value.own) {
    const own = { ...value.own, start: floatsFromText(value.own.start) };
    const isAnew = current.take(own, state());
    if (!value.start && (isAnew || settled === null)) begin(own.start, own.note);
  }
  settle();
}

function begin(code, words) {
  setState({ start: code, note: words, sliders: [], independent: independence.checked });
}

// --- what a person does

function moveTo(goals) {
  const show = (wished) => {
    setAmounts(wished);
    showAmounts();
  };
  glide.run(amounts(), goals, show, settle);
}

const moveOne = (row, goal) => moveTo(amounts().map((amount, other) => (other === row ? goal : amount)));

const surprise = () =>
  moveTo(amounts().map((amount, row) => (rows[row].hidden ? amount : anywhere(reaches[row]))));

// More often near the middle than at an end.
function anywhere({ low, high }) {
  const share = Math.random() + Math.random() - 1;
  return share < 0 ? -share * low : share * high;
}

function beginWithCurrent() {
  begin(current.face.start, current.face.note);
  settle();
}

async function copyLink() {
  const url = new URL(document.baseURI);
  Object.assign(url, { search: "?tab=sliders", hash: fragmentOf(state()) });
  try {
    await navigator.clipboard.writeText(url.href);
    say("The link is copied: whoever opens it sees this very face.");
  } catch {
    const field = find(".live-address");
    Object.assign(field, { hidden: false, value: url.href });
    field.select();
    say("Copy this address: whoever opens it sees this very face.");
  }
}

const actions = { surprise, reset: () => moveTo(ranges.map(() => 0)), undo, link: copyLink, own: beginWithCurrent };

element.addEventListener("input", (event) => {
  if (event.target === find(".live-address")) return;
  glide.stop();
  say("");
  showAmounts();
});
element.addEventListener("change", settle);
element.addEventListener("dblclick", (event) => {
  if (ranges.includes(event.target)) moveOne(ranges.indexOf(event.target), 0);
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) actions[button.dataset.do]();
  if (button?.classList.contains("live-set")) showSet(button.dataset.set);
  if (button?.dataset.to) moveOne(Number(button.dataset.row), Number(button.dataset.to));
});
element.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  event.preventDefault();
  undo();
});

board.addEventListener("fv-dial", (event) => live.mix(event.detail));

// --- what a link to the tab carries, whose face is the current one

const isOfCurrent = () => settled !== null && current.isStartOf(settled);

// Waits for the face that the page works on: a link names it, and it may still be on its way to here.
function take(changed) {
  const isHere = settled !== null && document.querySelector("#current-face strong")?.textContent === current.face?.name;
  if (isHere && !isOfCurrent()) begin(current.face.start, current.face.note);
  if (isHere) goTo({ ...state(), ...changed });
  return isHere;
}

offerSetting("sliders-sliders", {
  label: "Sliders",
  // Those at 0 behind the last moved one are left out.
  read: () => (isOfCurrent() && amounts().some(Boolean) ? amounts().join(",").replace(/(,0)+$/, "") : null),
  take: (text) => take({ sliders: String(text).split(",").map(Number).filter(Number.isFinite) }),
  note: () => (isOfCurrent() ? "" : "The sliders show another face than that: Copy link, beside them, takes it along."),
});
offerSetting("sliders-independent", {
  label: "Change one thing at a time",
  read: () => independence.checked,
  take: (ticked) => take({ independent: ticked === true }),
});

// --- as the page opens

showSet(rows[0].dataset.set);
watch("value", follow);
follow();
const linked = stateOfFragment(location.hash, { dim, reaches });
if (linked === DAMAGED) {
  say("This link is damaged, or of another model; here is the current face instead.");
} else if (linked) {
  past.forget();
  goTo({ ...linked, note: "A face from a link" });
}
