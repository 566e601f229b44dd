// What a link hides from whoever opens it. It can all be had back: this keeps a class from distraction, not from anything.

const PARTS = {
  faces: "#examples, #random-face, #photo, #photo-panel",
  tabs: ".tab-groups, #tabs > .tab-wrapper",
  explanation: ".fv-explain",
  answer: ".lecture-question [data-do=reveal]",
};

export const PART_LABELS = { faces: "The choice of a face", tabs: "The other tabs", explanation: "What is going on", answer: "The answer to the question" };

// Hides parts of the page, and settings of a tab by their names; nothing is hidden by none.
export function hide(tab, names) {
  document.getElementById("fv-hides")?.remove();
  if (!names.length) return;
  const style = Object.assign(document.createElement("style"), { id: "fv-hides" });
  const selectors = names.map((name) => PARTS[name] ?? `#${CSS.escape(`${tab}-${name}`)}`);
  style.textContent = `${selectors.join(", ")} { display: none !important; }`;
  document.head.append(style);
}

// Returns the names of what is folded away in a tab and has nothing left to show, with those of its settings hidden.
export function emptied(tab, names) {
  const folds = [...document.querySelectorAll(`#tab-${tab} [id^="${tab}-"]:has(> .label-wrap)`)];
  const isHidden = (one) => names.includes(one.id.slice(tab.length + 1));
  const inside = (fold) => [...fold.querySelectorAll(`[id^="${tab}-"]`)].filter((one) => one.querySelector("input, select, button"));
  return folds.filter((fold) => inside(fold).length && inside(fold).every(isHidden)).map((fold) => fold.id.slice(tab.length + 1));
}
