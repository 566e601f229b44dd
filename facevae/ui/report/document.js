// A report as one HTML file that needs nothing but itself. Whatever is filled in is escaped.

import { OWN_LEFT_OUT, outcomeOf, titleOf } from "./sentences.js";

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

export const TITLE = "FaceVAE lab report";
export const ABOUT =
  "Made with FaceVAE in a browser. Nothing of this report is known to anyone beyond this file: nothing of it was sent anywhere."
  + " What a model filled in is plausible, and not true.";

export function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

// Returns the file's text.
//
// report: { title, by, date, entries, withOwn, style }: what was typed, the date in words, the entries that are in it, whether
// pictures of the visitor's own face are, and the style sheet.
export function documentOf({ title, by, date, entries, withOwn, style }) {
  const called = title.trim() || TITLE;
  const byline = [by.trim(), date].filter(Boolean).join(", ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(called)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escape(called)}</h1><p>${escape(byline)}</p></header>
<main>
${entries.map((entry) => entryOf(entry, withOwn)).join("\n")}
</main>
<footer><p>${escape(ABOUT)}</p></footer>
</body>
</html>
`;
}

function entryOf(entry, withOwn) {
  const isCut = entry.isOwn && !withOwn && (entry.blocks ?? []).some(({ kind }) => kind === "picture");
  // A plot of figures shows no face, and neither does what stood below a picture.
  const blocks = isCut ? entry.blocks.map(captionAlone) : entry.blocks;
  const problems = [...entry.problems, ...(isCut ? [OWN_LEFT_OUT] : [])];
  const inner = entry.kind === "question" ? questionOf(entry) : settingsOfEntry(entry) + blocksOf(blocks);
  const about = entry.about ? `<p class="about">${escape(entry.about)}</p>` : "";
  const face = entry.face ? `<p class="face">Face: ${escape(entry.face)}</p>` : "";
  return `<section><h2>${escape(titleOf(entry))}</h2>
${about}${face}
${inner}${problems.map((sentence) => `<p class="problem">${escape(sentence)}</p>`).join("")}${remarkOf(entry.remark)}</section>`;
}

function captionAlone(block) {
  if (block.kind !== "picture") return block;
  return { kind: "words", text: [block.title, block.note].filter(Boolean).join(": ") };
}

const remarkOf = (remark) => (remark.trim() ? `<h3>Remarks</h3><p class="remark">${escape(remark.trim())}</p>` : "");

function pairs(list, className) {
  const rows = list.map(({ label, words }) => `<div><dt>${escape(label)}</dt><dd>${escape(words)}</dd></div>`);
  return `<dl class="${className}">${rows.join("")}</dl>`;
}

const settingsOfEntry = ({ settings }) => (settings.length ? `<h3>Settings</h3>${pairs(settings, "settings")}` : "");

function questionOf(entry) {
  const choices = entry.choices.map((choice) => `<li>${escape(choice)}</li>`).join("");
  return `<p class="asked">${escape(entry.text)}</p><ol>${choices}</ol>${pairs(outcomeOf(entry), "outcome")}`;
}

// Pictures of the same row that follow one another stand side by side.
function blocksOf(blocks) {
  const isFigure = (block) => block?.kind === "picture" || block?.kind === "plot";
  const isBeside = (one, other) => isFigure(one) && isFigure(other) && one.row === other.row;
  const parts = blocks.map((block, index) => {
    if (block.kind === "table") return tableOf(block);
    if (!isFigure(block)) return wordsOfBlock(block);
    const [begins, ends] = [blocks[index - 1], blocks[index + 1]].map((other) => !isBeside(block, other));
    return `${begins ? '<div class="row">' : ""}${figureOf(block)}${ends ? "</div>" : ""}`;
  });
  return parts.length ? `<h3>Shown</h3>${parts.join("")}` : "";
}

const wordsOfBlock = ({ text, isHeading }) => (!text ? "" : isHeading ? `<h4>${escape(text)}</h4>` : `<p>${escape(text)}</p>`);

function figureOf({ kind, title, note, alt, source, width, height, isWide }) {
  const size = height ? ` width="${width}" height="${height}"` : "";
  const said = [title && `<strong>${escape(title)}</strong>`, note && escape(note)].filter(Boolean).join(" ");
  const image = `<img src="${escape(source)}" alt="${escape(alt)}"${size}>`;
  return `<figure class="${kind}${isWide ? " wide" : ""}">${image}${said && `<figcaption>${said}</figcaption>`}</figure>`;
}

function tableOf({ caption, rows }) {
  const cell = ({ text, isHead }) => (isHead ? `<th>${escape(text)}</th>` : `<td>${escape(text)}</td>`);
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("");
  return `<table>${caption ? `<caption>${escape(caption)}</caption>` : ""}<tbody>${body}</tbody></table>`;
}
