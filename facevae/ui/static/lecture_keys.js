// Which key does what in the lecture view. Clickers send PageDown and PageUp, and b or . for a black screen.

const PAGES = { PageDown: "next", PageUp: "previous" };
const WAYS = { ArrowRight: "next", ArrowLeft: "previous", Home: "first", End: "last" };
const LETTERS = { b: "black", ".": "black", f: "full", v: "vote", u: "undo", r: "reveal", "?": "keys" };

// What stands in the list of keys.
export const KEY_LIST = [
  ["Page Down, \u2192", "the next step"],
  ["Page Up, \u2190", "the step before"],
  ["Home, End", "the first step, the last"],
  ["1, 2, 3 \u2026", "choose an answer; the presenter counts raised hands with them"],
  ["u", "take the last hands back"],
  ["v", "open the vote, and show how to join it"],
  ["r", "reveal the answer"],
  ["b, .", "make the screen black"],
  ["f", "fill the screen"],
  ["?", "this list"],
  ["Esc", "leave the lecture view"],
];

const TEXTS = "textarea, select, [contenteditable], input:not([type]), " + ["text", "search", "password", "email", "url"].map((type) => `input[type=${type}]`).join(", ");
const ARROWS =
  "input[type=range], input[type=radio], canvas, [role=application], [role=slider], [role=listbox], [role=gridcell], [role=tab], [role=combobox]";

// Returns what has the focus: "text", "number", "arrows" (what uses arrow keys itself), or "page".
export function placeOf(element) {
  if (element?.matches?.(TEXTS)) return "text";
  if (element?.matches?.("input[type=number]")) return "number";
  return element?.matches?.(ARROWS) ? "arrows" : "page";
}

// Returns what a keydown does at a place, or null where it belongs to the page: an action, "nothing" for a key that is
// swallowed, or the number of a choice, from 1.
export function actionOf({ key, ctrlKey, altKey, metaKey }, place) {
  if (ctrlKey || altKey || metaKey) return null;
  if (key === "F5") return "nothing";
  if (place === "text") return null;
  if (key in PAGES) return PAGES[key];
  if (key === "Escape") return "leave";
  if (key in WAYS) return place === "page" ? WAYS[key] : null;
  if (place === "number") return null;
  if (/^[1-6]$/.test(key)) return Number(key);
  return LETTERS[key.toLowerCase()] ?? null;
}
