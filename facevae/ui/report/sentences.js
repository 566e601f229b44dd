// What a report says in words, and what its file is called.

import { sharesOf } from "../static/lecture_question.js";

export const LOST = "Its pictures were lost when the page was loaded anew.";
export const OWN_LOST = "What it showed was lost when the page was loaded anew: nothing of the visitor\u2019s own face is stored.";
export const FULL = "Its pictures were left out, because the report was full.";
export const UNFINISHED = "What it shows was still being made when the step was left, so it is not in this report.";
export const INCOMPLETE = "A picture of it had not arrived yet.";
export const OWN_LEFT_OUT = "Pictures of the visitor\u2019s own face are left out of this report.";

// Returns what came of a question, line by line: { label, words } each.
export function outcomeOf({ choices, picked, revealed, right, sentence, note, counts }) {
  const lines = [{ label: "Predicted", words: picked === null ? "nothing was chosen here" : choices[picked] }];
  if (!revealed) return [...lines, { label: "Right", words: "not revealed" }];
  lines.push({ label: "Right", words: choices[right] ?? "no choice" });
  if (picked !== null && right in choices) lines.push({ label: "The prediction was", words: picked === right ? "right" : "not right" });
  const said = [note, sentence].filter(Boolean).join(" ");
  if (said) lines.push({ label: "Found", words: said });
  if (counts) lines.push({ label: "The room", words: roomInWords(choices, counts) });
  return lines;
}

function roomInWords(choices, counts) {
  const shares = sharesOf(counts);
  return choices.map((choice, index) => `${choice}: ${counts[index]} (${shares[index]} %)`).join("; ");
}

// Returns what an entry is called.
export function titleOf({ kind, title, step }) {
  const what = kind === "question" ? `Question: ${title}` : title;
  return step ? `${what} (step ${step.at} of ${step.of})` : what;
}

// Returns in a few words what an entry holds.
export function contentOf({ kind, face, blocks = [], picked, revealed }) {
  if (kind === "question") return `${picked === null ? "no prediction" : "predicted"}, ${revealed ? "revealed" : "not revealed"}`;
  const count = (...kinds) => blocks.filter((block) => kinds.includes(block.kind)).length;
  const pictures = count("picture", "plot");
  return [face, pictures === 1 ? "1 picture" : `${pictures} pictures`].filter(Boolean).join(", ");
}

// Returns a date of the visitor's own clock: the words, and the name of a file saved then.
export function dateInWords(date) {
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

export function fileName(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `facevae-report-${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}.html`;
}

export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
