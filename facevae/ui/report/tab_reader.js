// Reads what a tab shows, from top to bottom: pictures, plots, tables and sentences, without its controls. Pictures are taken
// at once, because the tab may be another one a moment later; `encodePicture` makes files of them when there is time.

import { isLargeEnough, plotOf, takePicture } from "./page_pictures.js";

// What is no result: controls, what is folded away or only read out, and what explains.
const SKIPPED = [
  "button, input, select, textarea, label, summary, fieldset, progress, script, style",
  ".label-wrap, [data-testid=block-info], [data-testid=status-tracker], .info-text, .fv-badge, .live-rows",
  ".fv-unseen, .fv-settled, .fv-explain, .fv-invitation, [role=toolbar], .paint-presets, .paint-prompt, .corner-menu",
  ".compare-names, .min_value, .max_value, .path-arrow, .morph-put, [class$=-above], [class$=-beside]",
].join();
// What no longer belongs to what is set, and says so.
const STALE = "[data-stale], #inpaint-nine:has(.inpaint-stale)";
const FRAMES = ".fv-picture, .cells-board, [class$=-frame]";
const MEDIA = "img, canvas, svg";
// What continues a line, whatever its style makes of it.
const INLINE = new Set(["SPAN", "STRONG", "B", "EM", "I", "OUTPUT", "A", "SMALL", "SUB", "SUP", "CODE", "TIME"]);

const words = (node) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();

// Returns { blocks, problems } of an element: blocks in the order of the page, each { kind: "picture", title, note, alt, row,
// isWide } with what `takePicture` returns, { kind: "plot", title, note, alt, row } with what `plotOf` does, { kind: "table",
// caption, rows } or { kind: "words", text, isHeading }; and a sentence for each part that was left out because it is not of
// what is set. Pictures of the same `row` may stand side by side.
export function readShown(element) {
  const reading = begun();
  walk(element, reading);
  endLine(reading);
  return { blocks: reading.blocks, problems: [...reading.problems] };
}

const begun = () => ({ blocks: [], problems: new Set(), line: "", caption: null, row: 0 });

function walk(parent, reading) {
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) reading.line += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE) readElement(node, reading);
  }
}

function readElement(node, reading) {
  if (!isSeen(node)) return;
  const stale = staleWords(node);
  if (stale) return void reading.problems.add(`Not in this report, because it did not belong to the settings: \u201c${stale}\u201d.`);
  const reads = readerOf(node);
  if (reads) {
    endLine(reading);
    reads(node, reading);
  } else if (!node.matches(SKIPPED)) {
    readText(node, reading);
  }
}

// What has no box of its own may hold what has one.
function isSeen(node) {
  return node.checkVisibility({ visibilityProperty: true }) || getComputedStyle(node).display === "contents";
}

function staleWords(node) {
  return node.matches(STALE) ? (node.dataset.stale ?? words(node.querySelector(".inpaint-stale"))) : "";
}

function readerOf(node) {
  if (node.matches("figure")) return readFigure;
  if (node.matches(FRAMES) && node.querySelector(MEDIA)) return readFrame;
  if (node.matches("svg[role=img]")) return readPlot;
  if (node.matches(MEDIA)) return readFrame;
  if (node.matches("button") && [...node.querySelectorAll(MEDIA)].some(isLargeEnough) && !node.closest(".live-rows")) return readButton;
  if (node.matches("table")) return readTable;
  if (node.matches(".kernels-cells")) return readSum;
  return null;
}

function readText(node, reading) {
  const isOnLine = continuesLine(node);
  const gap = getComputedStyle(node).display === "inline" ? "" : " ";
  if (isOnLine) reading.line += gap;
  else if (node.tagName !== "DD") endLine(reading);
  walk(node, reading);
  if (node.tagName === "DT") reading.line = `${reading.line.trim()}: `;
  else if (!isOnLine) endLine(reading, /^H\d$/.test(node.tagName));
  else reading.line += gap;
}

// Whether the words of an element go on in the line that its parent has begun, as those in a row of boxes do.
function continuesLine(node) {
  if (!INLINE.has(node.tagName)) return false;
  if (!words(node)) return true;
  const isBlock = /^(block|flex|grid)$/.test(getComputedStyle(node).display);
  return !isBlock || /flex|grid|contents/.test(getComputedStyle(node.parentElement).display);
}

function endLine(reading, isHeading = false) {
  const text = reading.line.replace(/\s+/g, " ").trim();
  reading.line = "";
  if (text && text !== reading.blocks.at(-1)?.text) reading.blocks.push({ kind: "words", text, isHeading });
}

