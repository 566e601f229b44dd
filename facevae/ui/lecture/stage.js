// The lecture view. Runs as js_on_load of a gr.HTML: element, props, trigger and watch come from Gradio. props.steps is what
// plan.py's `plan` returns; "take" and "ask" are triggered with {step, turn}, and answered with props.taken and props.answer.

import { LectureClock } from "../static/lecture_clock.js";
import { DueSettings } from "../static/due_settings.js";
import { footerButton } from "../static/footer_button.js";
import { hide } from "../static/hiding.js";
import { linkIn } from "../static/link_address.js";
import { actionOf, KEY_LIST, placeOf } from "../static/lecture_keys.js";
import { Light } from "../static/lecture_light.js";
import { QuestionPanel } from "../static/lecture_question.js";
import { Room } from "../static/lecture_room.js";
import { presenterIn, stepAfter, stepIn, withoutPresenter } from "../static/lecture_steps.js";

const LEFT = "facevae-lecture-left";
const TALLY_EVERY = 3000;

const { steps } = props;
const root = document.documentElement;
const strip = find(".lecture-strip");
const black = find(".lecture-black");
const dialogs = [...element.querySelectorAll("dialog")];
const light = new Light(find(".lecture-light"));
const clock = new LectureClock();
const room = new Room();
const panel = new QuestionPanel(find(".lecture-question"), choose);
const allMinutes = Math.round(steps.reduce((sum, step) => sum + step.minutes, 0));
const starter = footerButton("Lecture", `${props.lecture}: ${steps.length} steps in ${allMinutes} minutes`, () => show(1));

// The step that is shown, from 1; 0 outside the lecture view. Each time one begins is another turn.
let at = 0;
let turn = 0;
// The latest turn whose face is in use.
let taken = 0;
// What is still to be done for it, as soon as the page is so far.
let due = { tab: false, settings: null, hidden: [] };
// Whether the link that led here keeps the answer back.
let keepsAnswer = false;
// Whether the page scrolls with the light, which a step's pictures move as they arrive: until somebody touches the page.
let follows = false;

const now = () => steps[at - 1];
const lit = () => document.getElementById(now().spotlight);
// What the page says of its server stands on the strip.
const barHeight = () => document.getElementById("connection")?.offsetHeight ?? 0;
const stripTop = () => innerHeight - strip.offsetHeight - barHeight();

// What the page's report records: the step that is left.
const tellLeft = () => dispatchEvent(new CustomEvent("fv-left", { detail: { ...now(), at, of: steps.length } }));

// Begins a step; a link to it may change its face and its settings, and may keep the answer back.
function show(step, link = null) {
  if (at) tellLeft();
  else enter();
  at = step;
  turn += 1;
  const settings = { ...now().settings, ...Object.fromEntries(link?.settings ?? []) };
  due = { tab: true, settings: new DueSettings(now().tab, Object.entries(settings)), hidden: link?.hidden ?? [] };
  keepsAnswer = due.hidden.includes("answer");
  hide(now().tab, []);
  follows = true;
  clock.begin(step);
  find(".lecture-words h1").textContent = `Step ${at} of ${steps.length}`;
  find(".lecture-words p").textContent = now().text;
  find("[data-do=previous]").disabled = at === 1;
  find("[data-do=next]").disabled = at === steps.length;
  panel.ask(now().question);
  tick();
  drawRoom();
  scrollTo({ top: 0, behavior: "instant" });
  trigger("take", { step: at, turn, face: link?.face ?? "" });
}

function enter() {
  sessionStorage.removeItem(LEFT);
  root.classList.add("lecture");
  strip.hidden = false;
  requestAnimationFrame(frame);
}

function leave() {
  tellLeft();
  at = 0;
  lift();
  root.classList.remove("lecture");
  strip.hidden = true;
  light.shine(null);
  clock.forget();
  sessionStorage.setItem(LEFT, "1");
  history.replaceState(history.state, "", location.pathname + location.search);
  if (room.state?.stage && !["none", "over"].includes(room.state.stage)) tell("end");
  starter.focus();
}

