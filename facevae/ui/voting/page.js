// The page on a voter's phone. It asks every few seconds what is voted on, and keeps a vote until the server has it.

const EVERY = 3500;
const PATIENCE = 8000;
const LONGEST = 15000;

const [heading, box, said, line] = ["text", "choices", "said", "line"].map((id) => document.getElementById(id));

// Where a browser forbids storage, a vote lasts as long as the page.
function recall(name) {
  try {
    return sessionStorage.getItem(`facevae-vote-${name}`);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    sessionStorage.setItem(`facevae-vote-${name}`, value);
  } catch {}
}

function random() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const token = recall("token") ?? random();
keep("token", token);

let state = null;
let version = "";
// {round, choice, sent}: the choice of the voter, and the last one that the server is known to have, or null.
let vote = JSON.parse(recall("vote") ?? "null");
let refusal = "";
let failures = 0;
let drawn = "";
let timer = 0;
let busy = false;
let again = false;

async function ask(path, options) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(`vote/${path}`, { ...options, cache: "no-store", signal: stop.signal });
    if (answer.status >= 500) throw new Error(answer.statusText);
    return { status: answer.status, version: answer.headers.get("ETag") ?? "", text: await answer.text() };
  } finally {
    clearTimeout(late);
  }
}

function unsent() {
  return state?.stage === "open" && vote && vote.choice !== vote.sent && !refusal;
}

async function send() {
  const { round, choice } = vote;
  const answer = await ask("cast", { method: "POST", body: JSON.stringify({ token, choice, round }) });
  if (answer.status === 204) {
    if (vote?.round === round) setVote({ ...vote, sent: choice });
  } else {
    refusal = answer.text.slice(0, 200);
    await look();
  }
}

async function look() {
  const answer = await ask("state", { headers: version ? { "If-None-Match": version } : {} });
  if (answer.status === 304) return;
  if (answer.status !== 200) throw new Error(answer.text);
  state = JSON.parse(answer.text);
  version = answer.version;
  refusal = "";
  if (vote && vote.round !== state.round) setVote(null);
}

function setVote(value) {
  vote = value;
  keep("vote", JSON.stringify(vote));
}

// One exchange at a time, so that an older choice cannot overtake a newer one.
async function exchange() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  clearTimeout(timer);
  do {
    again = false;
    try {
      await (unsent() ? send() : look());
      failures = 0;
      again ||= unsent();
    } catch {
      failures++;
    }
    show();
  } while (again);
  busy = false;
  const pause = state?.stage === "over" ? LONGEST : Math.min(LONGEST, EVERY * 2 ** Math.max(0, failures - 1));
  // Two hundred phones that ask in step would be a crowd. One that lies in a pocket asks when it is looked at again.
  if (!document.hidden || unsent()) timer = setTimeout(exchange, pause * (0.7 + 0.6 * Math.random()));
}

function choose(choice) {
  if (state.stage !== "open") return;
  refusal = "";
  setVote({ round: state.round, choice, sent: vote?.sent ?? null });
  show();
  exchange();
}

function element(tag, words, attributes = {}) {
  const made = document.createElement(tag);
  made.append(...words);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function button(words, index) {
  const made = element("button", [element("b", [`${index + 1}`]), " ", element("span", [words])], { type: "button" });
  made.addEventListener("click", () => choose(index));
  return made;
}

function result(words, index) {
  const count = state.counts[index];
  const share = Math.round((100 * count) / (total() || 1));
  const bar = element("i", [], { "aria-hidden": "true" });
  bar.style.setProperty("--share", `${share}%`);
  const parts = [element("b", [`${index + 1}`]), element("span", [words]), element("b", [`${count} (${share} %)`]), bar];
  return element("div", parts, { class: "result", role: "listitem" });
}

function total() {
  return state.counts.reduce((sum, count) => sum + count, 0);
}

function draw() {
  const results = state.stage === "revealed";
  const held = box.contains(document.activeElement);
  box.replaceChildren(...state.choices.map(results ? result : button));
  for (const name of ["role", "aria-labelledby"]) box.removeAttribute(name);
  if (state.choices.length) {
    box.setAttribute("role", results ? "list" : "group");
    box.setAttribute("aria-labelledby", "text");
  }
  if (held) heading.focus();
}

function words() {
  const mine = vote && vote.choice + 1;
  switch (state.stage) {
    case "open":
      if (refusal) return `Not counted: ${refusal}`;
      if (!vote) return "Choose one.";
      if (vote.sent === vote.choice) return `${mine} is sent. You may change it until the vote is closed.`;
      return failures ? `${mine} is kept here, and sent when there is a connection.` : `Sending ${mine} …`;
    case "closed":
      if (!vote) return "The vote is closed. You have not voted.";
      if (vote.sent === vote.choice) return `The vote is closed. You voted ${mine}.`;
      return `The vote was closed before ${mine} was surely there: it may not count.`;
    case "revealed":
      return `The results of ${total()} ${total() === 1 ? "vote" : "votes"}${vote ? `; you chose ${mine}` : ""}.`;
    case "over":
      return "All votes are forgotten. You can close this page.";
    default:
      return "It will appear here by itself.";
  }
}

const TITLES = { none: "No question is open.", over: "The lecture is over." };

// What is said already is left alone: a screen reader would say it again.
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function show() {
  write(line, failures ? "No connection. Trying again …" : "");
  if (!state) return;
  const now = state.stage === "revealed" ? version : state.round;
  if (drawn !== now) draw();
  drawn = now;
  write(heading, TITLES[state.stage] ?? state.text);
  write(said, words());
  for (const [index, choice] of box.querySelectorAll("button").entries()) {
    choice.setAttribute("aria-pressed", vote?.choice === index);
    choice.setAttribute("aria-disabled", state.stage !== "open");
  }
}

for (const event of ["online", "offline", "pageshow"]) addEventListener(event, exchange);
document.addEventListener("visibilitychange", () => document.hidden || exchange());
