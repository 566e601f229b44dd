// A link to what is on the screen, as it is made and as it is opened. Runs as js_on_load of a gr.HTML: element, props, trigger
// and watch come from Gradio. "take" is triggered with {face, turn}, and answered with props.taken.

import { footerButton } from "../static/footer_button.js";
import { DueSettings } from "../static/due_settings.js";
import { emptied, hide, PART_LABELS } from "../static/hiding.js";
import { addressOf, linkIn } from "../static/link_address.js";
import { stepIn } from "../static/lecture_steps.js";
import { notesOf, settingsOf } from "../static/settings.js";

// How long a tab that is there may take to draw its controls.
const PATIENCE_MS = 12_000;

const dialog = find("dialog");
const boxes = find(".link-boxes");
const field = find("input[readonly]");

// --- making one

// What a link made now is of.
let linked = null;

const lectureStep = () => (document.documentElement.classList.contains("lecture") && stepIn(location.hash, Infinity)) || 0;

function selectedTab() {
  const button = document.querySelector("#tabs [role=tab][aria-selected=true]");
  return button && { key: button.id.replace(/^tab-/, "").replace(/-button$/, ""), title: button.textContent.trim() };
}

function open() {
  const tab = selectedTab();
  const current = document.querySelector("#current-face .fv-current");
  const isOwn = !current.dataset.link;
  linked = { tab: tab.key, step: lectureStep(), face: current.dataset.link || props.face, settings: settingsOf(tab.key) };
  const name = isOwn ? props.name : current.querySelector("strong").textContent;
  find(".link-told").textContent = toldOf({ ...linked, title: tab.title, name, isOwn });
  drawBoxes();
  refresh();
  dialog.showModal();
  field.select();
}

function toldOf({ tab, title, step, settings, name, isOwn }) {
  const what = `${step ? `Step ${step} of the lecture, on the tab ` : "The tab "}\u201c${title}\u201d, with ${name} and ${settings.length === 1 ? "one setting" : `${settings.length} settings`}.`;
  const own = isOwn ? ` The face that you see does not travel: ${name} is taken in its place.` : "";
  const notes = notesOf(tab).map((note) => ` ${note}`).join("");
  return `${what}${own}${notes} What was uploaded or painted stays on this page. The pictures come out the same, to one level of 255.`;
}

function drawBoxes() {
  const shown = linked.settings.filter(({ id }) => document.getElementById(id));
  const parts = linked.step ? ["answer", "explanation"] : ["faces", "tabs", "explanation"];
  const named = parts.map((name) => ({ name, label: PART_LABELS[name] }));
  boxes.replaceChildren(...[...named, ...shown].map(boxOf));
}

function boxOf({ name, label }) {
  const line = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name, checked: true });
  line.append(box, ` ${label}`);
  return line;
}

function refresh() {
  const hidden = [...boxes.querySelectorAll("input:not(:checked)")].map((box) => box.name);
  const address = new URL(document.baseURI);
  Object.assign(address, addressOf({ ...linked, hidden }));
  field.value = address.href;
  say("");
}

function say(words) {
  find(".link-said").textContent = words;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(field.value);
    say("The link is copied.");
  } catch {
    field.select();
    say("Your browser does not let a page copy: press Ctrl+C, or Command+C.");
  }
}

// Puts what is set into the page's own address: it is about to be loaded again.
function keep() {
  const face = document.querySelector("#current-face .fv-current")?.dataset.link ?? "";
  const tab = selectedTab();
  const link = { tab: tab.key, step: lectureStep(), face, settings: settingsOf(tab.key), hidden: linkIn(location.hash)?.hidden ?? [] };
  const address = new URL(document.baseURI);
  history.replaceState(history.state, "", Object.assign(address, addressOf(link)));
}

const DO = { copy, close: () => dialog.close() };

boxes.addEventListener("change", refresh);
element.addEventListener("click", (event) => DO[event.target.closest("[data-do]")?.dataset.do]?.());
addEventListener("fv-link", open);
addEventListener("fv-reload", keep);
footerButton("Link", "Make a link to what is on the screen", open);

// --- opening one

const all = footerButton("Show what the link hides", "", showAll);
all.hidden = true;
let turn = 0;

function showAll() {
  hide("", []);
  all.hidden = true;
}

function follow() {
  const link = linkIn(location.hash);
  // A step's link is the lecture's to follow.
  if (!link || stepIn(location.hash, Infinity)) return;
  turn += 1;
  problem("");
  trigger("take", { face: link.face, turn });
  const tab = new URL(location.href).searchParams.get("tab") ?? selectedTab()?.key;
  setWhenThere(turn, link.hidden, new DueSettings(tab, link.settings), null);
}

// Sets what can be set, as soon as the tab is there with its face, and hides things then: a list that cannot be seen cannot
// be opened either.
function setWhenThere(mine, hidden, due, since) {
  if (mine !== turn) return;
  const isThere = props.taken === mine && document.getElementById(`tab-${due.tab}`)?.checkVisibility();
  const isDone = isThere && due.apply();
  const began = since ?? (isThere ? performance.now() : null);
  if (!isDone && (began === null || performance.now() < began + PATIENCE_MS)) {
    requestAnimationFrame(() => setWhenThere(mine, hidden, due, began));
    return;
  }
  if (due.wrong.length) problem(`This page does not have, or cannot set: ${due.wrong.map(([name]) => name).join(", ")}.`);
  hide(due.tab, [...hidden, ...emptied(due.tab, hidden)]);
  all.hidden = !hidden.length;
}

function problem(words) {
  const line = find(".link-problem");
  line.textContent = words;
  line.hidden = !words;
}

find(".link-problem").addEventListener("click", () => problem(""));
addEventListener("popstate", follow);
follow();