// Closes whatever lies over the page; returns whether there was anything.
function lift() {
  const over = dialogs.filter((dialog) => dialog.open);
  for (const dialog of over) dialog.close();
  const was = over.length > 0 || !black.hidden;
  black.hidden = true;
  return was;
}

// What has to keep up with a page that others change: the address, the tab, the settings, the light.
function frame() {
  if (!at) return;
  requestAnimationFrame(frame);
  if (stepIn(location.hash, steps.length) !== at) history.replaceState(history.state, "", `${location.search}#step=${at}`);
  root.style.setProperty("--lecture-strip", `${strip.offsetHeight}px`);
  if (due.tab) openTab();
  const spot = lit();
  light.shine(spot, stripTop());
  if (!spot?.checkVisibility()) return;
  const isSet = taken === turn && due.settings.apply();
  if (due.hidden.length && isSet) {
    hide(now().tab, due.hidden);
    due.hidden = [];
  }
  if (follows) light.reveal(spot, stripTop());
}

function openTab() {
  const tab = document.getElementById(`tab-${now().tab}-button`);
  if (!tab) return;
  due.tab = false;
  if (tab.ariaSelected !== "true") tab.click();
  document.activeElement?.closest?.("[role=tabpanel], [role=tablist]") && document.activeElement.blur();
  unfoldWhenThere(turn);
}

function unfoldWhenThere(mine) {
  if (mine !== turn || !at) return;
  const spot = lit();
  if (spot?.parentElement) light.unfold(spot);
  if (!spot?.checkVisibility()) requestAnimationFrame(() => unfoldWhenThere(mine));
}

function tick() {
  if (at) clock.show(find(".lecture-timer"), now().minutes, find(".lecture-clock"), room.key && allMinutes);
}

// The vote

function drawRoom() {
  const { state } = room;
  const isOn = room.isOn(panel.question);
  panel.counts = (isOn && state.counts) || null;
  panel.tally = isOn && !state.counts ? `${state.votes} voted, ${state.hands} hands.` : "";
  find("[data-do=undo]").hidden = !(isOn && state.hands);
  // Styles hide what a tab shows of the answer until then.
  root.dataset.unrevealed = (!panel.revealed && panel.question?.key) || "";
  panel.draw();
  dispatchEvent(new CustomEvent("fv-asked", { detail: panel }));
}

// Asks a route of the presenter's; what it refuses is said below the question.
async function tell(action, fields) {
  try {
    const state = await room.ask(action, fields);
    panel.problem = "";
    return state;
  } catch (error) {
    panel.problem = error.message;
    return null;
  } finally {
    drawRoom();
  }
}

async function vote() {
  if (!panel.question) return;
  if (!room.key) return find(".lecture-who").showModal();
  const { question } = panel;
  panel.wanted = false;
  if (!(await open(question))) return;
  const said = await tell("card", { address: location.origin + location.pathname });
  if (!said) return;
  find(".lecture-card div").innerHTML = said.card;
  if (at && panel.question === question) find(".lecture-card").showModal();
}

// The presenter counts a raised hand, for which the question has to be open; anybody else chooses.
async function choose(index) {
  const { question } = panel;
  if (!question?.choices[index]) return;
  if (!room.key) {
    if (!panel.revealed) panel.picked = index;
    return drawRoom();
  }
  if (room.isOn(question) || (await open(question))) await tell("hands", { choice: index });
}

const open = ({ key, text, choices }) => tell("open", { key, text, choices });

async function reveal() {
  if (!panel.question || keepsAnswer) return;
  if (find(".lecture-card").open) lift();
  panel.wanted = true;
  if (room.key && room.isOn(panel.question)) await tell("reveal");
  drawRoom();
}

setInterval(() => {
  // A server that is known not to answer is left alone, see static/steady.js.
  if (root.dataset.line) return;
  if (at && room.key && room.isOn(panel.question) && room.state.stage === "open") tell("");
}, TALLY_EVERY);
setInterval(tick, 1000);

