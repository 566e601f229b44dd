import assert from "node:assert/strict";
import { test } from "node:test";

import { overdue, words } from "../../facevae/ui/static/busy.js";

test("nothing is said where nobody is before", () => {
  assert.equal(words(0), "");
  assert.equal(words(3), "Busy: 3 before you");
});

test("only what has been at work for long is overdue, and a rest begins it anew", () => {
  const since = new Map();
  assert.deepEqual(overdue(since, ["a"], 0, 1000), []);
  assert.deepEqual(overdue(since, ["a", "b"], 1000, 1000), ["a"]);
  assert.deepEqual(overdue(since, ["b"], 1999, 1000), []);
  assert.deepEqual(overdue(since, ["a", "b"], 2000, 1000), ["b"]);
  assert.deepEqual(overdue(since, ["a"], 3000, 1000), ["a"]);
});
