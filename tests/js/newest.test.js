import assert from "node:assert/strict";
import { test } from "node:test";

import { Newest } from "../../facevae/ui/tabs/sliders/newest.js";

const soon = () => new Promise((resolve) => setImmediate(resolve));

test("of what comes while one thing is on its way only the newest is sent", async () => {
  const sent = [];
  const answers = [];
  const send = (thing) => {
    sent.push(thing);
    return new Promise((resolve) => answers.push(resolve));
  };
  const newest = new Newest(send, { failed: assert.fail, changed: () => {} });
  for (const thing of "abcd") newest.put(thing);
  assert.deepEqual(sent, ["a"]);
  answers[0]();
  await soon();
  assert.deepEqual(sent, ["a", "d"]);
  assert.equal(newest.isBusy, true);
  answers[1]();
  await soon();
  assert.deepEqual(sent, ["a", "d"]);
  assert.equal(newest.isBusy, false);
});

test("a failure is told, and the next thing is sent all the same", async () => {
  const told = [];
  const send = async (thing) => {
    if (thing === "bad") throw new Error("refused");
    told.push(thing);
  };
  const newest = new Newest(send, { failed: (error) => told.push(error.message), changed: () => {} });
  await newest.put("bad");
  await newest.put("good");
  assert.deepEqual(told, ["refused", "good"]);
});

test("it says when it begins and when it is done", async () => {
  const states = [];
  const newest = new Newest(soon, { failed: assert.fail, changed: () => states.push(newest.isBusy) });
  await newest.put("a");
  assert.deepEqual(states, [true, false]);
});
