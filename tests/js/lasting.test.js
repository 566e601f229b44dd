import assert from "node:assert/strict";
import { test } from "node:test";

import { lasting } from "../../facevae/ui/static/lasting.js";

const bytes = (text) => new TextEncoder().encode(text);
const line = { check: async () => true, heard: () => {} };

// A connection that says some things, and then breaks; or hangs without end.
function connection(said, end = "break") {
  return new Response(new ReadableStream({
    pull(to) {
      if (said.length) to.enqueue(bytes(said.shift()));
      else if (end === "break") to.error(new TypeError("network error"));
      else return new Promise(() => {});
      return undefined;
    },
  }));
}

async function readOf(answer, count) {
  const reader = answer.body.getReader();
  const read = [];
  while (read.length < count) read.push(new TextDecoder().decode((await reader.read()).value));
  return read;
}

// Lets the timers of the module run out, as often as it sets new ones.
async function passing(context, promise) {
  let isOver = false;
  promise.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    context.mock.timers.tick(1000);
  }
  return promise;
}

test("what is read goes on over breaks, by another connection each time", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const others = [connection(["c"]), connection(["d", "e"])];
  const answer = lasting(connection(["a", "b"]), { line, open: async () => others.shift(), hasEnded: () => false });
  assert.deepEqual(await passing(context, readOf(answer, 5)), ["a", "b", "c", "d", "e"]);
});

test("a connection that is silent while the server answers is given up", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const answer = lasting(connection(["a"], "hang"), { line, open: async () => connection(["b"]), hasEnded: () => false });
  assert.deepEqual(await passing(context, readOf(answer, 2)), ["a", "b"]);
});

test("what is to be said after a break comes first, and may be the end", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let isOver = false;
  const mend = () => {
    isOver = true;
    return bytes("closed");
  };
  const answer = lasting(connection(["a"]), { line, open: assert.fail, mend, isOver: () => isOver, hasEnded: () => false });
  assert.equal(await passing(context, answer.text()), "aclosed");
});

test("what nobody reads any more, or has said all, ends when its connection does", async () => {
  for (const end of [{ hasEnded: () => true }, { hasEnded: () => false, isOver: () => true }]) {
    const alone = { line: { check: assert.fail, heard: () => {} }, open: assert.fail };
    assert.equal(await lasting(connection(["a"]), { ...alone, ...end }).text(), "a");
  }
});