find(".lecture-who form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = find(".lecture-who input");
  const wrong = await room.use(input.value).then((isRight) => (isRight ? "" : "This is not the key."), (error) => error.message);
  find(".lecture-who [role=alert]").textContent = wrong;
  if (wrong) return;
  input.value = "";
  find(".lecture-who").close();
  vote();
});

// What is done by keys and buttons

const DO = {
  black: () => {
    lift();
    black.hidden = false;
    black.textContent = "The screen is black. Press b to go on.";
  },
  full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  keys: () => find(".lecture-keys").showModal(),
  dark: () => {
    document.body.classList.toggle("dark");
    drawDark();
  },
  undo: () => room.key && tell("undo"),
  report: () => dispatchEvent(new CustomEvent("fv-report")),
  close: lift,
  nothing: () => {},
  link: () => dispatchEvent(new Event("fv-link")),
  leave,
  vote,
  reveal,
};

// What is done under whatever lies over the page.
const STAYS = new Set(["nothing", "full", "undo", "reveal"]);

function drawDark() {
  find("[data-do=dark]").ariaPressed = String(document.body.classList.contains("dark"));
}

function act(action) {
  if (typeof action === "number") return choose(action - 1);
  const goal = stepAfter(action, at, steps.length);
  if (goal === null) return DO[action]();
  if (goal !== at) show(goal);
}

function press(event) {
  // A dialog of somebody else's that lies over the page has its own keys, but for the one that loads the page anew.
  if (event.key !== "F5" && [...document.querySelectorAll("dialog:modal")].some((dialog) => !dialogs.includes(dialog))) return;
  const action = at ? actionOf(event, placeOf(event.target)) : null;
  if (action === null) follows = false;
  // The browser ends a full screen by Escape, which is not to end the lecture as well.
  if (action === null || (action === "leave" && document.fullscreenElement)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.repeat && action !== "next" && action !== "previous") return;
  // What lies over the page is the first thing that goes: a step is taken from a page in sight.
  if (!(STAYS.has(action) || typeof action === "number") && lift()) return;
  act(action);
}

addEventListener("keydown", press, true);
for (const event of ["wheel", "pointerdown"]) {
  addEventListener(event, () => { follows = false; }, { capture: true, passive: true });
}
addEventListener("pointerup", () => {
  const held = document.activeElement;
  if (at && held?.matches("input[type=range]")) setTimeout(() => held.blur());
}, true);
addEventListener("popstate", () => {
  takeKey();
  const step = stepIn(location.hash, steps.length);
  if (step && step !== at) show(step, linkIn(location.hash));
});
element.addEventListener("click", (event) => {
  const action = event.target.closest("[data-do]")?.dataset.do;
  if (action) act(action);
});

watch("taken", () => {
  // Of two steps in a row the first may be answered last.
  taken = Math.max(taken, props.taken);
  if (at && taken === turn && panel.question) trigger("ask", { step: at, turn });
});
watch("answer", () => {
  if (props.answer?.turn !== turn) return;
  panel.answer = props.answer;
  drawRoom();
});

// Where it begins

function useKey(key) {
  room.key = key;
  room.use(key).catch(() => {}).then(() => at && drawRoom());
}

// Takes the presenter's key out of the address, which everybody sees; returns whether there was one.
function takeKey() {
  const key = presenterIn(location.hash);
  if (!key) return false;
  history.replaceState(history.state, "", location.pathname + location.search + withoutPresenter(location.hash));
  useKey(key);
  return true;
}

function begin() {
  for (const [words, about] of KEY_LIST) {
    const [key, does] = [document.createElement("dt"), document.createElement("dd")];
    key.textContent = words;
    does.textContent = about;
    find(".lecture-keys dl").append(key, does);
  }
  if (!takeKey() && room.key) useKey(room.key);
  drawDark();
  const step = stepIn(location.hash, steps.length);
  const link = linkIn(location.hash);
  if (step || (props.opens && !link && !sessionStorage.getItem(LEFT))) show(step ?? 1, link);
}

begin();
