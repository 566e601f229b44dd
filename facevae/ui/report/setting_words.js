// The settings of a tab in the words of the page, for people to read.

import { settingsOf } from "../static/settings.js";

// How a result is looked at, what a brush is like, and controls that are pictures of what they set.
const UNSET = [
  ".compare, .paint-tools, .live-end, .live-zero, .fv-explain, [role=grid], .corner-menu, .kernels-cells",
  "[id$=-where], [id$=-format]",
].join();
const CONTROLS = [
  "input:is([type=range], [type=number], [type=checkbox], [type=radio]:checked), select",
  "[role=group] > button[aria-pressed=true]",
].join();

const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();

// Returns { label, words } for each setting of a tab.
export function settingsInWords(tab) {
  const named = settingsOf(tab).filter(({ id }) => isOfGradio(document.getElementById(id)));
  const controls = named.map(({ id }) => document.getElementById(id));
  const told = named.map(({ label, value }, index) => ({ label: plain(label), words: chosenWords(controls[index], value) }));
  const panel = document.getElementById(`tab-${tab}`);
  const others = [...(panel?.querySelectorAll(CONTROLS) ?? [])].filter(
    (one) => !one.closest(UNSET) && !controls.some((control) => control.contains(one)) && isOfBoard(one),
  );
  return [...told, ...others.map(boardSetting)].filter(({ label, words }) => label && words !== "");
}

// Whether it is a control of Gradio's that holds for what is shown, also where it is folded away.
function isOfGradio(control) {
  if (!control || control.querySelector(".html-container")) return false;
  return control.checkVisibility() || control.closest("[data-testid=accordion-content]") !== null;
}

// Whether a control stands in the HTML of one of our own boards, in the part of it that is shown.
function isOfBoard(control) {
  if (!control.closest(".html-container")) return false;
  const folded = control.closest("details:not([open])");
  // Settings may be folded away, but not together with what they set.
  if (folded) return !folded.querySelector("img, canvas");
  return control.parentElement.checkVisibility() && !control.closest("[hidden]");
}

// What is chosen in one of Gradio's controls.
function chosenWords(control, value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const ticked = [...control.querySelectorAll("input:is([type=checkbox], [type=radio]):checked")];
  if (ticked.length) return ticked.map((one) => plain(one.closest("label")?.textContent) || one.value).join(", ");
  if (value === "") return "none";
  const pressed = control.querySelector("[role=group] > button[aria-pressed=true]");
  return plain(pressed?.textContent) || String(value);
}

function boardSetting(control) {
  if (control.tagName === "BUTTON") return { label: plain(control.parentElement.ariaLabel), words: plain(control.textContent) };
  const label = labelFor(control);
  if (control.tagName === "SELECT") return { label, words: plain(control.selectedOptions[0]?.textContent) };
  if (control.type === "radio") {
    const group = control.closest("[role=radiogroup], [role=group], fieldset");
    return { label: plain(group?.ariaLabel), words: plain(control.closest("label")?.textContent) };
  }
  if (control.type === "checkbox") return { label, words: control.checked ? "yes" : "no" };
  return { label, words: control.value };
}

function labelFor(control) {
  const named = control.getAttribute("aria-labelledby")?.split(" ").map((id) => plain(document.getElementById(id)?.textContent));
  if (named) return named.join(" ");
  if (control.ariaLabel) return control.ariaLabel;
  const label = control.closest("label");
  const inside = label?.cloneNode(true);
  for (const field of inside?.querySelectorAll("select, input, output") ?? []) field.remove();
  return plain(inside?.textContent);
}
