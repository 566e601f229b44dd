// A page outlasts its line: what is done while the server does not answer is sent when it is back, and where the server has
// forgotten the page, that is said, and a reload is offered. Gradio itself would load the page again, and lose what was made on
// it. Runs before Gradio does, see components/early_scripts.py.

import { Asked } from "./asked.js";
import { ConnectionBar } from "./connection_bar.js";
import { lasting } from "./lasting.js";
import { Line } from "./line.js";
import { Sender } from "./sender.js";

const PATIENCE_MS = 10_000;
// A server that is busy takes its time to answer with the next page.
const STAYS_AFTER_MS = 15_000;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 10_000;
// A server that takes an old connection for cut, long after there is another one, lets go of the page an hour later.
const HOLD_EVERY_MS = 20 * 60_000;

const send = window.fetch.bind(window);
const bar = new ConnectionBar();
const asked = new Asked();
// The name by which the server knows this page, as soon as it has answered anything.
let session = "";
let isKnown = false;
let isHeld = false;
// While the page is being left all requests end: it ends when it turns out to stay.
let leaving = null;

addEventListener("beforeunload", () => {
  leaving = new Promise((resolve) => setTimeout(resolve, STAYS_AFTER_MS));
});

async function ask() {
  await leaving;
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const address = new URL("facevae/here", document.baseURI);
    const answer = await send(address, { method: "POST", body: session, cache: "no-store", signal: stop.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const { app, known } = await answer.json();
    if (app !== window.gradio_config?.app_id) return "restarted";
    return known || !isKnown ? "fine" : "forgotten";
  } finally {
    clearTimeout(late);
  }
}

function pause(tries) {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.min(FIRST_PAUSE_MS + 500 * tries, LONGEST_PAUSE_MS));
    addEventListener("online", resolve, { once: true });
  });
}

// Pictures that were to come meanwhile.
function fetchMissing() {
  const missing = [...document.images].filter((image) => image.getAttribute("src") && image.complete && !image.naturalWidth);
  for (const image of missing) image.setAttribute("src", image.getAttribute("src"));
}

function changed(state, before) {
  bar.show(state, before, sender.isWaiting || !asked.isEmpty);
  if (state === "lost") sender.cut();
  if (state === "fine") fetchMissing();
  document.dispatchEvent(new CustomEvent("facevae:line", { detail: state }));
}

const line = new Line({ ask, pause, changed });
const sender = new Sender(line, send);

// The server took this page for closed while the line was cut: it is told otherwise, now and from time to time.
function hold() {
  document.dispatchEvent(new Event("facevae:back"));
  if (isHeld) return;
  isHeld = true;
  setInterval(() => line.check().then(hold), HOLD_EVERY_MS);
}

// A stream that may be opened again: what is fetched is a Request of Gradio's, with the signal that ends it.
async function open(request) {
  const answer = await send(request.clone());
  if (!answer.ok) throw new Error(answer.statusText);
  return answer;
}

// Where Gradio has let go of the request it gets an empty answer: of an error it would tell everybody who waits. It lets go of all
// when the page is left, and opens no other stream then: the server would have two of this page, and end both with an error.
async function firstOpen(request) {
  await leaving;
  while (!request.signal.aborted) {
    try {
      return await open(request);
    } catch {
      if (request.signal.aborted) break;
      await line.check();
      await pause(0);
    }
  }
  return new Response("");
}

// The pulse by which the server knows that the page is open.
async function pulse(request) {
  session = request.url.slice(request.url.lastIndexOf("/") + 1).replace(/\?.*/, "");
  return lasting(await firstOpen(request), {
    line,
    open: async () => {
      const answer = await open(request);
      hold();
      return answer;
    },
    hasEnded: () => request.signal.aborted,
  });
}

async function call(address, options, isFile = false) {
  const answer = await sender.send(address, options, isFile);
  isKnown = true;
  return answer;
}

async function join(address, options) {
  const answer = await call(address, options);
  // Gradio is not kept waiting: the later it hears of the id, the likelier the stream has ended without it.
  answer.clone().json().then(({ event_id: id }) => id && asked.take(id, [address, options]), () => {});
  return answer;
}

async function answers(request) {
  asked.begin();
  // Noted for each stream: Gradio may have opened the next one before this one has heard of its own end, and would then have two.
  let isOver = false;
  const noting = (bytes) => {
    isOver ||= asked.isClosed;
    return bytes;
  };
  return lasting(await firstOpen(request), {
    line,
    take: (bytes) => noting(asked.read(bytes)),
    mend: () => noting(asked.mend()),
    isOver: () => isOver,
    open: async () => {
      if (asked.isHopeless) await line.giveUp();
      for (const [id, [address, options]] of asked.open) {
        const answer = await sender.send(address, options);
        asked.again(id, answer.ok && (await answer.json()).event_id);
      }
      return open(request);
    },
    hasEnded: () => request.signal.aborted,
  });
}

window.fetch = (resource, options) => {
  const address = String(resource?.url ?? resource);
  const isOurs = (part) => address.includes(part);
  if (isOurs("/gradio_api/heartbeat/")) return pulse(new Request(resource, options));
  if (isOurs("/gradio_api/queue/data")) return answers(new Request(resource, options));
  if (isOurs("/gradio_api/queue/join")) return join(resource, options);
  if (isOurs("/gradio_api/run/") || isOurs("/facevae/")) return call(resource, options, isOurs("/facevae/photo"));
  return send(resource, options);
};

addEventListener("offline", () => line.check());
for (const event of ["online", "pageshow", "visibilitychange"]) {
  addEventListener(event, () => line.isDoubtful && line.check());
}
