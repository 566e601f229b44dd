import assert from "node:assert/strict";
import { test } from "node:test";

import { Line } from "../../facevae/ui/static/line.js";

const soon = () => new Promise((resolve) => setImmediate(resolve));

// A line whose server says these things one after the other; an Error is silence.
function lineOf(...said) {
  const seen = { asked: 0, changes: [], pauses: [], now: 0 };
  seen.line = new Line({
    ask: async () => {
      const answer = said[seen.asked];
      seen.asked += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    pause: async (tries) => seen.pauses.push(tries),
    changed: (state, before) => seen.changes.push([before, state]),
    now: () => seen.now,
  });
  return seen;
}

const SILENCE = new Error("silence");

test("a server that answers ends the doubt, and nothing was lost", async () => {
  const { line, changes } = lineOf("fine");
  assert.equal(await line.check(), false);
  assert.deepEqual(changes, []);
});

test("one that does not is asked again until it does, and all who wait go on then", async () => {
  const seen = lineOf(SILENCE, SILENCE, "fine");
  assert.deepEqual(await Promise.all([seen.line.check(), seen.line.check()]), [true, true]);
  assert.deepEqual([seen.asked, seen.pauses], [3, [0, 1]]);
  assert.deepEqual(seen.changes, [["fine", "lost"], ["lost", "fine"]]);
});

for (const state of ["restarted", "forgotten"]) {
  test(`for a page that finds its server ${state} nothing goes on`, async () => {
    const { line, changes } = lineOf(SILENCE, state, "fine");
    let isOver = false;
    line.check().then(() => {
      isOver = true;
    });
    await soon();
    assert.deepEqual([isOver, line.state, changes.at(-1)], [false, state, ["lost", state]]);
  });
}

test("a server that says other things, but has no time for the question, is there", async () => {
  const seen = lineOf(SILENCE);
  const checked = seen.line.check();
  seen.now = 1;
  seen.line.heard();
  assert.equal(await checked, false);
  assert.deepEqual(seen.changes, []);
});

test("a page that has heard nothing for a minute doubts, and asks before it goes on", async () => {
  const seen = lineOf("fine");
  seen.now = 60_000;
  assert.equal(seen.line.isDoubtful, false);
  seen.now = 60_001;
  assert.equal(seen.line.isDoubtful, true);
  await seen.line.check();
  assert.equal(seen.line.isDoubtful, false);
});
