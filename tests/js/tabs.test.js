import assert from "node:assert/strict";
import { test } from "node:test";

import { tabAfter } from "../../facevae/ui/static/tabs.js";

test("arrows go round, Home and End to the ends, and other keys nowhere", () => {
  const from = (index) => ["ArrowRight", "ArrowLeft", "Home", "End", "a", "Tab"].map((key) => tabAfter(key, index, 7));
  assert.deepEqual(from(0), [1, 6, 0, 6, undefined, undefined]);
  assert.deepEqual(from(3), [4, 2, 0, 6, undefined, undefined]);
  assert.deepEqual(from(6), [0, 5, 0, 6, undefined, undefined]);
});
