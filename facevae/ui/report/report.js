// The report. Runs as js_on_load of a gr.HTML: element and props come from Gradio; props.style is the report's own style sheet.

import { footerButton } from "../static/footer_button.js";
import { documentOf } from "./document.js";
import { bytesOf, Entries } from "./entries.js";
import { encodePicture } from "./page_pictures.js";
import { contentOf, dateInWords, fileName, INCOMPLETE, megabytes, titleOf, UNFINISHED } from "./sentences.js";
import { lacksPicture, Settling } from "./settling.js";
import { settingsInWords } from "./setting_words.js";
import { readShown } from "./tab_reader.js";

// Tabs that may go on showing a face after another one has been chosen.
const KEEPS_FACES = ["sliders", "morph"];

const dialog = find("dialog");
const list = find(".report-entries");
const told = find(".report-told");
const entries = new Entries(sessionStorage);
const settling = new Settling();

// Whether a face without a name in links was in use: the visitor's own, or one that was made from a face.
let wasOwn = false;
// Whether somebody did something in a tab since the present step began.
let hasWorked = false;

const current = () => document.querySelector("#current-face .fv-current");
const shownPanel = () => [...document.querySelectorAll("[role=tabpanel]")].find((panel) => panel.checkVisibility());
const tabOf = (panel) => panel.id.replace(/^tab-/, "");

function facts(tab) {
  const { link } = current().dataset;
  return {
    tab,
    title: document.getElementById(`tab-${tab}-button`)?.textContent.trim() ?? tab,
    face: current().querySelector("strong").textContent,
    isOwn: !link || (wasOwn && KEEPS_FACES.includes(tab)),
  };
}

// Reads a tab as it is at this moment. Returns an entry whose pictures are still to be made files of.
function read(panel, more) {
  const tab = tabOf(panel);
  const { blocks, problems } = readShown(panel);
  const missing = lacksPicture(panel) ? [INCOMPLETE] : [];
  const shown = { blocks, problems: [...problems, ...missing], settings: settingsInWords(tab) };
  return { kind: "shown", step: null, about: "", ...facts(tab), ...shown, ...more };
}

async function add(taken) {
  const blocks = await Promise.all(taken.blocks.map(withFile));
  const entry = entries.addShown({ ...taken, blocks });
  draw();
  return entry;
}

async function withFile(block) {
  if (block.kind !== "picture") return block;
  const { layers, frames, ...rest } = block;
  return { ...rest, ...(await encodePicture(block)) };
}

async function addShown() {
  const panel = shownPanel();
  const button = find("[data-do=add]");
  if (!panel || button.disabled) return;
  button.disabled = true;
  told.textContent = settling.isBusy(panel) || lacksPicture(panel) ? "Waiting until what is shown is done \u2026" : "";
  try {
    if (!(await settling.end(panel))) throw new Error("It is still being made; please try once more.");
    const { title, problems } = await add(read(panel));
    told.textContent = [`${title} is in the report.`, ...problems].join(" ");
  } catch (error) {
    told.textContent = `Nothing was added. ${error.message}`;
  } finally {
    button.disabled = false;
  }
}

// In a lecture

function leaveStep({ at, of, tab, text }) {
  const panel = document.getElementById(`tab-${tab}`);
  if (!hasWorked || !panel?.checkVisibility()) return;
  const more = { step: { at, of }, about: text };
  add(settling.isBusy(panel) ? read(panel, { ...more, blocks: [], problems: [UNFINISHED] }) : read(panel, more));
}

function takeQuestion({ question, picked, revealed, answer, counts }) {
  const panel = shownPanel();
  if (!question || !panel || (picked === null && !revealed)) return;
  const { key, text, choices } = question;
  const { right = -1, sentence = "", note = "" } = revealed ? answer : {};
  const { tab, title, face } = facts(tabOf(panel));
  entries.addQuestion({
    kind: "question", key, text, choices, picked, revealed, right, sentence, note, counts: revealed ? counts : null,
    tab, title, face, isOwn: false, step: null,
  });
  draw();
}

// The dialog

const make = (tag, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
};

function row(entry) {
  const title = titleOf(entry);
  const tick = make("input", { type: "checkbox", checked: entry.isIn });
  const names = [make("strong", { textContent: title }), make("span", { textContent: contentOf(entry) })];
  const label = make("label", {}, tick, make("span", {}, ...names));
  const remark = make("textarea", { rows: 1, maxLength: 2000, value: entry.remark, placeholder: "Your remarks" });
  remark.ariaLabel = `Your remarks on: ${title}`;
  tick.addEventListener("change", () => {
    entries.change(entry.id, { isIn: tick.checked });
    drawEnd();
  });
  remark.addEventListener("change", () => entries.change(entry.id, { remark: remark.value }));
  const problems = entry.problems.map((textContent) => make("span", { className: "report-problem", textContent }));
  return make("li", {}, label, ...problems, remark);
}

function draw() {
  if (dialog.open) list.replaceChildren(...entries.all.map(row));
  drawEnd();
}

function drawEnd() {
  const ticked = entries.all.filter(({ isIn }) => isIn);
  const own = find(".report-own");
  const ofOwn = entries.all.filter((entry) => entry.isOwn && entry.blocks?.some(({ kind }) => kind === "picture"));
  own.hidden = !ofOwn.length;
  find("[data-do=clear]").hidden = ticked.length === entries.all.length;
  find("[data-do=save]").disabled = !ticked.length;
  const bytes = ticked.reduce((sum, entry) => sum + bytesOf(entry), 0);
  find(".report-size").textContent = ticked.length
    ? `${ticked.length === 1 ? "1 entry" : `${ticked.length} entries`}, about ${megabytes(bytes)} of at most ${megabytes(entries.most)}`
    : "";
}

function save() {
  const now = new Date();
  const withOwn = !find(".report-own").hidden && find(".report-own input").checked;
  const text = documentOf({
    title: find(".report-called").value,
    by: find(".report-by").value,
    date: dateInWords(now),
    entries: entries.all.filter(({ isIn }) => isIn),
    withOwn,
    style: props.style,
  });
  const link = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  make("a", { href: link, download: fileName(now) }).click();
  setTimeout(() => URL.revokeObjectURL(link), 60_000);
  told.textContent = `Saved as ${fileName(now)}.`;
}

function open() {
  if (dialog.open) return;
  told.textContent = "";
  dialog.showModal();
  draw();
}

const DO = {
  add: addShown,
  save,
  clear: () => {
    entries.removeUnticked();
    draw();
  },
};

element.addEventListener("click", ({ target }) => DO[target.closest("[data-do]")?.dataset.do]?.());
// Enter in a line of text is no reason to close.
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});

addEventListener("fv-report", open);
addEventListener("fv-left", ({ detail }) => {
  leaveStep(detail);
  hasWorked = false;
});
addEventListener("fv-asked", ({ detail }) => takeQuestion(detail));
for (const kind of ["input", "change", "click"]) {
  document.addEventListener(kind, ({ isTrusted, target }) => {
    if (!isTrusted || !target.closest?.("[role=tabpanel]")) return;
    settling.touch();
    hasWorked = true;
  }, true);
}

// Where it begins

function watchFace() {
  const face = document.getElementById("current-face");
  if (!face) return requestAnimationFrame(watchFace);
  const note = () => { wasOwn ||= current()?.dataset.link === ""; };
  new MutationObserver(note).observe(face, { childList: true, subtree: true, attributes: true });
  note();
}

footerButton("Report", "A file of what you did here", open);
watchFace();
