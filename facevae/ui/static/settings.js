// The settings of a tab, as links, lectures and reports name them: each control by its elem_id without the tab before it, so
// that sigma is denoise-sigma.

// What looks like a setting and is none: how a result is looked at or saved, and what the page keeps for itself.
const NO_SETTINGS = /-(where|format|compare|due|stage)$/;
// What tells its own settings, if any: see `offerSetting`.
const TELLS_OWN = "[data-settings=own]";
const GROUP = "[data-testid=checkbox-group]";
const FIELDS = "input, select, button[aria-pressed]";

// A board with settings that no control of its own stands for offers them here, for all scripts of the page: elem_id ->
// { label, read, take, note }. `read` returns the value, or null where there is none to tell; `take` returns whether it could;
// `note`, if any, returns what whoever makes a link should know, or "".
const OFFERED = (globalThis.fvOffered ??= new Map());

const UNFOLDED = new WeakSet();

export function offerSetting(id, setting) {
  OFFERED.set(id, setting);
}

// Returns the controls of a tab, { name, id, label, value } each, in the order of the page: those that are there and hold
// something, also where they are folded away.
export function settingsOf(tab) {
  const panel = document.getElementById(`tab-${tab}`);
  const named = [...(panel?.querySelectorAll(`[id^="${tab}-"]`) ?? [])];
  const holding = named.filter((one) => !NO_SETTINGS.test(one.id) && one.querySelector(FIELDS) && !one.querySelector(TELLS_OWN));
  const single = holding.filter((one) => !holding.some((other) => other !== one && one.contains(other)));
  const found = single.map((one) => ({ id: one.id, label: labelOf(one), value: valueOf(one) }));
  for (const [id, { label, read }] of OFFERED) if (id.startsWith(`${tab}-`)) found.push({ id, label, value: read() });
  const kept = found.filter(({ label, value }) => label && value !== null);
  return kept.map((one) => ({ ...one, name: one.id.slice(tab.length + 1) }));
}

// Returns what whoever makes a link to a tab should know.
export function notesOf(tab) {
  return [...OFFERED].filter(([id]) => id.startsWith(`${tab}-`)).map(([, { note }]) => note?.() ?? "").filter(Boolean);
}

// Returns what a control is called on the page, "" where it is called nothing.
function labelOf(control) {
  const told = control.querySelector("[data-testid=block-info]") ?? control.querySelector("label");
  const group = control.querySelector("[role=group]")?.ariaLabel;
  return (told?.textContent ?? group ?? "").trim();
}

// Returns what is set in a control, as `setControl` takes it; null where it holds no setting.
export function valueOf(control) {
  const typed = control.querySelector("input[type=number], input[type=range]");
  if (typed) return Number(typed.value);
  const chosen = control.querySelector("[role=combobox]");
  if (chosen) return chosen.value;
  const radios = [...control.querySelectorAll("input[type=radio]")];
  if (radios.length) return radios.find((one) => one.checked)?.value ?? null;
  const boxes = [...control.querySelectorAll("input[type=checkbox]")];
  if (control.querySelector(GROUP)) return namesOf(boxes.filter((box) => box.checked));
  if (boxes.length) return boxes[0].checked;
  const pressed = control.querySelector("[role=group] > button[aria-pressed=true]");
  return Object.values(pressed?.dataset ?? {})[0] ?? null;
}

const namesOf = (boxes) => boxes.map((box) => box.name).join(",");

// Returns the names of the boxes to click, so that those of `wanted` alone are ticked: first those to clear, because a
// group may take only so many. A box is { name, checked }.
export function boxesToClick(boxes, wanted) {
  const cleared = boxes.filter((box) => box.checked && !wanted.includes(box.name));
  const ticked = boxes.filter((box) => !box.checked && wanted.includes(box.name));
  return [...cleared, ...ticked].map((box) => box.name);
}

function typeInto(input, value) {
  if (input.value === String(value)) return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, String(value));
  for (const event of ["input", "change", "pointerup"]) input.dispatchEvent(new Event(event, { bubbles: true }));
}

// A list of choices opens a moment after it was asked to: until then it cannot be set.
function pick(list, words) {
  if (list.value === words) return true;
  const options = [...document.querySelectorAll(`#${CSS.escape(list.getAttribute("aria-controls"))} [role=option]`)];
  const option = options.find((one) => (one.ariaLabel ?? one.textContent).trim() === words);
  if (option) option.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  else if (options.length) list.blur();
  else list.focus({ preventScroll: true });
  if (option) list.blur();
  return options.length > 0;
}

// Sets what is in `control` as a person would, so that whatever listens to it hears of it: a slider or a number, a choice from
// a list by its words, ticked boxes by their names with commas between them, one box by true or false, one choice of several
// by its value, a switch of buttons by what their data says. Returns whether it could.
export function setControl(control, value) {
  const list = control.querySelector("[role=combobox]");
  if (list) return pick(list, String(value));
  const boxes = [...control.querySelectorAll("input[type=checkbox]")];
  if (typeof value === "boolean") {
    if (boxes[0] && boxes[0].checked !== value) boxes[0].click();
    return boxes.length > 0;
  }
  const choices = [...control.querySelectorAll("input[type=radio], button")];
  const choice = choices.find((one) => one.value === String(value) || Object.values(one.dataset).includes(String(value)));
  if (choice) {
    if (!choice.checked && choice.ariaPressed !== "true") choice.click();
    return true;
  }
  const slider = control.querySelector("input[type=range], input[type=number]");
  if (slider) typeInto(slider, value);
  else for (const name of boxesToClick(boxes, String(value).split(","))) boxes.find((box) => box.name === name).click();
  return Boolean(slider) || boxes.length > 0;
}

// Returns whether a setting of a tab is what it is to be.
export function isSet(tab, name, value) {
  const id = `${tab}-${name}`;
  const control = document.getElementById(id);
  const is = OFFERED.has(id) ? OFFERED.get(id).read() : control && valueOf(control);
  return meansTheSame(is, value) || Boolean(control?.querySelector(GROUP) && meansTheSame(sortedNames(is), sortedNames(value)));
}

const sortedNames = (names) => String(names).split(",").sort().join(",");

// Whether two settings mean the same: an address has nothing but texts, and 0.50 is 0.5.
export function meansTheSame(one, other) {
  if (String(one) === String(other)) return true;
  const [first, second] = [one, other].map((value) => (String(value).trim() ? Number(value) : Number.NaN));
  return typeof one === "number" && first === second;
}

// Sets one setting of a tab by its name. What is folded away on a page that was just opened is unfolded first. Returns
// whether it could; what cannot be set now may be set later, when the tab has been drawn.
export function setByName(tab, name, value) {
  const id = `${tab}-${name}`;
  if (OFFERED.has(id)) return OFFERED.get(id).take(value);
  const control = document.getElementById(id);
  if (control) return setControl(control, value);
  for (const title of document.querySelectorAll(`#tab-${tab} .label-wrap:not(.open)`)) unfold(title);
  return false;
}

// What is folded away is drawn when it is unfolded for the first time, and stays. A second click would fold it again.
function unfold(title) {
  if (!UNFOLDED.has(title)) title.click();
  UNFOLDED.add(title);
}
