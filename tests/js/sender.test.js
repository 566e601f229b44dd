import assert from "node:assert/strict";
import { test } from "node:test";

import { Sender } from "../../facevae/ui/static/sender.js";

const soon = () => new Promise((resolve) => setImmediate(resolve));

// A sender on a line that is lost as often as `losses` says, whose requests are answered by `answers`, one after the other.
function senderOf(answers, { losses = 0 } = {}) {
  const seen = { sent: [], checks: 0 };
  const line = {
    isDoubtful: false,
    heard: () => {},
    check: async () => {
      seen.checks += 1;
      return seen.checks <= losses;
    },
  };
  const send = async (resource, options) => {
    seen.sent.push(resource);
    return answers.shift()(options);
  };
  return Object.assign(seen, { line, sender: new Sender(line, send) });
}

const cut = () => {
  throw new TypeError("Failed to fetch");
};
const says = (text, status = 200) => () => new Response(text, { status });
const hangs = ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

test("what is cut is sent again when the line is back", async () => {
  const { sender, sent } = senderOf([cut, cut, says("here")], { losses: 9 });
  assert.equal(await (await sender.send("run")).text(), "here");
  assert.deepEqual(sent, ["run", "run", "run"]);
  assert.equal(sender.isWaiting, false);
});

test("so is an answer that breaks off", async () => {
  const broken = () => new Response(new ReadableStream({ pull: (to) => to.error(new TypeError("network error")) }));
  const { sender } = senderOf([broken, says("all of it")], { losses: 1 });
  assert.equal(await (await sender.send("run")).text(), "all of it");
});

test("what fails again and again, while the server answers other things, fails", async () => {
  const { sender, sent } = senderOf(Array(9).fill(cut));
  await assert.rejects(sender.send("run"), /Failed to fetch/);
  assert.equal(sent.length, 4);
});

test("what stands in front of a server that is gone does not answer for it, a busy server does", async () => {
  const gone = senderOf([says("no upstream", 503), says("here")], { losses: 1 });
  assert.equal(await (await gone.sender.send("run")).text(), "here");
  const busy = senderOf([says("busy", 503)]);
  assert.equal((await busy.sender.send("run")).status, 503);
});

test("what hangs on a lost line is let go of, and sent again", async () => {
  const { sender, sent } = senderOf([hangs, says("here")], { losses: 1 });
  const answer = sender.send("run");
  await soon();
  assert.equal(sender.isWaiting, true);
  sender.cut();
  assert.equal(await (await answer).text(), "here");
  assert.equal(sent.length, 2);
});

test("a file on its way is left to it", async () => {
  const { sender } = senderOf([hangs]);
  const stop = new AbortController();
  const answer = sender.send("photo", { signal: stop.signal }, true);
  await soon();
  sender.cut();
  assert.equal(sender.isWaiting, true);
  stop.abort();
  await assert.rejects(answer, { name: "AbortError" });
});

test("what is slow makes the line doubtful, every few seconds", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const seen = senderOf([hangs]);
  const stop = new AbortController();
  const answer = seen.sender.send("run", { signal: stop.signal });
  context.mock.timers.tick(5999);
  assert.equal(seen.checks, 0);
  context.mock.timers.tick(6001);
  assert.equal(seen.checks, 2);
  stop.abort();
  await assert.rejects(answer);
});

test("after a sleep the line is asked first", async () => {
  const seen = senderOf([says("here")]);
  seen.line.isDoubtful = true;
  seen.line.check = async () => {
    seen.sent.push("check");
    return false;
  };
  await seen.sender.send("run");
  assert.deepEqual(seen.sent, ["check", "run"]);
});
