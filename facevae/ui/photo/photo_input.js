// Brings a photo to the server. Runs as js_on_load of a gr.HTML: element, props, trigger and watch come from Gradio.
// props.value is what photo_input.py's `told` returns; "take" is triggered with the token of a photo that has arrived.

import { arrivalOf, mayBring } from "./arrivals.js";
import { offerCamera } from "./camera.js";
import { KEPT } from "./kept.js";
import { beginWaiting, endWaiting, sayWaiting } from "./waiting.js";

const OUT_OF_REACH =
  "The other page does not hand over this picture. Save it first, then choose the file; or copy the picture and paste it here.";
const NOTHING = "There is no picture in what was dropped. Drop a photo file, or a picture.";
const LOST = "Waits for the server ...";
const UNSENT = "This photo was not sent. Load the page again, then choose it once more.";
const LOOKING = "Looking for faces ...";

const input = find("input[type=file]");
const address = new URL(props.path.slice(1), document.baseURI);

// Only the last photo counts: `turn` is what makes the others late.
let turn = 0;
let request = null;

function say(words) {
  find(".bring-news").textContent = words;
}

// Said by the page itself, which can do so without a connection.
function refuse(sentence) {
  endWaiting();
  say("");
  find(".bring-refusal p").textContent = sentence;
  find(".bring-refusal").hidden = false;
}

// Where the server does not answer, the page sends the photo as soon as it does, see static/steady.js.
function tellLine(state) {
  if (state === "lost") sayWaiting(LOST);
  else if (state === "fine") sayWaiting(LOOKING);
  else if (endWaiting()) refuse(UNSENT);
}

async function take(file) {
  const mine = ++turn;
  request?.abort();
  find(".bring-refusal").hidden = true;
  beginWaiting(file);
  say("Looking for faces in your photo.");
  tellLine(document.documentElement.dataset.line ?? "fine");
  let told = {};
  try {
    request = new AbortController();
    const answer = await fetch(address, { method: "POST", body: file, signal: request.signal });
    told = await answer.json().catch(() => ({}));
    told.error ??= answer.ok ? "" : `The server did not take this file (status ${answer.status}).`;
  } catch {
    told.error = "The photo could not be sent; please check the connection, and choose it again.";
  }
  if (mine !== turn) return;
  if (told.token) trigger("take", { token: told.token });
  else refuse(told.error);
}

async function takeFrom(link) {
  const mine = ++turn;
  request?.abort();
  try {
    const picture = await (await fetch(link)).blob();
    if (mine === turn) await take(picture);
  } catch {
    if (mine === turn) refuse(OUT_OF_REACH);
  }
}

function arrive(arrival) {
  window.scrollTo({ top: 0, behavior: "smooth" });
  if (arrival?.file) take(arrival.file);
  else if (arrival?.address) takeFrom(arrival.address);
  else refuse(NOTHING);
}

// On a desktop the chooser shows every file: there a photo may have no name that says so.
if (matchMedia("(pointer: fine)").matches) input.removeAttribute("accept");
input.addEventListener("change", () => {
  if (input.files.length) take(input.files[0]);
  input.value = "";
});
offerCamera(take);

// A field of text takes its own pastes.
const isText = (target) => Boolean(target.closest?.("textarea, input:not([type=file], [type=range], [type=checkbox], [type=radio])"));

document.addEventListener("paste", (event) => {
  const arrival = arrivalOf(event.clipboardData);
  if (!arrival?.file || isText(event.target)) return;
  event.preventDefault();
  arrive(arrival);
});

let hint = null;
const isOurs = (event) => mayBring(event.dataTransfer) && !isText(event.target);
const showHint = (shown) => document.documentElement.classList.toggle("fv-dropping", shown);

document.addEventListener("dragover", (event) => {
  if (!isOurs(event)) return;
  event.preventDefault();
  showHint(true);
  // Leaving the window is told by silence: no event says so reliably.
  clearTimeout(hint);
  hint = setTimeout(() => showHint(false), 400);
});
// Heard before any part of the page can take the drop for itself.
document.addEventListener(
  "drop",
  (event) => {
    showHint(false);
    if (!isOurs(event)) return;
    event.preventDefault();
    event.stopPropagation();
    arrive(arrivalOf(event.dataTransfer));
  },
  { capture: true },
);

function show() {
  if (!props.value) return;
  endWaiting();
  say("");
  if (!props.value.error) return;
  sessionStorage.removeItem(KEPT);
  refuse(props.value.error);
}

find(".bring-refusal button").addEventListener("click", () => {
  find(".bring-refusal").hidden = true;
});

watch("value", show);

document.addEventListener("facevae:line", ({ detail }) => tellLine(detail));

// After a cut the server counts the photo as that of a closed page, until it is told otherwise.
document.addEventListener("facevae:back", () => {
  if (props.value?.token) trigger("hold", { token: props.value.token });
});

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
if (kept?.token) trigger("take", { token: kept.token, again: kept });