// A figure lends its caption to the pictures in it.
function readFigure(figure, reading) {
  const caption = figure.querySelector(":scope > figcaption");
  const outer = reading.caption;
  reading.caption = caption && !figure.matches(".compare") ? captionOf(caption) : null;
  const before = reading.blocks.length;
  for (const child of figure.children) if (child !== caption) readElement(child, reading);
  endLine(reading);
  const isUsed = reading.blocks.slice(before).some(({ kind }) => kind === "picture" || kind === "plot");
  if (caption && !isUsed) readText(caption, reading);
  reading.caption = outer;
}

// Returns { title, note } of a caption, its buttons aside.
function captionOf(caption) {
  const title = caption.querySelector(".fv-title, strong");
  const copied = begun();
  for (const node of caption.childNodes) {
    if (node === title) continue;
    if (node.nodeType === Node.TEXT_NODE) copied.line += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE) {
      if (getComputedStyle(node).display !== "inline") endLine(copied);
      readElement(node, copied);
    }
  }
  endLine(copied);
  return { title: words(title), note: copied.blocks.map(({ text }) => text).join("; ").trim() };
}

function readFrame(frame, reading) {
  const media = frame.matches(MEDIA) ? [frame] : [...frame.querySelectorAll(MEDIA)];
  const seen = media.filter(isLargeEnough);
  if (!seen.length) return;
  const { title, note } = reading.caption ?? {};
  if (frame.closest(".compare")) return readPair(seen.toReversed(), reading);
  const badge = words(frame.querySelector(".fv-badge"));
  const notes = [badge, note ?? notesOfTable(frame)].filter(Boolean).join("; ");
  const named = { title: title || labelOfFrame(frame, seen[0]), note: notes };
  // What names a picture from beside it has been read as a line.
  if (reading.blocks.at(-1)?.text === named.title) reading.blocks.pop();
  addPicture(reading, seen, named, frame);
  for (const table of frame.querySelectorAll("table")) readTable(table, reading);
}

// Before and after stand in a row of their own.
function readPair(pair, reading) {
  reading.row += 1;
  for (const one of pair) addPicture(reading, [one], { title: one.alt, note: "" });
  reading.row += 1;
}

function addPicture(reading, media, { title, note }, frame = null) {
  const taken = takePicture(media, frame);
  if (!taken) return;
  const isWide = frame?.querySelector("[role=grid]") != null || taken.width > 1.6 * taken.height;
  const alt = [title, note].filter(Boolean).join(". ");
  reading.blocks.push({ kind: "picture", title, note, alt, row: reading.row, isWide, ...taken });
}

function labelOfFrame(frame, first) {
  return frame.querySelector("[role=grid]")?.ariaLabel || first.alt || first.ariaLabel || words(first.previousElementSibling);
}

// A table of faces has words above its columns and beside its rows.
function notesOfTable(frame) {
  const box = frame.closest(".cells");
  const heads = [["Columns", ".cells-above"], ["Rows", ".cells-beside"]].map(([name, selector]) => {
    const said = [...(box?.querySelectorAll(`${selector} > *`) ?? [])].map(words).filter(Boolean);
    return said.length ? `${name}: ${said.join(", ")}` : "";
  });
  return heads.filter(Boolean).join(". ");
}

function readButton(button, reading) {
  const seen = [...button.querySelectorAll(MEDIA)].filter(isLargeEnough);
  const [title, ...rest] = (button.ariaLabel ?? button.innerText).replace(/\s+/g, " ").trim().split(": ");
  const badge = words(button.querySelector(".fv-badge"));
  const { caption } = reading;
  const lent = caption?.title && { title: caption.title, note: [badge, caption.note].filter(Boolean).join("; ") };
  addPicture(reading, seen, lent || { title, note: rest.join(": ") });
}

function readPlot(svg, reading) {
  if (!isLargeEnough(svg)) return;
  const { title = "", note = "" } = reading.caption ?? {};
  const alt = svg.ariaLabel ?? words(svg.querySelector("title"));
  reading.blocks.push({ kind: "plot", title, note, alt, row: reading.row, ...plotOf(svg) });
}

function readTable(table, reading) {
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => ({ text: words(cell), isHead: cell.tagName === "TH" })));
  reading.blocks.push({ kind: "table", caption: words(table.caption) || table.ariaLabel || "", rows });
}

// The sum under the window of a kernel: each pixel, its weight and their product, as a table of such.
function readSum(box, reading) {
  const cells = [...box.children].map((cell) => {
    const [pixel, product] = [".kernels-pixel", ".kernels-product"].map((name) => words(cell.querySelector(name)));
    return { text: `${pixel} \u00d7 ${cell.querySelector("input").value} = ${product}`, isHead: false };
  });
  const side = Math.round(Math.sqrt(cells.length));
  const rows = Array.from({ length: side }, (_, row) => cells.slice(row * side, (row + 1) * side));
  reading.blocks.push({ kind: "table", caption: box.ariaLabel, rows });
}
